"""A collection can be queried during and after the batch, and a table without one too."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import tracemalloc
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from batch_tools import CountingDetector, make_photos, run

from core.analysis import Analyzer
from core.collection.batch import run_batch
from core.collection.journal import collection_path
from core.collection.layout import write_collection
from core.collection.progress import BatchProgress
from core.collection.rows import UNCERTAIN, FaceRow, Filter, SortKey, Summary
from core.collection.store import CollectionWriter
from core.collection.tables import Outputs, write_table
from core.collection.view import Collection
from core.errors import ExportError
from core.schema import ATTRIBUTES

MANY = 3000
ASKED = {
    "about": {"model": "made 1", "model_sha256": "0" * 64, "thresholds": "gender 0.600, ethnicity 0.600"},
    "thresholds": {},
}


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


def made(answers: Iterable[tuple[str, Any]]) -> Collection:
    return Collection.made(ASKED, answers)


@pytest.fixture
def results() -> Iterator[Collection]:
    with made(
        [
            ("/a/1.jpg", photo(face("Male", 0.9), face("Female", 0.7, ethnicity="White"))),
            ("/a/2.jpg", photo(error="/a/2.jpg is empty.")),
            ("/a/3.jpg", photo()),
            ("/a/4.jpg", photo(face("Female", 0.55, reasons=("dark", "turned")))),
            ("/a/5.jpg", photo(face("Female", 0.8, reasons=("small",)))),
        ]
    ) as collection:
        yield collection


def shown(results: Collection, wanted: Filter, by: SortKey | None = None, *, descending: bool = False) -> list[str]:
    rows = results.rows(results.find(wanted, by, descending=descending)).values()
    return [row.path.stem + ("" if row.face is None else f".{row.face}") for row in rows]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Filter(), ["1.0", "1.1", "2", "3", "4.0", "5.0"]),
        (Filter({"gender": "Female"}), ["1.1", "5.0"]),
        (Filter({"gender": "Female", "ethnicity": "White"}), ["1.1"]),
        (Filter({"gender": UNCERTAIN}), ["4.0"]),
        (Filter(kind="faces"), ["1.0", "1.1", "4.0", "5.0"]),
        (Filter(kind="uncertain"), ["4.0"]),
        (Filter(kind="errors"), ["2"]),
        (Filter(kind="no face"), ["3"]),
        (Filter(quality="good"), ["1.0", "1.1"]),
        (Filter(quality="doubtful"), ["4.0", "5.0"]),
        (Filter(quality="turned"), ["4.0"]),
        (Filter({"gender": "Female"}, quality="small"), ["5.0"]),
        (Filter({"gender": "Male"}, kind="errors"), []),
        (Filter(name="4.J"), ["4.0"]),
        (Filter(certainty={"gender": (0.75, 1.0)}), ["1.0", "5.0"]),
        (Filter(least_px=30), []),
        (Filter(least_px=29), ["1.0", "1.1", "4.0", "5.0"]),
    ],
)
def test_filters(results: Collection, wanted: Filter, names: list[str]) -> None:
    assert shown(results, wanted) == names


def test_rows_say_what_was_answered(results: Collection) -> None:
    rows = list(results.rows(results.find(Filter())).values())
    row = rows[4]
    assert (row.path, row.face, row.size, row.box) == (Path("/a/4.jpg"), 0, (200, 100), (1.0, 2.0, 30.0, 40.0))
    assert (row.answers["gender"].label, row.answers["gender"].uncertain) == ("Female", True)
    assert row.answers["gender"].certainty == pytest.approx(0.55)
    assert row.reasons == ("dark", "turned")
    failed = rows[2]
    assert (failed.face, failed.error, dict(failed.answers)) == (None, "/a/2.jpg is empty.", {})


def test_sorting_leaves_rows_without_a_face_at_the_end(results: Collection) -> None:
    everything, certainty = Filter(), SortKey("gender", certainty=True)
    assert shown(results, everything, certainty) == ["4.0", "1.1", "5.0", "1.0", "2", "3"]
    assert shown(results, everything, certainty, descending=True) == ["1.0", "5.0", "1.1", "4.0", "2", "3"]
    assert shown(results, everything, SortKey("ethnicity")) == ["1.1", "1.0", "4.0", "5.0", "2", "3"]
    assert shown(results, everything, descending=True) == ["5.0", "4.0", "3", "2", "1.1", "1.0"]


def test_photos_that_came_later_take_their_place() -> None:
    with made((f"/a/{number}.jpg", photo(face("Male", 0.7))) for number in (1, 3, 10, 2)) as collection:
        assert shown(collection, Filter()) == ["1.0", "2.0", "3.0", "10.0"]


def test_a_photo_answered_again_replaces_its_rows() -> None:
    answers = [
        ("/a/2.jpg", photo(error="/a/2.jpg is empty.")),
        ("/a/1.jpg", photo(face())),
        ("/a/2.jpg", photo(face())),
    ]
    with made(answers) as collection:
        assert shown(collection, Filter()) == ["1.0", "2.0"]
        summary = collection.summary()
    assert (summary.photos, summary.faces, summary.failed.count, summary.no_face.count) == (2, 2, 0, 0)


def test_each_choice_of_a_filter_says_how_many_rows_it_shows(results: Collection) -> None:
    counts = results.counts(Filter({"gender": "Female"}))
    assert counts.labels["gender"] == {"Male": 1, "Female": 2, UNCERTAIN: 1}
    assert counts.labels["ethnicity"]["White"] == 1
    assert counts.kinds == {"faces": 2, "uncertain": 0, "no face": 0, "errors": 0}
    assert (counts.qualities["good"], counts.qualities["doubtful"], counts.qualities["small"]) == (1, 1, 1)


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(),
        Filter({"gender": "Female"}),
        Filter({"gender": UNCERTAIN, "ethnicity": "Asian"}),
        Filter(kind="uncertain", quality="dark"),
        Filter({"ethnicity": "Asian"}, quality="good", least_px=0.0, below_px=32.0),
        Filter(kind="errors"),
        Filter(name="4", certainty={"gender": (0.5, 0.6)}),
        Filter(name="nowhere"),
        Filter(least_px=29.0, below_px=29.5),
    ],
)
def test_counts_are_those_of_the_rows_that_each_choice_shows(results: Collection, wanted: Filter) -> None:
    counts = results.counts(wanted)
    for name, labels in counts.labels.items():
        for label, count in labels.items():
            assert count == len(results.find(replace(wanted, labels={**wanted.labels, name: label})))
    for kind, count in counts.kinds.items():
        assert count == len(results.find(replace(wanted, kind=kind)))
    for quality, count in counts.qualities.items():
        assert count == len(results.find(replace(wanted, quality=quality)))
    if wanted.below_px != 29.5:  # which is no choice
        for (low, high), count in counts.sizes.items():
            assert count == len(results.find(replace(wanted, least_px=low, below_px=high)))


def test_a_collection_of_an_earlier_version_is_counted_too_and_faster_once_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "old.facet-collection"
    write_collection(path, ASKED, [("/a/1.jpg", photo(face(), face("Female")))])
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP INDEX row_counted")
    with Collection(path) as collection:
        assert collection.counts(Filter()).labels["gender"] == {"Male": 1, "Female": 1, UNCERTAIN: 0}
    with CollectionWriter(path, ASKED, path=path), Collection(path) as collection:
        assert collection.counts(Filter()).kinds["faces"] == 2
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT 1 FROM sqlite_master WHERE name = 'row_counted'").fetchone()


def test_the_histogram_counts_faces_by_certainty(results: Collection) -> None:
    assert results.histogram("gender", Filter(), bins=4) == [0, 0, 2, 2]
    assert results.histogram("gender", Filter({"gender": "Male"}), bins=4) == [0, 0, 0, 1]


def test_the_summary_counts_only_sure_answers_and_marks_small_groups() -> None:
    answers = [(str(number), photo(face("Female" if number % 5 else "Male"))) for number in range(100)]
    answers += [("unsure", photo(face(p=0.5)))]
    with made(answers) as collection:
        genders = collection.summary().groups["gender"]
    assert {label: share.count for label, share in genders.items()} == {"Male": 20, "Female": 80, UNCERTAIN: 1}
    assert {label: share.small for label, share in genders.items()} == {"Male": True, "Female": False, UNCERTAIN: True}
    assert genders["Female"].low < 0.79 < genders["Female"].high


def test_thousands_of_photos_take_little_memory() -> None:
    one = photo(face(), face("Female"))
    tracemalloc.start()
    try:
        with made((f"/photos/of/some/year/IMG_{number}.jpg", one) for number in range(MANY)) as collection:
            assert len(collection.find(Filter())) == 2 * MANY
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 3_600_000  # a photo of 1.2 million pixels, decoded


@pytest.fixture
def tables(analyzer: Analyzer, portrait_path: Path, tmp_path: Path) -> Outputs:
    """A batch of a face, a picture without one and a file that is no picture, in every form of table."""
    photos = make_photos(tmp_path / "photos", ["none"])
    shutil.copy(portrait_path, photos / ("ә" * 125 + "a.png"))
    (photos / "bad, 'x'.png").write_bytes(b"\xff\xd8")
    outputs = Outputs(*(tmp_path / f"{'ұ' * 120}.{kind}" for kind in ("csv", "jsonl", "parquet")))
    run_batch([photos], outputs, lambda: analyzer, threads=1)
    return outputs


def told(out: Path) -> tuple[list[FaceRow], Summary]:
    with Collection.of_table(out) as collection:
        assert collection.about["model"].startswith("report-cnn")
        return list(collection.rows(collection.find(Filter())).values()), collection.summary()


def test_a_table_without_its_collection_says_the_same(tables: Outputs, tmp_path: Path) -> None:
    before = told(tables.first)
    with Collection.of_table(tables.first) as collection:
        assert collection.paths == (tmp_path / "photos",)
    collection_path(tables.first).unlink()
    for path in tables.paths:
        assert told(path) == before
        with Collection.of_table(path) as collection:
            assert collection.paths == ()


def test_chosen_rows_are_written_as_a_table_of_each_form(tables: Outputs, tmp_path: Path) -> None:
    with Collection.of_table(tables.first) as collection:
        faces = collection.find(Filter(kind="faces"))
        for form in ("csv", "jsonl", "parquet"):
            out = tmp_path / f"chosen.{form}"
            write_table(out, collection.about, collection.table_rows(faces))
            assert told(out)[0] == list(collection.rows(faces).values())


def test_photos_named_from_the_tables_folder_are_found_from_anywhere(
    analyzer: Analyzer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = Analyzer(CountingDetector(), analyzer.classifier)
    make_photos(tmp_path / "photos", ["1", "2"])
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    run(Path("photos"), Path("out.csv"), quick)
    collection_path(tmp_path / "out.csv").unlink()
    for folder, found in ((tmp_path, Path("photos")), (tmp_path / "elsewhere", tmp_path / "photos")):
        monkeypatch.chdir(folder)
        assert keys_of(tmp_path / "out.csv") == [str(found / "1.png"), str(found / "2.png")]
    (tmp_path / "photos" / "1.png").unlink()
    assert keys_of(tmp_path / "out.csv")[1] == str(Path("photos", "1.png"))


def test_a_collection_is_read_as_it_grows(analyzer: Analyzer, tmp_path: Path) -> None:
    quick = Analyzer(CountingDetector(), analyzer.classifier)
    photos, out = make_photos(tmp_path / "photos", ["1", "3"]), tmp_path / "out.csv"
    run(photos, out, quick)
    with Collection.of_table(out) as collection:
        collection.changed()
        assert not collection.changed()
        make_photos(photos, ["1", "2", "3"])
        seen: list[int] = []

        def look(now: BatchProgress) -> None:
            assert now.newest is None or collection.changed()
            seen.append(len(collection.find(Filter())))

        run(photos, out, quick, progress=look)
        assert seen[-1] == 3
        alone = Path(shutil.copy(collection_path(out), tmp_path / "copy"))
        with Collection(alone) as copied:  # without SQLite's log beside it
            assert len(copied.find(Filter())) == 3
        assert shown(collection, Filter()) == ["1.0", "2.0", "3.0"]


def keys_of(out: Path) -> list[str]:
    with Collection.of_table(out) as collection:
        return [key for key, _ in collection.records()]


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"# about: x\r\npath,face\r\nx,0\r\n", b'{"about": "x"}\n{"a": 1}\n']
)
def test_what_is_no_result_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(ExportError) as caught:
        Collection.of_table(path)
    assert caught.value.code == "batch.read"


def test_a_result_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"out\.csv"):
        Collection.of_table(tmp_path / "out.csv")


def test_figures_belong_together_while_photos_are_added(tmp_path: Path) -> None:
    path = tmp_path / "growing.facet-collection"
    with CollectionWriter(path, ASKED, path=path) as writer:
        writer.add("/a/0.jpg", photo(face()), code=None)
        written = threading.Event()

        def read() -> None:
            with Collection(path) as collection:
                while not written.is_set():
                    summary = collection.summary()
                    assert sum(share.count for share in summary.groups["gender"].values()) == summary.faces
                    assert summary.faces == 3 * summary.photos - 2

        with ThreadPoolExecutor(1) as pool:
            reading = pool.submit(read)
            try:
                for number in range(1, 400):
                    writer.add(f"/a/{number}.jpg", photo(*[face()] * 3), code=None)
            finally:
                written.set()
            reading.result()
