"""What a batch has found can be looked through, also after the batch, also without its journal."""

from __future__ import annotations

import shutil
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from batch_tools import CountingDetector, make_photos, run

from core.analysis import Analyzer
from core.batch.journal import JournalReader, journal_path
from core.batch.reading import ResultReader
from core.batch.results import Results, SortKey, Wanted
from core.batch.session import run_batch
from core.batch.summary import UNCERTAIN
from core.batch.tables import Outputs
from core.errors import ExportError
from core.schema import ATTRIBUTES

MANY = 10_000


def face(gender: str = "Male", p: float = 0.9, *, ethnicity: str = "Asian", reasons: tuple[str, ...] = ()) -> Any:
    """A face whose answers are uncertain below 0.6."""
    answers = {}
    for head, label in (("gender", gender), ("ethnicity", ethnicity)):
        others = [other for other in ATTRIBUTES[head].labels if other != label]
        probabilities = {label: p} | dict.fromkeys(others, (1 - p) / len(others))
        answers[head] = {"label": label, "uncertain": p < 0.6, "probabilities": probabilities}
    return {"box": [1.0, 2.0, 30.0, 40.0], "score": 0.9, **answers, "quality": {"reasons": list(reasons)}}


def photo(*faces: Any, error: str | None = None) -> Any:
    return {"width": 200, "height": 100, "error": error, "faces": list(faces)}


@pytest.fixture
def results() -> Results:
    return Results.of(
        ATTRIBUTES,
        [
            ("/a/1.jpg", photo(face("Male", 0.9), face("Female", 0.7, ethnicity="White"))),
            ("/a/2.jpg", photo(error="/a/2.jpg is empty.")),
            ("/a/3.jpg", photo()),
            ("/a/4.jpg", photo(face("Female", 0.55, reasons=("dark", "turned")))),
            ("/a/5.jpg", photo(face("Female", 0.8, reasons=("small",)))),
        ],
    )


def shown(results: Results, wanted: Wanted) -> list[str]:
    rows = [results.row(number) for number in results.find(wanted)]
    return [row.path.stem + ("" if row.face is None else f".{row.face}") for row in rows]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(), ["1.0", "1.1", "2", "3", "4.0", "5.0"]),
        (Wanted({"gender": "Female"}), ["1.1", "5.0"]),
        (Wanted({"gender": "Female", "ethnicity": "White"}), ["1.1"]),
        (Wanted({"gender": UNCERTAIN}), ["4.0"]),
        (Wanted(kind="faces"), ["1.0", "1.1", "4.0", "5.0"]),
        (Wanted(kind="uncertain"), ["4.0"]),
        (Wanted(kind="errors"), ["2"]),
        (Wanted(kind="no face"), ["3"]),
        (Wanted(quality="good"), ["1.0", "1.1"]),
        (Wanted(quality="doubtful"), ["4.0", "5.0"]),
        (Wanted(quality="turned"), ["4.0"]),
        (Wanted({"gender": "Female"}, quality="small"), ["5.0"]),
        (Wanted({"gender": "Male"}, kind="errors"), []),
    ],
)
def test_filters(results: Results, wanted: Wanted, names: list[str]) -> None:
    assert shown(results, wanted) == names


def test_rows_say_what_was_answered(results: Results) -> None:
    row = results.row(4)
    assert (row.path, row.face, row.size, row.box) == (Path("/a/4.jpg"), 0, (200, 100), (1.0, 2.0, 30.0, 40.0))
    assert (row.answers["gender"].label, row.answers["gender"].uncertain) == ("Female", True)
    assert row.answers["gender"].certainty == pytest.approx(0.55)
    assert row.reasons == ("dark", "turned")
    failed = results.row(2)
    assert (failed.face, failed.error, dict(failed.answers)) == (None, "/a/2.jpg is empty.", {})


def test_sorting_leaves_rows_without_a_face_at_the_end(results: Results) -> None:
    rows = results.find(Wanted())
    assert list(results.sort(rows, SortKey("gender", certainty=True))) == [4, 1, 5, 0, 2, 3]
    assert list(results.sort(rows, SortKey("gender", certainty=True), descending=True)) == [0, 5, 1, 4, 2, 3]
    assert list(results.sort(rows, SortKey("ethnicity"))) == [1, 0, 4, 5, 2, 3]
    assert list(results.sort(rows, None, descending=True)) == [5, 4, 3, 2, 1, 0]


def test_photos_that_came_later_take_their_place() -> None:
    two = photo(face("Male", 0.7), face("Female", 0.9))
    results = Results.of(ATTRIBUTES, ((f"/a/{number}.jpg", two) for number in (1, 3, 10, 2)))
    rows = results.find(Wanted())
    assert list(results.sort(rows, None)) == [0, 1, 6, 7, 2, 3, 4, 5]
    assert list(results.sort(rows, None, descending=True)) == [5, 4, 3, 2, 7, 6, 1, 0]
    assert list(results.sort(rows[3:], None)) == [6, 7, 3, 4, 5]


def test_a_photo_answered_again_replaces_its_rows(results: Results) -> None:
    results.add("/a/2.jpg", photo(face("Male")))
    assert shown(results, Wanted()) == ["1.0", "1.1", "3", "4.0", "5.0", "2.0"]
    summary = results.summary()
    assert (summary.photos, summary.faces, summary.failed.count, summary.no_face.count) == (5, 5, 0, 1)


def test_the_summary_counts_only_sure_answers_and_marks_small_groups() -> None:
    answers = [(str(number), photo(face("Female" if number % 5 else "Male"))) for number in range(100)]
    answers += [("unsure", photo(face(p=0.5)))]
    genders = Results.of(ATTRIBUTES, answers).summary().groups["gender"]
    assert {label: share.count for label, share in genders.items()} == {"Male": 20, "Female": 80, UNCERTAIN: 1}
    assert {label: share.small for label, share in genders.items()} == {"Male": True, "Female": False, UNCERTAIN: True}
    assert genders["Female"].low < 0.79 < genders["Female"].high


def test_ten_thousand_photos_take_little_memory() -> None:
    one = photo(face(), face("Female"))
    tracemalloc.start()
    try:
        results = Results.of(ATTRIBUTES, ((f"/photos/of/some/year/IMG_{number}.jpg", one) for number in range(MANY)))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(results) == 2 * MANY
    assert most < 12_000_000  # a photo of 4 million pixels, decoded


@pytest.fixture
def tables(analyzer: Analyzer, portrait_path: Path, tmp_path: Path) -> Outputs:
    """A batch of a face, a picture without one and a file that is no picture, in every form of table."""
    photos = make_photos(tmp_path / "photos", ["none"])
    shutil.copy(portrait_path, photos / ("ә" * 125 + "a.png"))
    (photos / "bad, 'x'.png").write_bytes(b"\xff\xd8")
    outputs = Outputs(*(tmp_path / f"{'ұ' * 120}.{kind}" for kind in ("csv", "jsonl", "parquet")))
    run_batch([photos], outputs, lambda: analyzer, threads=1)
    return outputs


def told(reader: ResultReader) -> tuple[Any, ...]:
    results = Results.of(reader.attributes, reader.read(10))
    return [results.row(number) for number in results.find(Wanted())], results.summary()


def test_a_table_without_its_journal_says_the_same(tables: Outputs, tmp_path: Path) -> None:
    reader = ResultReader(tables.first)
    before = told(reader)
    assert reader.paths == (tmp_path / "photos",)
    assert reader.about["model"].startswith("report-cnn")
    journal_path(tables.first).unlink()
    for path in tables.paths:
        reader = ResultReader(path)
        assert told(reader) == before
        assert reader.about["model"].startswith("report-cnn")
        assert reader.paths == ()


def test_photos_named_from_the_tables_folder_are_found_from_anywhere(
    analyzer: Analyzer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = Analyzer(CountingDetector(), analyzer.classifier)
    make_photos(tmp_path / "photos", ["1", "2"])
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    run(Path("photos"), Path("out.csv"), quick)
    journal_path(tmp_path / "out.csv").unlink()
    for folder, found in ((tmp_path, Path("photos")), (tmp_path / "elsewhere", tmp_path / "photos")):
        monkeypatch.chdir(folder)
        assert [key for key, _ in ResultReader(tmp_path / "out.csv").read(10)] == [
            str(found / "1.png"),
            str(found / "2.png"),
        ]
    (tmp_path / "photos" / "1.png").unlink()
    assert next(iter(ResultReader(tmp_path / "out.csv").read(1)))[0] == str(Path("photos", "1.png"))


def test_photos_are_read_a_few_at_a_time(tables: Outputs) -> None:
    journal_path(tables.first).unlink()
    reader = ResultReader(tables.first)
    assert [len(reader.read(2)) for _ in range(3)] == [2, 1, 0]


def test_a_journal_is_read_on_as_it_grows(analyzer: Analyzer, tmp_path: Path) -> None:
    quick = Analyzer(CountingDetector(), analyzer.classifier)
    photos, out = make_photos(tmp_path / "photos", ["1", "2"]), tmp_path / "out.csv"
    run(photos, out, quick)
    reader = JournalReader(out)
    assert [Path(key).stem for key, _ in reader.read(1)] == ["1"]
    make_photos(photos, ["3"])
    run(photos, out, quick)
    assert [Path(key).stem for key, _ in reader.read()] == ["2", "3"]
    assert list(reader.read()) == []


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"# about: x\r\npath,face\r\nx,0\r\n", b'{"about": "x"}\n{"a": 1}\n']
)
def test_what_is_no_result_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(ExportError) as caught:
        ResultReader(path).read(10)
    assert caught.value.code == "batch.read"


def test_a_result_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"out\.csv"):
        ResultReader(tmp_path / "out.csv")


def test_rows_can_be_found_from_where_one_looked_last(results: Results) -> None:
    assert np.array_equal(results.find(Wanted({"gender": "Female"}), begin=2), [5])
