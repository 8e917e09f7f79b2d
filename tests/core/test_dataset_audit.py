"""The audit, its pages, chips and saved splits."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import cv2
import numpy as np
import pytest
from made_data import RGB, blobs, grey

from core.datasets.audit import Audit, audit, contradicting
from core.datasets.audit_report import render_html, write_csv, write_html
from core.datasets.chips import SMALL_CHIP_PX, chip_px_for, make_chips
from core.datasets.dataset import FaceDataset, SkippedRow
from core.datasets.splits import SIDES, describe_split, load_split, save_split, split
from core.errors import DataError, DetectorError, ImageError
from core.model.classifier import CHIP_PX
from core.schema import Attribute, Column, shipped_columns
from core.vision.detectors import DETECTORS, Detector
from core.vision.faces import Face
from core.work import Stopped

PICTURES: dict[str, RGB | None] = {
    "a": blobs(1),
    "a again": blobs(1),
    "a brighter": cv2.convertScaleAbs(blobs(1), alpha=1.05, beta=3),  # type: ignore[dict-item]
    "b": blobs(2),
    "broken": None,
    "black": np.zeros((60, 60, 3), np.uint8),
    "white": np.full((60, 60, 3), 255, np.uint8),
    "c": blobs(3),
}
GENDER = (0, 0, 1, 1, 0, 0, 1, -1)


def decode(name: str) -> RGB:
    picture = PICTURES[name]
    if picture is None:
        raise ImageError("image.empty", path=name)
    return picture


def made(**changes: object) -> FaceDataset:
    count = len(PICTURES)
    dataset = FaceDataset(
        title="Made <of> blobs",
        terms="Free.",
        names=tuple(PICTURES),
        ages=np.array([5, 5, 5, 25, 25, -1, 80, 2]),
        columns=shipped_columns(gender=np.array(GENDER), ethnicity=np.zeros(count, np.int64)),
        skipped=(SkippedRow("odd.jpg", "its name says nothing"),),
        decode=decode,
        state="1",
    )
    return replace(dataset, **changes)  # type: ignore[arg-type]


@pytest.fixture
def found() -> Audit:
    return audit(made())


def test_copies_contradictions_and_what_cannot_be_used_are_found(found: Audit) -> None:
    assert (found.exact.pictures, found.exact.groups, found.exact.contradicting) == (1, 1, 0)
    assert (found.near.pictures, found.near.groups, found.near.contradicting) == (2, 1, 1)
    assert {reason: rows.tolist() for reason, rows in found.leave_out.items()} == {
        "unreadable": [4],
        "blank": [5, 6],
        "contradicting": [0, 1, 2],
        "exact_copy": [1],
        "near_copy": [2],
    }
    assert found.rows_to_leave_out().tolist() == [0, 1, 2, 4, 5, 6]
    assert found.rows_to_leave_out("exact_copy", "near_copy").tolist() == [1, 2]


def test_the_summary_counts_every_row_once(found: Audit) -> None:
    summary = json.loads(json.dumps(found.summary()))
    assert list(summary) == ["rows", "exact", "near", "unreadable", "blank", "counts", "cells", "warnings"]
    assert summary["rows"] == 8
    assert summary["exact"] == {"pictures": 1, "groups": 1, "contradicting": 0}
    assert (summary["unreadable"], summary["blank"]) == (2, 2)
    assert summary["counts"]["gender"] == {"Male": 4, "Female": 3, "not given": 1}
    assert sum(cell["count"] for cell in summary["cells"]) == 8
    assert {"gender": None, "ethnicity": "White", "age": "0-2", "count": 1} in summary["cells"]
    assert {"gender": "Male", "ethnicity": "White", "age": None, "count": 1} in summary["cells"]
    assert {"gender": "Female", "ethnicity": "White", "age": "70+", "count": 1} in summary["cells"]


def test_a_label_that_is_not_given_contradicts_nothing() -> None:
    groups = np.array([0, 0, 0, 3, 3])
    assert contradicting(groups, np.array([-1, 1, 1, -1, 0])).tolist() == [False] * 5
    assert contradicting(groups, np.array([-1, 1, 0, -1, 0])).tolist() == [True, True, True, False, False]


def test_light_is_measured_by_group(found: Audit) -> None:
    light = {one.label: one for one in found.light}
    assert light["Female"].brightness > light["Male"].brightness
    assert light["Male, White"].count == 3
    assert "Black" not in light
    assert np.isnan(found.brightness[4])


def test_an_audit_tells_how_far_it_is_and_stops() -> None:
    seen: list[tuple[int, int]] = []
    audit(made(), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(at + 1, 8) for at in range(8)]
    with pytest.raises(Stopped):
        audit(made(), should_stop=lambda: True)


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_needs_nothing_else(found: Audit, tmp_path: Path) -> None:
    write_html(tmp_path / "audit.html", found)
    text = (tmp_path / "audit.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert not page.open
    assert not page.links
    assert "url(" not in text
    assert "Made &lt;of&gt; blobs" in text
    assert "odd.jpg: its name says nothing" in text
    assert text == render_html(found)


def test_the_table_has_a_row_a_picture(found: Audit, tmp_path: Path) -> None:
    write_csv(tmp_path / "audit.csv", found)
    with (tmp_path / "audit.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == list(PICTURES)
    assert [row["contradicting"] for row in rows] == ["1", "1", "1", "0", "0", "0", "0", "0"]
    assert [row["first_near_copy"] for row in rows[:4]] == ["", "0", "0", ""]
    assert rows[4]["brightness"] == ""
    with pytest.raises(DataError, match="could not be written"):
        write_csv(tmp_path / "no" / "audit.csv", found)


class Finder:
    """Finds a face wherever the picture is not dark, and counts."""

    looks = 0

    def detect(self, rgb: RGB) -> tuple[Face, ...]:
        Finder.looks += 1
        if rgb.mean() < 10:
            return ()
        points = np.array([(20, 20), (40, 20), (30, 30), (24, 42), (36, 42)], np.float32)
        return (Face((10.0, 10.0, 50.0, 50.0), points, 0.9),)


MADE = "made"


@pytest.fixture(autouse=True)
def made_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DETECTORS, MADE, Detector("made", lambda threads: Finder()))


def test_each_detector_has_chips_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Finder.looks = 0
    monkeypatch.setitem(DETECTORS, "other", Detector("other", lambda threads: Finder()))
    for name in (MADE, "other", MADE, "other"):
        make_chips(made(), name, size=SMALL_CHIP_PX, cache=tmp_path)
    assert Finder.looks == 2 * 7
    make_chips(made(), "other", size=CHIP_PX, cache=tmp_path)
    (tmp_path / "x").mkdir()
    make_chips(made(), "other", size=CHIP_PX, cache=tmp_path / "x")
    assert chip_px_for(made(), 48, "other", cache=tmp_path / "x") == CHIP_PX
    assert chip_px_for(made(), 48, MADE, cache=tmp_path / "x") == SMALL_CHIP_PX
    with pytest.raises(DetectorError, match="best"):
        make_chips(made(), "best", size=24, cache=tmp_path)


def test_chips_are_made_once(tmp_path: Path) -> None:
    Finder.looks = 0
    chips = make_chips(made(aligned=False), MADE, size=24, cache=tmp_path)
    assert chips.rgb.shape == (8, 24, 24, 3)
    assert chips.usable.tolist() == [True, True, True, True, False, False, True, True]
    assert [(row.name, row.reason) for row in chips.skipped] == [
        ("broken", "it cannot be read"),
        ("black", "no face was found in it"),
    ]
    assert Finder.looks == 7
    again = make_chips(made(aligned=False), MADE, size=24, cache=tmp_path)
    assert Finder.looks == 7
    assert np.array_equal(again.rgb, chips.rgb)
    make_chips(made(aligned=False, state="2"), MADE, size=24, cache=tmp_path)
    assert Finder.looks == 14


def test_larger_chips_are_used_where_all_are_there_already(tmp_path: Path) -> None:
    assert chip_px_for(made(), 48, MADE, cache=tmp_path) == SMALL_CHIP_PX
    with pytest.raises(Stopped):
        make_chips(made(), MADE, size=CHIP_PX, cache=tmp_path, threads=1, should_stop=lambda: True)
    assert chip_px_for(made(), 48, MADE, cache=tmp_path) == SMALL_CHIP_PX
    make_chips(made(), MADE, size=CHIP_PX, cache=tmp_path)
    assert chip_px_for(made(), 48, MADE, cache=tmp_path) == CHIP_PX
    assert chip_px_for(made(state="2"), 48, MADE, cache=tmp_path) == SMALL_CHIP_PX
    make_chips(made(), MADE, size=SMALL_CHIP_PX, cache=tmp_path)
    assert chip_px_for(made(), 48, MADE, cache=tmp_path) == SMALL_CHIP_PX
    assert chip_px_for(made(), 80, MADE, cache=tmp_path) == CHIP_PX


def test_chips_of_a_stopped_run_are_kept(tmp_path: Path) -> None:
    Finder.looks = 0
    seen: list[int] = []
    with pytest.raises(Stopped):
        make_chips(
            made(), MADE, size=24, cache=tmp_path, threads=1,
            progress=lambda done, total: seen.append(done), should_stop=lambda: len(seen) == 3,
        )  # fmt: skip
    before = Finder.looks
    make_chips(made(), MADE, size=24, cache=tmp_path, progress=lambda done, total: seen.append(done))
    assert seen == [1, 2, 3, 4, 5, 6, 7, 8]
    assert Finder.looks - before <= 7 - 3


def test_a_picture_of_an_aligned_set_without_a_face_is_used_as_it_is(tmp_path: Path) -> None:
    chips = make_chips(made(), MADE, size=24, cache=tmp_path)
    assert chips.usable.tolist() == [True] * 4 + [False] + [True] * 3
    assert not chips.found[5]
    assert chips.rgb[5].max() == 0


def test_grey_pictures_are_chips_already(tmp_path: Path) -> None:
    Finder.looks = 0
    pictures = np.stack([grey(at) for at in range(8)])
    chips = make_chips(made(decode=None, grey=pictures), MADE, size=48, cache=tmp_path)
    assert Finder.looks == 0
    assert chips.found.all()
    assert np.array_equal(chips.rgb[3, :, :, 1], pictures[3])


def test_a_saved_split_comes_back_and_belongs_to_its_data(tmp_path: Path) -> None:
    dataset, path = made(), tmp_path / "split.json"
    rows = np.arange(8)
    sides = split((dataset.values("gender"),), rows, rows=rows, seed=3)
    save_split(path, sides, dataset, seed=3)
    loaded = load_split(path, dataset)
    assert all(np.array_equal(getattr(loaded, side), getattr(sides, side)) for side in SIDES)
    with pytest.raises(DataError, match="belongs to another data set"):
        load_split(path, made(columns=shipped_columns(gender=np.zeros(8, np.int64))))
    content = json.loads(path.read_bytes())
    content["sides"]["test"] = content["sides"]["train"]
    path.write_text(json.dumps(content))
    with pytest.raises(DataError, match="on two sides"):
        load_split(path, dataset)
    path.write_text("{}")
    with pytest.raises(DataError, match="it does not say sides"):
        load_split(path, dataset)
    path.write_text("{")
    with pytest.raises(DataError, match="cannot be used"):
        load_split(path, dataset)
    with pytest.raises(DataError, match="no data set at"):
        load_split(tmp_path / "none.json", dataset)


def test_a_split_belongs_to_the_labels_of_every_column(tmp_path: Path) -> None:
    glasses, path, rows = Attribute("glasses", ("no", "yes")), tmp_path / "split.json", np.arange(8)

    def with_glasses(values: list[int], attribute: Attribute = glasses) -> FaceDataset:
        return made(columns={**made().columns, "glasses": Column(attribute, np.array(values))})

    dataset = with_glasses([0, 1] * 4)
    save_split(path, split((), rows, rows=rows, seed=3), dataset, seed=3)
    load_split(path, dataset)
    more = Column(Attribute("hat", ("a", "b")), np.array([0, 1] * 4))
    load_split(path, replace(dataset, columns={**dataset.columns, "hat": more}))
    for other in (
        with_glasses([1, 0] * 4),
        with_glasses([0, 1] * 4, Attribute("glasses", ("yes", "no"))),
        made(),
    ):
        assert other.fingerprint == dataset.fingerprint
        with pytest.raises(DataError, match="belongs to another data set"):
            load_split(path, other)
    content = json.loads(path.read_bytes())
    del content["columns"]  # as earlier versions wrote it
    path.write_text(json.dumps(content))
    load_split(path, with_glasses([1, 0] * 4))


def test_chips_that_cannot_be_kept_are_an_error_of_the_data(tmp_path: Path) -> None:
    (tmp_path / "chips").write_text("a file where the folder should be")
    with pytest.raises(DataError, match="could not be written"):
        make_chips(made(), MADE, size=24, cache=tmp_path)


def test_a_split_is_described_by_side_and_cell() -> None:
    dataset, rows = made(), np.arange(8)
    described = describe_split(split((dataset.values("gender"),), rows, rows=rows, seed=1), dataset)
    assert [one.side for one in described] == list(SIDES)
    assert sum(one.count for one in described) == 8
    assert all(sum(cell.count for cell in one.cells) == one.count for one in described)


def test_a_fixed_test_side_stays_and_its_copies_are_on_no_other() -> None:
    groups = np.arange(100)
    groups[90] = groups[10] = 5
    fixed = np.array([90, 91, 92])
    sides = split((np.zeros(100, np.int64),), groups, rows=np.arange(100), seed=1, fixed_test=fixed)
    assert sides.test.tolist() == [90, 91, 92]
    others = np.concatenate([sides.train, sides.validation, sides.calibration])
    assert len(others) == 95
    assert not np.isin(others, [5, 10, 90, 91, 92]).any()
    assert len(sides.calibration) > 0
