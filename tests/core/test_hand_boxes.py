"""Boxes by hand: drawn, moved and removed, kept by picture, and counted."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.analysis import Analyzer
from core.cli.main import main
from core.collection.table_reader import read_table
from core.corrections import BOXES, HandBoxes, PictureBoxes, all_boxes, detection_figures, picture_key, read_boxes
from core.errors import DataError, ExportError
from core.export import write_csv
from core.vision.faces import Box, Face, FaceDetector
from core.vision.hand_boxes import BoxEdit, apply_edits, edited, estimated_keypoints, face_in_box, turned_box
from core.vision.imaging import load_photo

RGB = NDArray[np.uint8]

A: Box = (10.0, 10.0, 50.0, 60.0)
B: Box = (12.0, 8.0, 55.0, 66.0)
FAR: Box = (200.0, 100.0, 260.0, 170.0)


class Finds:
    """A detector that finds faces in these boxes of any picture."""

    def __init__(self, *boxes: Box) -> None:
        self.faces = tuple(Face(box, estimated_keypoints(box), 0.9) for box in boxes)

    def detect(self, rgb: RGB) -> tuple[Face, ...]:
        return self.faces


@pytest.fixture
def grey() -> RGB:
    return np.full((300, 400, 3), 128, np.uint8)


def boxes_of(faces: tuple[Face, ...]) -> list[Box]:
    return [face.box for face in faces]


def test_a_missed_face_is_added_in_reading_order_and_said_to_be_framed_by_hand(grey: RGB) -> None:
    detected = Finds(FAR).faces
    faces = apply_edits(grey, detected, edited((), None, A), Finds())
    assert boxes_of(faces) == [A, FAR]
    assert [face.found_by for face in faces] == ["hand", "detector"]
    assert faces[0].estimated
    assert faces[1] is detected[0]


def test_a_moved_box_takes_the_place_of_the_detector_s_and_one_removed_is_gone(grey: RGB) -> None:
    detected = Finds(A, FAR).faces
    assert boxes_of(apply_edits(grey, detected, edited((), A, B), Finds())) == [B, FAR]
    assert boxes_of(apply_edits(grey, detected, edited((), FAR, None), Finds())) == [A]


def test_edits_of_one_face_become_one() -> None:
    drawn = edited((), None, A)
    assert edited(drawn, A, B) == (BoxEdit(None, B),)
    assert edited(drawn, A, None) == ()
    moved = edited((), FAR, A)
    assert edited(moved, A, B) == (BoxEdit(FAR, B),)
    assert edited(moved, A, None) == (BoxEdit(FAR, None),)
    removed = edited(drawn, FAR, None)
    assert removed == (BoxEdit(None, A), BoxEdit(FAR, None))
    assert edited(removed, FAR, None) == removed


def test_an_edit_says_something() -> None:
    with pytest.raises(ValueError, match="neither a found nor a drawn box"):
        BoxEdit(None, None)


def test_what_another_detector_finds_is_not_there_twice_and_what_it_misses_stays(grey: RGB) -> None:
    drawn, moved = edited((), None, A), edited((), FAR, A)
    assert boxes_of(apply_edits(grey, Finds(B).faces, drawn, Finds())) == [A]
    assert boxes_of(apply_edits(grey, (), moved, Finds())) == [A]
    assert apply_edits(grey, (), edited((), FAR, None), Finds()) == ()


@given(st.integers(-4, 8))
def test_boxes_turn_with_their_picture(quarters: int) -> None:
    width, height = 400, 300
    turned = turned_box(A, quarters, width, height)
    sides = (height, width) if quarters % 2 else (width, height)
    assert 0 <= turned[0] < turned[2] <= sides[0]
    assert 0 <= turned[1] < turned[3] <= sides[1]
    assert turned_box(turned, -quarters, *sides) == A
    edit = BoxEdit(A, B, up=1)
    assert edit.turned(quarters, width, height).turned(-quarters, *sides) == edit


def test_the_face_in_a_box_is_upright_as_the_picture_was_turned_when_it_was_drawn() -> None:
    for up, is_above in enumerate(((0, -1), (-1, 0), (0, 1), (1, 0))):
        points = estimated_keypoints((0.0, 0.0, 100.0, 100.0), up=up)
        eyes, mouth = points[:2].mean(axis=0), points[3:].mean(axis=0)
        assert np.sign(np.round(eyes - mouth)).tolist() == list(is_above)


def test_the_detector_looks_for_the_face_of_a_box_that_is_drawn_roughly(detector: FaceDetector, portrait: RGB) -> None:
    (face,) = detector.detect(portrait)
    x0, y0, x1, y1 = face.box
    rough = (x0 - 8, y0 + 9, x1 + 10, y1 + 6)
    found = face_in_box(portrait, rough, detector)
    assert found.box == rough
    assert not found.estimated
    assert np.abs(found.keypoints - face.keypoints).max() < 0.06 * (x1 - x0)


def test_the_face_of_a_box_is_found_at_the_edge_and_where_it_is_tiny(detector: FaceDetector, portrait: RGB) -> None:
    import cv2

    (face,) = detector.detect(portrait)
    x0, y0, x1, y1 = (round(value) for value in face.box)
    cut = np.ascontiguousarray(portrait[y0 + (y1 - y0) // 8 :, x0:])
    assert not face_in_box(cut, (0.0, 0.0, float(x1 - x0), float((y1 - y0) * 7 // 8)), detector).estimated
    scale = 14 / (x1 - x0)
    tiny = np.asarray(cv2.resize(portrait, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    box = tuple(value * scale for value in face.box)
    assert not face_in_box(tiny, box, detector).estimated  # type: ignore[arg-type]
    huge = np.asarray(cv2.resize(portrait, None, fx=8, fy=8), np.uint8)
    box = tuple(value * 8 for value in face.box)
    found = face_in_box(huge, box, detector)  # type: ignore[arg-type]
    assert np.abs(found.keypoints / 8 - face.keypoints).max() < 0.06 * (x1 - x0)


def test_an_estimated_framing_is_answered_and_gives_a_reason(analyzer: Analyzer, grey: RGB) -> None:
    analysis = analyzer.analyze(grey, edited((), None, A))
    (face,) = analysis.faces
    assert "estimated" in face.quality.reasons
    assert face.face.found_by == "hand"
    assert analysis.detected == ()


def test_faces_that_did_not_change_are_not_answered_again(analyzer: Analyzer, portrait: RGB) -> None:
    before = analyzer.analyze(portrait)
    edits = edited((), None, A)
    after = analyzer.analyze(portrait, edits, before=before)
    assert before.faces[0] in after.faces
    assert len(after.faces) == 2
    again = analyzer.analyze(portrait, edited(edits, FAR, None), before=after)
    assert set(again.faces) == set(after.faces)
    assert analyzer.analyze(portrait, (), before=after).faces == before.faces


def test_boxes_are_kept_by_the_picture_s_pixels_and_forgotten_with_the_last(tmp_path: Path, grey: RGB) -> None:
    store = HandBoxes(tmp_path / "түзетулер")
    boxes = PictureBoxes(picture_key(grey), (BoxEdit(None, A, 3), BoxEdit(FAR, None)), 4, "one")
    store.note(boxes)
    assert not (tmp_path / "түзетулер").exists()
    assert store.of(grey) == boxes
    store.save(boxes)
    assert HandBoxes(tmp_path / "түзетулер").of(grey.copy()) == boxes
    assert HandBoxes(tmp_path / "түзетулер").of(grey + 1).edits == ()
    store.save(PictureBoxes(boxes.key))
    assert list((tmp_path / "түзетулер").iterdir()) == []


def test_without_a_folder_they_last_for_the_session(grey: RGB) -> None:
    store = HandBoxes()
    boxes = PictureBoxes(picture_key(grey), (BoxEdit(None, A),), 0, "one")
    store.note(boxes)
    store.save(boxes)
    assert store.of(grey) == boxes
    assert HandBoxes().of(grey).edits == ()


def test_large_pictures_are_told_apart() -> None:
    one = np.zeros((2000, 3000, 3), np.uint8)
    other = one.copy()
    other[600:700] = 1
    assert picture_key(one) == picture_key(one.copy())
    assert len({picture_key(one), picture_key(other), picture_key(one.reshape(3000, 2000, 3))}) == 3


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"version": 2, "edits": [], "found": 1, "detector": ""}',
        '{"version": 1, "edits": [{"found": null, "drawn": null, "up": 0}], "found": 1, "detector": ""}',
        '{"version": 1, "edits": [{"found": [1, 2, 1, 4], "drawn": null, "up": 0}], "found": 1, "detector": ""}',
        '{"version": 1, "edits": [{"found": [NaN, 2, 3, 4], "drawn": null, "up": 0}], "found": 1, "detector": ""}',
        '{"version": 1, "edits": [{"found": "1234", "up": 0}], "found": 1, "detector": ""}',
        '{"version": 1, "edits": [], "found": 1e999, "detector": ""}',
        '{"version": 1, "edits": [{"found": null, "drawn": [1, 2, 3, 4], "up": 1e999}], "found": 1, "detector": ""}',
        '{"version": 1, "edits": 7, "found": 1, "detector": ""}',
        "[" * 100_000,
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "0.json"
    file.write_text(content)
    with pytest.raises(DataError, match=r"cannot be read.*0\.json") as raised:
        read_boxes(file)
    assert raised.value.code == "boxes.read"


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path, grey: RGB) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ExportError, match="could not be written"):
        HandBoxes(tmp_path / "file").save(PictureBoxes(picture_key(grey), (BoxEdit(None, A),)))


def test_recall_and_precision_are_of_edited_pictures_by_detector() -> None:
    drawn, removed, moved = BoxEdit(None, A), BoxEdit(B, None), BoxEdit(FAR, A)
    figures = detection_figures(
        [
            PictureBoxes("1", (drawn, drawn, removed), 5, "one"),
            PictureBoxes("2", (moved,), 3, "one"),
            PictureBoxes("3", (), 9, "one"),
            PictureBoxes("4", (removed,), 1, "two"),
        ]
    )
    one, two = figures
    assert (one.pictures, one.found, one.not_faces, one.missed) == (2, 8, 1, 2)
    assert one.recall == pytest.approx(7 / 9)
    assert one.precision == pytest.approx(7 / 8)
    assert one.recall_interval is not None
    assert one.recall_interval[0] < 7 / 9 < one.recall_interval[1]
    assert (two.recall, two.recall_interval, two.precision) == (None, None, 0.0)
    assert detection_figures([]) == []


@pytest.fixture
def with_boxes(tmp_path: Path, portrait: RGB) -> Path:
    """A folder of corrections in which a second face of the portrait was drawn."""
    folder = tmp_path / "mine"
    HandBoxes(folder).save(PictureBoxes(picture_key(portrait), (BoxEdit(None, A),), 1, "YuNet and CenterFace"))
    return folder


def test_tables_say_who_found_a_face_and_those_without_it_are_read(
    analyzer: Analyzer, portrait_path: Path, portrait: RGB, tmp_path: Path, with_boxes: Path
) -> None:
    by_hand = Analyzer(analyzer.detector, analyzer.classifier, boxes=HandBoxes(with_boxes))
    result = by_hand.answer(load_photo(portrait_path))
    assert result.analysis is not None
    table = tmp_path / "faces.csv"
    write_csv(table, [result], analyzer.classifier.bundle.manifest, by_hand.detector_name)
    head = next(line for line in table.read_text().splitlines() if not line.startswith("#"))
    assert head.endswith(",notes,found_by")
    assert "boxes by hand" in table.read_text()
    ((_, record),) = read_table(table)[1]
    assert [face["found_by"] for face in record["faces"]] == ["hand", "detector"]
    lines = table.read_text().splitlines()
    older = [line if line.startswith("#") else line.rpartition(",")[0] for line in lines]
    table.write_text("\n".join(older) + "\n")
    ((_, record),) = read_table(table)[1]
    assert [face["found_by"] for face in record["faces"]] == [None, None]


def test_the_command_line_applies_boxes_if_asked(
    portrait_path: Path, with_boxes: Path, report_cnn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = [str(portrait_path), "--model", str(report_cnn)]
    assert main(["classify", *shared, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["faces"]) == 1
    assert main(["classify", *shared, "--json", "--boxes", str(with_boxes)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [face["found_by"] for face in printed["faces"]] == ["hand", "detector"]
    assert printed["detector"] == "YuNet and CenterFace, and boxes by hand"
    out = tmp_path / "out.jsonl"
    assert main(["batch", *shared, "--jsonl", str(out), "--boxes", str(with_boxes)]) == 0
    capsys.readouterr()
    rows = [json.loads(line) for line in out.read_text().splitlines()[1:]]
    assert [row["found_by"] for row in rows] == ["hand", "detector"]
    assert main(["batch", *shared, "--jsonl", str(out)]) == 3
    assert "boxes by hand" in capsys.readouterr().err


def test_boxes_that_cannot_be_read_cost_one_picture(
    portrait_path: Path, with_boxes: Path, report_cnn: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (file,) = (with_boxes / BOXES).iterdir()
    file.write_text("{")
    assert main(["classify", str(portrait_path), "--model", str(report_cnn), "--json", "--boxes", str(with_boxes)]) == 1
    assert str(file) in json.loads(capsys.readouterr().out)["error"]
    with pytest.raises(DataError):
        all_boxes(with_boxes)


def test_the_command_line_counts_what_was_missed(with_boxes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["boxes", str(with_boxes), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["detectors"]
    assert (found["found"], found["missed"], found["recall"]) == (1, 1, 0.5)
    assert main(["boxes", str(with_boxes)]) == 0
    assert "50%" in capsys.readouterr().out
    assert main(["boxes", str(with_boxes / "nowhere")]) == 3
    assert "no folder" in capsys.readouterr().err
    (with_boxes / BOXES).rename(with_boxes / "other")
    assert main(["boxes", str(with_boxes)]) == 0
    assert "no boxes" in capsys.readouterr().out
