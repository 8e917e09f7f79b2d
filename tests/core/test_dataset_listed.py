"""Pictures that other tables list with their labels, tables from other machines, and splits that data declare."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_data import blobs, encoded, write_pictures
from made_exports import samples, write_tar
from test_dataset_parquet import write as write_parquet

from core.cli.main import main
from core.datasets.dataset import FaceDataset
from core.datasets.open import open_dataset
from core.datasets.splits import SIDES, split
from core.errors import DataError
from core.training.sides import make_split

Write = Callable[[Path, Sequence[Mapping[str, object]]], Path]


def json_lines(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def comma_separated(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def pictures(folder: Path, count: int, start: int = 0) -> list[dict[str, object]]:
    """Rows about pictures of which every second is in a folder below."""
    names = [f"{'a/' if at % 2 else ''}{at}.png" for at in range(start, start + count)]
    for at, name in enumerate(names, start=start):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(encoded(blobs(at)))
    return [{"file_name": name, "gender": ["man", "woman"][at % 2]} for at, name in enumerate(names)]


def genders(dataset: FaceDataset) -> list[str | None]:
    return [dataset.columns["gender"].label(row) for row in range(len(dataset))]


@pytest.mark.parametrize(("name", "write"), [("metadata.jsonl", json_lines), ("metadata.csv", comma_separated)])
def test_an_image_folder_is_read_by_the_tables_in_its_folders(tmp_path: Path, name: str, write: Write) -> None:
    data = tmp_path / "faces"
    for side, count, start in (("train", 8, 0), ("test", 4, 8)):
        write(data / side / name, pictures(data / side, count, start))
    packed = tmp_path / "faces.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in data.rglob("*.*"):
            archive.write(file, file.relative_to(data))
    for path in (data, packed):
        dataset = open_dataset(path)
        by_name = dict(zip(dataset.names, genders(dataset), strict=True))
        assert len(by_name) == 12 and by_name["train/a/1.png"] == "Female" and by_name["test/8.png"] == "Male"
        assert np.array_equal(dataset.image(dataset.names.index("test/a/9.png")), blobs(9))
        assert sorted(dataset.own_sides) == ["test"] * 4 + ["train"] * 8


def test_what_metadata_cannot_say_is_listed(tmp_path: Path) -> None:
    rows = pictures(tmp_path, 6)
    rows += [{"file_name": "gone.png", "gender": "man"}, {"gender": "man"}, {"file_name": "../0.png", "gender": "man"}]
    file = json_lines(tmp_path / "metadata.jsonl", [{**row, "objects": {"bbox": [[1, 2, 3, 4]]}} for row in rows])
    file.write_text(file.read_text() + "{not json\n[1]\n\n")
    dataset = open_dataset(tmp_path)
    assert len(dataset) == 6 and set(dataset.columns) == {"gender"}
    assert {row.name: row.reason for row in dataset.skipped} == {
        "line 7": "there is no picture gone.png",
        "line 8": "it has no file_name",
        "line 9": "there is no picture ../0.png",
        "line 10": "it is not valid JSON",
        "line 11": "it is not an object",
    }


def test_json_lines_are_a_table(tmp_path: Path) -> None:
    rows = [
        {"photo": row["file_name"], "пол": row["gender"], "smile": at % 3 > 0}
        for at, row in enumerate(pictures(tmp_path, 8))
    ]
    dataset = open_dataset(json_lines(tmp_path / "labels.jsonl", rows))
    assert genders(dataset) == ["Male", "Female"] * 4
    assert dataset.columns["smile"].attribute.labels == ("false", "true")
    assert np.array_equal(dataset.image(3), blobs(3))
    (tmp_path / "other.jsonl").write_text('{"a": 1}\n')
    with pytest.raises(DataError, match="is not a data set"):
        open_dataset(tmp_path / "other.jsonl")


def test_lists_as_those_of_celeba_are_a_table(tmp_path: Path) -> None:
    write_pictures(tmp_path / "img_align_celeba", [f"{at:06}.png" for at in range(8)])
    lines = [f"{at:06}.png {-1 if at % 2 else ' 1'}  {'1' if at % 4 else '-1'}" for at in range(8)]
    file = tmp_path / "list_attr_celeba.txt"
    file.write_text("\n".join(["8", "Male Eyeglasses ", *lines, "000009.png 1"]) + "\n")
    dataset = open_dataset(file)
    assert [dataset.columns["male"].label(row) for row in range(4)] == ["1", "-1", "1", "-1"]
    assert dataset.columns["eyeglasses"].values.tolist().count(0) in (2, 6)
    assert np.array_equal(dataset.image(5), blobs(5))
    assert [row.reason for row in dataset.skipped] == ["2 columns instead of 3"]
    with pytest.raises(DataError, match=r"it has list_attr_celeba.txt: if the labels are in there, open that file"):
        open_dataset(tmp_path)


@pytest.mark.parametrize(
    "written",
    [
        "faces\\{}.png",
        "C:\\Users\\Анна\\data\\faces\\{}.png",
        "/content/drive/MyDrive/faces/{}.png",
        "data/faces/{}.png",
        "{}.png",
    ],
)
def test_pictures_of_a_table_from_another_machine_are_found(tmp_path: Path, written: str) -> None:
    write_pictures(tmp_path / "faces", [f"{at}.png" for at in range(6)])
    write_pictures(tmp_path / "other", ["3.png"])
    rows = [{"path": written.format(at), "gender": ["man", "woman"][at % 2]} for at in (0, 1, 2, 4, 5)]
    table = comma_separated(tmp_path / "labels.csv", [*rows, {"path": written.format(7), "gender": "man"}])
    dataset = open_dataset(table)
    assert len(dataset) == 5 and np.array_equal(dataset.image(3), blobs(4))
    assert dataset.content is not None and dataset.content(dataset.names[1]) == encoded(blobs(1))
    assert [row.name for row in dataset.skipped] == ["line 7"]


def test_a_missing_picture_is_not_taken_from_elsewhere(tmp_path: Path) -> None:
    write_pictures(tmp_path, [f"{at}.png" for at in range(4)])
    write_pictures(tmp_path / "other", ["7.png"])
    rows = [{"file": f"{at}.png", "gender": ["man", "woman"][at % 2]} for at in (0, 1, 2, 3, 7)]
    dataset = open_dataset(comma_separated(tmp_path / "labels.csv", rows))
    assert len(dataset) == 4
    assert dataset.skipped[0].reason == "there is no picture 7.png"


def test_parquet_that_names_files_is_read_with_them(tmp_path: Path) -> None:
    image = pa.array(
        [{"bytes": None, "path": f"{at}.png"} for at in range(6)],
        pa.struct([("bytes", pa.binary()), ("path", pa.string())]),
    )
    pq.write_table(pa.table({"image": image, "gender": ["man", "woman"] * 3}), tmp_path / "faces.parquet")
    write_pictures(tmp_path, [f"{at}.png" for at in range(5)])
    dataset = open_dataset(tmp_path / "faces.parquet")
    assert np.array_equal(dataset.image(4), blobs(4))
    with pytest.raises(DataError, match=r"row 6 has only the path of a picture, 5\.png"):
        dataset.image(5)


def test_the_names_of_files_declare_a_split(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for at, name in enumerate(("train-00000-of-00002", "train-00001-of-00002", "test-00000-of-00001")):
        write_parquet(tmp_path / "hub" / "data" / f"{name}.parquet", 6, start=6 * at)
        write_tar(tmp_path / "tars" / f"{name}.tar", samples(6, 6 * at))
    for name in ("hub", "tars"):
        assert sorted(open_dataset(tmp_path / name).own_sides) == ["test"] * 6 + ["train"] * 12
    assert open_dataset(tmp_path / "hub" / "data" / "train-00000-of-00002.parquet").own_sides == ()
    assert main(["dataset", "inspect", str(tmp_path / "hub")]) == 0
    assert "The data declare a split: 12 train, 6 test. A training tests on the test side." in capsys.readouterr().out
    assert main(["dataset", "inspect", str(tmp_path / "hub"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["own_sides"] == {"train": 12, "test": 6}


def test_a_column_or_folders_declare_a_split(tmp_path: Path) -> None:
    rows = [{**row, "Split": ["Train", "valid", "test"][at % 3]} for at, row in enumerate(pictures(tmp_path, 12))]
    dataset = open_dataset(comma_separated(tmp_path / "labels.csv", rows))
    assert dataset.own_sides == ("Train", "valid", "test") * 4
    assert dataset.group_only == ("split",)
    other = comma_separated(tmp_path / "other.csv", [{**row, "Split": "ab"[at % 2]} for at, row in enumerate(rows)])
    assert open_dataset(other).own_sides == ()
    names = [f"{side}/{label}/{at}.png" for side in ("train", "dev") for label in ("cat", "dog") for at in range(3)]
    folders = open_dataset(write_pictures(tmp_path / "folders", names))
    assert set(folders.columns) == {"label"} and folders.own_sides == ("dev",) * 6 + ("train",) * 6


def test_declared_sides_are_never_mixed(tmp_path: Path) -> None:
    rows = [
        {**row, "split": ["train", "val", "train", "test", "train"][at % 5]}
        for at, row in enumerate(pictures(tmp_path, 200))
    ]
    dataset = open_dataset(comma_separated(tmp_path / "labels.csv", rows))
    groups = np.arange(200)
    groups[[1, 3]] = 0  # copies on all three sides: the test side keeps its own
    made = make_split(dataset, groups, answers=["gender"], rows=np.arange(200), seed=1)
    own = np.array(dataset.own_sides)
    assert made.test.tolist() == np.flatnonzero(own == "test").tolist()
    assert made.validation.tolist() == np.flatnonzero(own == "val").tolist()[1:]
    assert set(own[made.train]) == set(own[made.calibration]) == {"train"}
    assert not np.isin([0, 1], np.concatenate([made.train, made.calibration, made.validation])).any()


def test_a_declared_test_side_without_labels_is_named(tmp_path: Path) -> None:
    sides = ["train", "train", "test"] * 20
    rows = [
        {**row, "split": side, "hat": "" if side == "test" else ["no", "yes"][at // 2 % 2]}
        for at, (row, side) in enumerate(zip(pictures(tmp_path, 60), sides, strict=True))
    ]
    dataset = open_dataset(comma_separated(tmp_path / "labels.csv", rows))
    with pytest.raises(DataError, match=r"The test side that labels\.csv declares has no label of hat"):
        make_split(dataset, np.arange(60), answers=["gender", "hat"], rows=np.arange(60), seed=1)


def test_a_validation_side_alone_is_fixed_too() -> None:
    fixed = np.arange(10)
    sides = split((), np.arange(100), rows=np.arange(100), seed=1, fixed_validation=fixed)
    assert sides.validation.tolist() == fixed.tolist()
    assert sum(len(getattr(sides, side)) for side in SIDES) == 100 and len(sides.test) > 5
