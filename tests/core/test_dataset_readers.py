"""FairFace, folders of classes, tables of picture files, and telling them apart."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from made_data import blobs, row, write_csv, write_pictures

from core.datasets.class_folders import folder_labels, read_class_folders
from core.datasets.columns import ColumnMap
from core.datasets.dataset import FaceDataset, SkippedRow
from core.datasets.fairface import read_fairface
from core.datasets.open import open_dataset
from core.errors import DataError, ImageError

FAIRFACE_HEADER = "file,age,gender,race,service_test"


def write_fairface(folder: Path) -> Path:
    write_pictures(folder / "fairface", ["train/1.png", "train/2.png", "val/1.png"])
    (folder / "fairface" / "fairface_label_train.csv").write_text(
        f"{FAIRFACE_HEADER}\ntrain/1.png,50-59,Male,East Asian,TRUE\ntrain/2.png,more than 70,Female,Black,FALSE\n"
        "train/3.png,3-9,Male,White,TRUE\ntrain/1.png,3-9,Male,Martian,TRUE\n"
    )
    (folder / "fairface" / "fairface_label_val.csv").write_text(
        f"{FAIRFACE_HEADER}\r\nval/1.png,0-2,Female,Latino_Hispanic,TRUE\r\n"
    )
    return folder


def zipped(folder: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.rglob("*"):
            archive.write(file, file.relative_to(folder))
    return path


@pytest.mark.parametrize("packed", [False, True])
def test_fairface_has_five_ethnicities_and_keeps_its_seven_races(tmp_path: Path, packed: bool) -> None:
    path = write_fairface(tmp_path / "data")
    path = zipped(path, tmp_path / "data.zip") if packed else path
    for dataset in (read_fairface(path), open_dataset(path)):
        assert dataset.names == ("fairface/train/1.png", "fairface/train/2.png", "fairface/val/1.png")
        assert dataset.values("gender").tolist() == [0, 1, 1]
        assert dataset.values("ethnicity").tolist() == [2, 1, 4]
        assert dataset.ages.tolist() == [55, 70, 1]
        assert [dataset.columns["race"].label(row) for row in range(3)] == ["East Asian", "Black", "Latino_Hispanic"]
        assert dataset.own_sides == ("train", "train", "val")
        assert not dataset.aligned
        assert np.array_equal(dataset.image(2), blobs(2))
        missing, martian = dataset.skipped
        assert missing.name == "fairface/fairface_label_train.csv, line 4"
        assert "no picture fairface/train/3.png" in missing.reason
        assert "Martian" in martian.reason


def test_fairface_without_a_column_says_which(tmp_path: Path) -> None:
    path = write_fairface(tmp_path)
    (path / "fairface" / "fairface_label_val.csv").write_text("file,age,gender\n")
    with pytest.raises(DataError, match=r"fairface_label_val\.csv: its first line lacks the column race"):
        open_dataset(path)


def test_a_row_of_fairface_that_is_not_csv_is_named(tmp_path: Path) -> None:
    path = write_fairface(tmp_path)
    with (path / "fairface" / "fairface_label_val.csv").open("a") as file:
        file.write("x" * 2_000_000)
    with pytest.raises(DataError, match=r"fairface_label_val\.csv, line 3: field larger than"):
        open_dataset(path)


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("gender/Male/a.png", {"gender": 0}),
        ("women/a.png", {"gender": 1}),
        ("Asian/a.png", {"ethnicity": 2}),
        ("Black/Female/a.png", {"gender": 1, "ethnicity": 1}),
        ("faces/White Male/a.png", {"gender": 0, "ethnicity": 0}),
        ("indian_female/a.png", {"gender": 1, "ethnicity": 3}),
        ("East Asian Male/a.png", {"gender": 0, "ethnicity": 2}),
        ("Latino_Hispanic/a.png", {"ethnicity": 4}),
    ],
)
def test_folders_are_named_for_classes(name: str, labels: dict[str, int]) -> None:
    assert folder_labels(name) == labels


def test_folders_of_no_or_of_several_classes_leave_their_pictures_out(tmp_path: Path) -> None:
    names = ["Female/1.png", "Female/Male/2.png", "holiday/3.png", "Male/4.png", "Male/.hidden.png"]
    write_pictures(tmp_path, names)
    (tmp_path / "Male" / "notes.txt").write_text("no picture")
    for dataset in (read_class_folders(tmp_path), open_dataset(tmp_path)):
        assert dataset.names == ("Female/1.png", "Male/4.png")
        assert dataset.values("gender").tolist() == [1, 0]
        assert dataset.values("ethnicity").tolist() == [-1, -1]
        assert [skipped.name for skipped in dataset.skipped] == ["Female/Male/2.png", "holiday/3.png"]


def test_a_table_of_picture_files_is_read_by_its_usual_names_or_by_a_mapping(tmp_path: Path) -> None:
    write_pictures(tmp_path, ["faces/a.png", "faces/b.png"])
    path = tmp_path / "labels.csv"
    path.write_text('image,sex,race,age\nfaces/a.png,Female,White,20-29\nfaces/b.png,male,Indian,\n"c,d.png",male,,4\n')
    dataset = open_dataset(path)
    assert (dataset.values("gender").tolist(), dataset.values("ethnicity").tolist()) == ([1, 0], [0, 3])
    assert dataset.ages.tolist() == [25, -1]
    assert np.array_equal(dataset.image(1), blobs(1))
    assert "no picture c,d.png" in dataset.skipped[0].reason

    path.write_text("where;\nx")
    with pytest.raises(DataError, match="UTKFace CSV"):
        open_dataset(path)

    path.write_text("where,label\nfaces/a.png,woman\nfaces/b.png,?\n")
    columns = ColumnMap(picture="where", attributes={"gender": "label"})
    dataset = open_dataset(path, columns=columns)
    assert dataset.values("gender").tolist() == [1]
    assert dataset.skipped[0] == SkippedRow("line 3", "gender '?' is not one of 0, 1, Male, Female")


def test_utkface_and_its_csv_are_recognised(tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "pictures", ["UTKFace/5_1_4_x.png", "UTKFace/odd.png"])
    for path in (folder, zipped(folder, tmp_path / "a.zip")):
        dataset = open_dataset(path)
        assert (dataset.title, dataset.ages.tolist(), dataset.aligned) == ("UTKFace", [5], True)
        assert dataset.skipped[0].name == "UTKFace/odd.png"
    (tmp_path / "csv").mkdir()
    table = write_csv(tmp_path / "csv" / "a.csv", [row(1)])
    assert open_dataset(table).title == "UTKFace CSV"
    assert open_dataset(tmp_path / "csv").title == "UTKFace CSV"


def test_what_is_none_of_them_is_told_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no data set at"):
        open_dataset(tmp_path / "nothing")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match=r"no pictures.*UTKFace CSV"):
        open_dataset(tmp_path / "empty")
    with pytest.raises(DataError, match=r"neither the names.*UTKFace CSV"):
        open_dataset(write_pictures(tmp_path / "holiday", ["beach/1.png"]))
    (tmp_path / "torn.zip").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(DataError, match="zip"):
        open_dataset(tmp_path / "torn.zip")


def test_the_fingerprint_is_of_the_rows_and_the_state_of_the_content(tmp_path: Path) -> None:
    names = ["Female/1.png", "Male/2.png"]
    here, there = (read_class_folders(write_pictures(tmp_path / place, names)) for place in "ab")
    assert here.fingerprint == there.fingerprint
    (tmp_path / "a" / "Male" / "2.png").write_bytes(b"another")
    changed = read_class_folders(tmp_path / "a")
    assert changed.fingerprint == here.fingerprint
    assert changed.state != here.state
    (tmp_path / "a" / "Male" / "2.png").rename(tmp_path / "a" / "Female" / "2.png")
    assert read_class_folders(tmp_path / "a").fingerprint != here.fingerprint


def test_a_picture_that_went_away_is_an_error_of_that_row(tmp_path: Path) -> None:
    dataset = read_class_folders(write_pictures(tmp_path, ["Male/1.png", "Male/2.png"]))
    (tmp_path / "Male" / "1.png").unlink()
    (tmp_path / "Male" / "2.png").write_bytes(b"")
    with pytest.raises(DataError, match=r"Male/1\.png"):
        dataset.image(0)
    with pytest.raises(ImageError, match="empty"):
        dataset.image(1)


def test_pictures_come_from_one_place() -> None:
    none = np.zeros(0, np.int64)
    with pytest.raises(ValueError, match="one of decode and grey"):
        FaceDataset(title="", terms="", names=(), ages=none, columns={}, skipped=())


def test_linked_folders_are_read_once_and_hidden_ones_not_at_all(tmp_path: Path) -> None:
    real = write_pictures(tmp_path / "real", ["female/1.png", "female/2.png", ".hidden/female/3.png"])
    data = write_pictures(tmp_path / "data", ["male/1.png", ".cache/male/2.png"])
    (data / "album").symlink_to(real, target_is_directory=True)
    (data / "again").symlink_to(real, target_is_directory=True)
    (real / "loop").symlink_to(data, target_is_directory=True)
    (data / ".linked").symlink_to(tmp_path / "real", target_is_directory=True)
    assert open_dataset(data).names == ("again/female/1.png", "again/female/2.png", "male/1.png")


def test_an_age_beyond_reason_in_a_name_is_skipped(tmp_path: Path) -> None:
    dataset = open_dataset(write_pictures(tmp_path, ["30_0_0_a.png", "999_0_0_b.png"]))
    assert dataset.names == ("30_0_0_a.png",)
    assert dataset.skipped == (SkippedRow("999_0_0_b.png", "age 999 is not 0 to 130"),)
