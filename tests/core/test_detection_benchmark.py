"""Detections are matched with labels one to one, and the table counts what is found and what is not a label."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.contact_sheet import COLUMNS as TILES
from benchmarks.contact_sheet import ROWS, write_sheets
from benchmarks.detection import measure, table
from benchmarks.matching import COLUMNS, Box, Label, Tally, match, read_labels, share_text
from benchmarks.peers import PEERS, Found, Peer, make_peers
from core.vision.imaging import RGB, read_image

FACES = [
    Label((10, 10, 110, 130), "bare", "front"),
    Label((200, 10, 250, 70), "bare", "profile"),
    Label((300, 10, 330, 40), "bare", "front"),
    Label((400, 10, 412, 25), "bare", "unclear"),
    Label((10, 200, 90, 290), "masked", None),
    Label((200, 200, 280, 290), "badly masked", "front"),
]


def found(box: Box, score: float = 0.9) -> Found:
    return Found(box, score)


@dataclass
class Always:
    """Finds the same boxes in every picture."""

    boxes: list[Box]

    def detect(self, rgb: RGB) -> list[Found]:
        return [found(box) for box in self.boxes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two grey photos with the same labels."""
    labels = {
        name: [{"box": list(face.box), "kind": face.kind, "pose": face.pose} for face in FACES]
        for name in ("b.png", "a.png")
    }
    (tmp_path / "labels.json").write_text(json.dumps(labels), "utf-8")
    for name in labels:
        cv2.imwrite(str(tmp_path / name), np.full((300, 500, 3), 120, np.uint8))
    return tmp_path


def test_a_perfect_detector_finds_everything(folder: Path) -> None:
    labels = read_labels(folder)
    assert list(labels) == ["a.png", "b.png"]
    tallies, seconds = measure(folder, labels, {"perfect": Always([face.box for face in FACES])})
    tally = tallies["perfect"]
    assert tally.hits == tally.counts
    assert dict(zip(COLUMNS, (8, 2, 2, 2, 2, 2, 2), strict=True)) == tally.counts
    assert not tally.unmatched
    assert len(seconds["perfect"]) == 2
    (row,) = (line for line in table(tallies, seconds).splitlines() if line.startswith("| perfect"))
    assert row.startswith("| perfect | 100 (68 to 100) | 100 (34 to 100) |") and "| 0.00 |" in row


def test_a_second_box_on_a_face_matches_nothing() -> None:
    tally = Tally()
    tally.add("a.png", [found(FACES[0].box, 0.8), found((12, 12, 112, 132), 0.9)], FACES)
    assert tally.hits["bare"] == 1
    assert [one.score for _, one in tally.unmatched] == [0.8]


def test_a_box_that_overlaps_too_little_matches_nothing() -> None:
    (face,) = faces = [Label((0, 0, 100, 100), "bare", "front")]
    assert match([found((0, 0, 41, 100))], faces) == {0: 0}
    assert match([found((0, 0, 39, 100))], faces) == {}
    assert face.box[2] == 100


def test_the_highest_score_chooses_the_label_it_overlaps_most() -> None:
    faces = [Label((0, 0, 100, 100), "bare", "front"), Label((30, 0, 130, 100), "bare", "front")]
    assert match([found((25, 0, 125, 100), 0.6), found((28, 0, 128, 100), 0.7)], faces) == {1: 1, 0: 0}


def test_no_box_and_no_label_are_answers() -> None:
    tally = Tally()
    tally.add("a.png", [], FACES)
    tally.add("b.png", [found((0, 0, 10, 10))], [])
    assert tally.hits["bare"] == 0 and tally.counts["bare"] == 4
    assert tally.cells()[-1] == "0.50"
    assert share_text(0, 0) == "-"


def test_labels_that_lack_a_value_are_refused(tmp_path: Path) -> None:
    (tmp_path / "labels.json").write_text('{"a.png": [{"kind": "bare"}]}', "utf-8")
    with pytest.raises(ValueError, match="expected file name"):
        read_labels(tmp_path)


def test_contact_sheets_hold_every_box_lowest_score_first(folder: Path) -> None:
    boxes = [("a.png", found((-5, 10, 60, 80), 0.5 + at / 1000)) for at in range(TILES * ROWS + 1)]
    first, second = write_sheets(folder / "sheets", "thorough", boxes, lambda name: read_image(folder / name))
    assert (first.name, second.name) == ("thorough-1.png", "thorough-2.png")
    height, width = read_image(second).shape[:2]
    assert read_image(first).shape[:2] == (height * ROWS, width * TILES)
    assert write_sheets(folder / "sheets", "none", [], lambda name: read_image(folder / name)) == []


def test_a_peer_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    peers = {"absent": Peer("facet-no-such-package", lambda: Always([]))}
    monkeypatch.setattr("benchmarks.peers.PEERS", peers)
    assert make_peers(["absent"]) == ({}, ["absent: not installed (pip install facet-no-such-package)"])
    assert all(peer.package for peer in PEERS.values())
