"""The answers of a second model in a collection: filtered, sorted, counted, written and read back."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import second_child
from batch_tools import make_photos

from core.collection.layout import write_collection
from core.collection.open import open_collection
from core.collection.photos import FileState
from core.collection.rows import Filter, SortKey
from core.collection.second import ANY
from core.collection.store import CollectionWriter
from core.collection.tables import write_table
from core.collection.view import Collection
from core.errors import ExportError
from core.export import columns
from core.schema import ATTRIBUTES
from core.work import Stopped

ABOUT = {"about": "made", "model": "made 1", "model_sha256": "0" * 64, "thresholds": "gender 0.600, ethnicity 0.600"}
SMILE = {"smile": {"labels": ["no", "yes"], "title": "smile"}}
SECOND = {
    "second_model": "other 2",
    "second_model_sha256": "1" * 64,
    "second_thresholds": "gender 0.600, smile 0.500",
    "second_attributes": json.dumps(SMILE),
}


def answer(label: str, p: float, labels: tuple[str, ...]) -> dict[str, Any]:
    rest = round((1 - p) / (len(labels) - 1), 6)
    return {"label": label, "uncertain": p < 0.6, "probabilities": {one: p if one == label else rest for one in labels}}


def gender(label: str, p: float) -> dict[str, Any]:
    return answer(label, p, ATTRIBUTES["gender"].labels)


def face(ours: tuple[str, float], theirs: tuple[str, float] | None) -> dict[str, Any]:
    made = {
        "box": [1.0, 2.0, 30.0, 40.0],
        "score": 0.9,
        "gender": gender(*ours),
        "ethnicity": answer("Asian", 0.9, ATTRIBUTES["ethnicity"].labels),
        "quality": dict.fromkeys(("brightness", "contrast", "sharpness", "eye_distance_px", "turn", "visible"), 0.5)
        | {"reasons": []},
        "found_by": "detector",
    }
    return made | (
        {"second": {"gender": gender(*theirs), "smile": answer("yes", 0.7, ("no", "yes"))}} if theirs else {}
    )


def photo(name: str, *faces: Any) -> tuple[str, Any]:
    shared = {"path": name, "width": 200, "height": 100, "milliseconds": 3.0, "error": None, "notes": []}
    return name, {**shared, "faces": list(faces)}


PHOTOS = [
    photo("/a/1.jpg", face(("Male", 0.9), ("Male", 0.8)), face(("Female", 0.7), ("Male", 0.9))),
    photo("/a/2.jpg"),
    photo("/a/3.jpg", face(("Female", 0.9), ("Female", 0.55))),
    photo("/a/4.jpg", face(("Female", 0.55), None)),
]
SECOND_ABOUT = {name.removeprefix("second_"): its for name, its in SECOND.items()}
WITH_SECOND = {"about": ABOUT | SECOND, "thresholds": {}}


@pytest.fixture
def collection() -> Iterator[Collection]:
    with Collection.made(WITH_SECOND, PHOTOS) as made:
        yield made


def names(collection: Collection, wanted: Filter, by: SortKey | None = None, *, descending: bool = False) -> list[str]:
    found = collection.rows(collection.find(wanted, by, descending=descending))
    return [f"{row.path.name} {row.face}" for row in found.values()]


def test_rows_have_both_answers(collection: Collection) -> None:
    first, second, *_, last = collection.rows(collection.find(Filter())).values()
    assert (first.answers["gender"].label, first.second["gender"].label) == ("Male", "Male")
    assert (second.second["gender"].label, second.second["gender"].certainty) == ("Male", 0.9)
    assert second.second["smile"].label == "yes"
    assert (first.differing, second.differing) == (frozenset(), {"gender"})
    assert second.difference == pytest.approx(0.6)
    assert (last.second, last.differing, last.difference) == ({}, frozenset(), None)


def test_where_they_differ_is_a_filter_with_its_counts(collection: Collection) -> None:
    assert names(collection, Filter(differing="gender")) == ["1.jpg 1", "3.jpg 0"]
    assert names(collection, Filter(differing=ANY)) == ["1.jpg 1", "3.jpg 0"]
    assert names(collection, Filter(differing="ethnicity")) == []
    assert collection.counts(Filter()).differing == {ANY: 2, "gender": 2, "ethnicity": 0}
    counts = collection.counts(Filter(differing=ANY))
    assert (counts.labels["gender"]["Female"], counts.labels["gender"]["Male"], counts.kinds["faces"]) == (2, 0, 2)
    assert collection.counts(Filter({"gender": "Male"})).differing == {ANY: 0, "gender": 0, "ethnicity": 0}


def test_sorted_by_how_much_they_differ(collection: Collection) -> None:
    for key in (SortKey("gender", difference=True), SortKey(difference=True)):
        expected = ["1.jpg 1", "3.jpg 0", "1.jpg 0"]
        assert names(collection, Filter(), key, descending=True)[:3] == expected
        assert names(collection, Filter(), key)[:3] == expected[::-1]
    assert len(names(collection, Filter(), SortKey("smile", difference=True))) == 5


def test_the_summary_says_how_often_they_agree(collection: Collection) -> None:
    agreeing = collection.summary().agreeing
    assert {name: (one.count, one.whole) for name, one in agreeing.items()} == {"gender": (1, 3)}


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_tables_have_both_and_are_read_back(collection: Collection, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"out{suffix}"
    write_table(out, collection.about, collection.table_rows())
    path, table = open_collection(out, lambda: tmp_path / "read.facet-collection")
    assert table is None
    with Collection(path) as again:
        assert list(again.table_rows()) == list(collection.table_rows())
        assert again.about["second_model"] == "other 2"
        assert again.counts(Filter()).differing == collection.counts(Filter()).differing
    rows = list(collection.table_rows())
    assert (rows[1]["second_gender"], rows[1]["second_gender_differs"], rows[1]["second_smile"]) == (
        "Male",
        True,
        "yes",
    )
    assert "second_smile_differs" not in rows[1]
    assert "second_gender" not in rows[4]


def test_without_a_second_model_the_columns_are_those_of_before(tmp_path: Path) -> None:
    with Collection.made({"about": ABOUT, "thresholds": {}}, PHOTOS) as collection:
        write_table(tmp_path / "out.csv", collection.about, collection.table_rows())
        assert collection.counts(Filter()).differing == {}
        assert names(collection, Filter(differing=ANY)) == []
    text = (tmp_path / "out.csv").read_text("utf-8")
    assert "second_" not in text
    assert not [name for name in columns(ATTRIBUTES) if "second_" in name]


def test_a_collection_of_before_takes_a_second_model(tmp_path: Path) -> None:
    path = tmp_path / "old.facet-collection"
    write_collection(path, {"about": ABOUT, "thresholds": {}}, PHOTOS)
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE second")
    with Collection(path) as collection:
        assert len(names(collection, Filter())) == 5
    second = {"about": SECOND_ABOUT, "thresholds": {}}
    with CollectionWriter(path, {}, path=path) as store:
        assert store.asked_second == {}
        points = json.dumps([[[1.0, 2.0]] * 5])
        store.add("/a/5.jpg", photo("/a/5.jpg", face(("Male", 0.9), None))[1], code=None, points=points)
        store.ask_second(second, keep=False)
        assert store.without_second() == ["/a/5.jpg"]  # those of before have no key points
        faces = store.faces_to_answer("/a/5.jpg")
        assert faces is not None and faces.faces[0].box == (1.0, 2.0, 30.0, 40.0)
        store.add_second(faces, [{"gender": gender("Female", 0.8)}])
        assert store.without_second() == []
        assert list(store.records())[-1]["faces"][0]["second"]["gender"]["label"] == "Female"
    with Collection(path) as collection:
        assert names(collection, Filter(differing="gender")) == ["5.jpg 0"]


def test_dropped_and_taken_up_again_it_need_not_answer_again(tmp_path: Path) -> None:
    path = tmp_path / "two.facet-collection"
    write_collection(path, WITH_SECOND, PHOTOS)
    with CollectionWriter(path, {}, path=path) as store:
        asked = store.asked_second
        store.ask_second({}, keep=True)
        assert (store.asked_second, "second_model" in store.about) == ({}, False)
        with Collection(path) as collection:
            assert collection.counts(Filter()).differing == {}
        store.ask_second(asked, keep=True)
        with Collection(path) as collection:
            assert collection.counts(Filter()).differing[ANY] == 2
        store.ask_second(asked | {"thresholds": {"gender": 0.9}}, keep=False)
        with Collection(path) as collection:
            assert collection.counts(Filter()).differing[ANY] == 0


def test_models_change_places_with_their_answers(tmp_path: Path) -> None:
    path = tmp_path / "two.facet-collection"
    about = {name: its for name, its in ABOUT.items() if name != "about"}
    second = {"about": about | {"model": "other 2", "model_sha256": "1" * 64}, "thresholds": {}}
    write_collection(path, {"about": ABOUT, "thresholds": {}, "paths": ["/a"]}, PHOTOS[1:])
    points = json.dumps([[[1.0, 2.0]] * 5])
    with CollectionWriter(path, {}, path=path) as store:
        store.add("/a/3.jpg", PHOTOS[2][1], code=None, state=FileState(7, 8), points=points)
        store.ask_second(second, keep=False)
        faces = store.faces_to_answer("/a/3.jpg")
        assert faces is not None
        asian = answer("Asian", 0.5, ATTRIBUTES["ethnicity"].labels)
        store.add_second(faces, [{"gender": gender("Male", 0.8), "ethnicity": asian}])
        assert not store.swap_models({"about": SECOND_ABOUT, "thresholds": {}})
        before, stops = list(store.records()), iter([False, True])
        with pytest.raises(Stopped):
            store.swap_models(second, should_stop=lambda: next(stops))
        assert list(store.records()) == before
        assert (store.about["model"], store.about["second_model"]) == ("made 1", "other 2")
        assert store.swap_models(second)
        assert sorted(store.photos) == ["/a/2.jpg", "/a/3.jpg"]  # of 4.jpg the other has not answered the face
        assert [photo.key for photo in store.listed()] == ["/a/2.jpg", "/a/3.jpg", "/a/4.jpg"]
        assert store.asked_second["about"]["model"] == "made 1"
    with Collection(path) as collection:
        assert (collection.about["model"], collection.about["second_model"]) == ("other 2", "made 1")
        (row,) = collection.rows(collection.find(Filter(kind="faces"))).values()
        assert (row.answers["gender"].label, row.second["gender"].label) == ("Male", "Female")
        assert (row.answers["ethnicity"].uncertain, row.second["ethnicity"].uncertain) == (True, False)
        assert row.differing == {"gender", "ethnicity"}
        stored = collection.stored("/a/3.jpg")
        assert stored is not None and (stored.state, stored.points) == (FileState(7, 8), tuple(json.loads(points)))
        assert stored.record["model"] == "other 2"


def test_an_answer_of_the_first_model_takes_that_of_the_second_along(tmp_path: Path) -> None:
    path = tmp_path / "two.facet-collection"
    write_collection(path, WITH_SECOND, PHOTOS)
    with CollectionWriter(path, {}, path=path) as store:
        store.add("/a/1.jpg", photo("/a/1.jpg", face(("Male", 0.9), None))[1], code=None)
        store.remove(["/a/3.jpg"])
        with Collection(path) as collection:
            assert collection.counts(Filter()).differing[ANY] == 0
        store.ask({"about": ABOUT | {"model": "made 2"}, "thresholds": {}})
        assert store.asked_second["about"]["model"] == "other 2"


@pytest.mark.parametrize(
    "damage",
    [
        """UPDATE second SET answers = '{"gender": {"label": "Male"}}'""",
        """UPDATE second SET answers = '{"gender": []}'""",
        "UPDATE second SET answers = '{'",
        "UPDATE meta SET value = '{}' WHERE key = 'second'",
        """UPDATE meta SET value = '{"about": {}}' WHERE key = 'second'""",
    ],
)
def test_damaged_answers_are_said(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "damaged.facet-collection"
    write_collection(path, WITH_SECOND, PHOTOS)
    with sqlite3.connect(path) as db:
        db.execute(damage)
    with pytest.raises(ExportError, match=r"damaged|cannot be read"), Collection(path) as collection:
        collection.rows(collection.find(Filter()))


def both_answered(path: Path) -> tuple[int, int]:
    """How many faces the first model has answered so far, and how many of them the second."""
    if not path.is_file():
        return 0, 0
    try:
        with Collection(path) as collection:
            rows = collection.rows(collection.find(Filter(kind="faces"))).values()
            return len(rows), sum(bool(row.second) for row in rows)
    except ExportError:  # it is being made
        return 0, 0


def test_killed_while_the_second_model_answers_nothing_is_answered_twice(tmp_path: Path) -> None:
    folder, path = make_photos(tmp_path / "photos", range(20)), tmp_path / "two.facet-collection"
    command = [sys.executable, str(Path(second_child.__file__)), str(folder), str(path), "0.2"]
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, env=paths) as child:
        until = time.monotonic() + 60
        while both_answered(path)[1] < 3:
            assert child.poll() is None and time.monotonic() < until
            time.sleep(0.02)
        child.kill()
    first, before = both_answered(path)
    assert first == 20 and 3 <= before < 20
    two = second_child.TwoModels(folder, path, 0.0)
    until = time.monotonic() + 60
    while both_answered(path)[1] < 20:
        assert time.monotonic() < until
        time.sleep(0.02)
    two.answering.close()
    two.thread.join()
    assert (two.detector.seen, two.asked_second) == (0, 20 - before)
