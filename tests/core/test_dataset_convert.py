"""From pictures to the CSV and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from made_data import RGB, blobs, encoded, row, write_csv, write_pictures

from core.datasets.class_folders import read_class_folders
from core.datasets.dataset import FaceDataset
from core.datasets.open import open_dataset
from core.datasets.utkface import read_utkface, read_utkface_csv, to_csv, to_folder
from core.errors import DataError, DetectorError
from core.vision.detectors import DETECTORS, Detector
from core.vision.faces import Face
from core.work import Stopped

NAMES = ["5_1_4_2017.jpg.chip.jpg", "26_0_2_2018.jpg.chip.jpg"]


def test_pictures_become_rows_of_48_pixels(tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "pictures", NAMES)
    done = to_csv(read_utkface(folder), tmp_path / "a.csv")
    assert (done.rows, done.skipped) == (2, ())
    dataset = read_utkface_csv(tmp_path / "a.csv")
    assert dataset.names == ("2018.jpg.chip.jpg", "2017.jpg.chip.jpg")
    assert (dataset.ages.tolist(), dataset.values("gender").tolist(), dataset.values("ethnicity").tolist()) == (
        [26, 5],
        [0, 1],
        [2, 4],
    )
    wanted = cv2.resize(cv2.cvtColor(blobs(1), cv2.COLOR_RGB2GRAY), (48, 48), interpolation=cv2.INTER_AREA)
    assert np.array_equal(np.asarray(dataset.grey)[0], wanted)


def test_a_csv_becomes_pictures_and_the_same_csv_again(tmp_path: Path) -> None:
    lines = [row(at, age=at, ethnicity=at % 5, gender=at % 2) for at in range(12)]
    lines.append(row(99, age=0).replace("face99", "face0"))  # two pictures of one name
    first = read_utkface_csv(write_csv(tmp_path / "a.csv", lines))
    assert to_folder(first, tmp_path / "pictures").rows == 13
    to_csv(open_dataset(tmp_path / "pictures"), tmp_path / "b.csv")
    second = read_utkface_csv(tmp_path / "b.csv")

    def rows(dataset: FaceDataset) -> set[tuple[object, ...]]:
        labels = (dataset.values(name) for name in ("gender", "ethnicity"))
        columns = (dataset.names, dataset.ages, *labels, dataset.grey)
        return {(name, int(a), int(g), int(e), bytes(p)) for name, a, g, e, p in zip(*columns, strict=True)}

    assert rows(second) == rows(first)
    assert len(rows(first)) == 13


def test_what_cannot_be_converted_is_listed(tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "pictures", NAMES)
    (folder / NAMES[0]).write_bytes(b"no picture")
    done = to_csv(read_utkface(folder), tmp_path / "a.csv")
    assert done.rows == 1
    assert [skipped.name for skipped in done.skipped] == [NAMES[0]]
    sorted_in = read_class_folders(write_pictures(tmp_path / "classes", ["Male/1.png", "Asian/2.png"]))
    with pytest.raises(DataError, match="the CSV needs gender"):
        to_csv(replace(sorted_in, aligned=True), tmp_path / "b.csv")
    assert not (tmp_path / "b.csv").exists()
    assert to_folder(sorted_in, tmp_path / "out").rows == 0


def test_photos_are_aligned_and_those_without_a_face_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Finder:
        def detect(self, rgb: RGB) -> tuple[Face, ...]:
            points = np.array([(20, 20), (40, 20), (30, 30), (24, 42), (36, 42)], np.float32)
            return (Face((10.0, 10.0, 50.0, 50.0), points, 0.9),) if rgb.mean() > 10 else ()

    folder = write_pictures(tmp_path / "pictures", ["Male/White/1.png", "Male/White/2.png"])
    (folder / "Male" / "White" / "1.png").write_bytes(encoded(np.zeros((60, 60, 3), np.uint8)))
    dataset = read_class_folders(folder)
    monkeypatch.setitem(DETECTORS, "made", Detector("made", lambda threads: Finder()))
    done = to_csv(dataset, tmp_path / "a.csv", detector="made")
    assert done.rows == 1
    assert "no face" in done.skipped[0].reason
    assert read_utkface_csv(tmp_path / "a.csv").ages.tolist() == [-1]
    with pytest.raises(DetectorError, match="best"):
        to_csv(dataset, tmp_path / "b.csv", detector="best")


def test_a_stop_or_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    dataset = read_utkface(write_pictures(tmp_path / "pictures", NAMES))
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.csv").write_text("before")
    with pytest.raises(Stopped):
        to_csv(dataset, out / "a.csv", should_stop=lambda: True)
    assert [file.name for file in out.iterdir()] == ["a.csv"]
    assert (out / "a.csv").read_text() == "before"
    with pytest.raises(DataError, match="could not be written"):
        to_csv(dataset, tmp_path / "no" / "a.csv")
    with pytest.raises(Stopped):
        to_folder(dataset, out / "pictures", should_stop=lambda: True)
