"""Data sets in Parquet files, as the Hugging Face hub keeps them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_data import blobs, encoded

from core.cli.main import main
from core.datasets.open import open_dataset
from core.errors import DataError

GENDERS = ("Male", "Female")
RACES = ("East Asian", "White", "Latino_Hispanic")


def features(**classes: Sequence[str]) -> dict[bytes, bytes]:
    told: dict[str, Any] = {"image": {"_type": "Image"}}
    told |= {name: {"_type": "ClassLabel", "names": list(names)} for name, names in classes.items()}
    return {b"huggingface": json.dumps({"info": {"features": told}}).encode()}


def write(path: Path, count: int, *, start: int = 0, paths: bool = False, group: int = 4) -> Path:
    pictures = [
        {"bytes": encoded(blobs(start + at)), "path": f"{start + at}.png" if paths else None} for at in range(count)
    ]
    table = pa.table(
        {
            "image": pa.array(pictures, pa.struct([("bytes", pa.binary()), ("path", pa.string())])),
            "age": pa.array([["20-29", "30-39", "more than 70"][at % 3] for at in range(count)]),
            "gender": pa.array([at % 2 for at in range(count)], pa.int64()),
            "race": pa.array([at % 3 for at in range(count)], pa.int64()),
            "service_test": pa.array([at % 4 == 0 for at in range(count)]),
        }
    ).replace_schema_metadata(features(gender=GENDERS, race=RACES))
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, row_group_size=group)
    return path


def test_classes_have_their_names_and_pictures_are_those_of_their_rows(tmp_path: Path) -> None:
    dataset = open_dataset(write(tmp_path / "faces.parquet", 13))
    assert len(dataset) == 13 and dataset.title == "faces.parquet"
    assert [dataset.columns["gender"].label(row) for row in range(3)] == ["Male", "Female", "Male"]
    assert [dataset.columns["ethnicity"].label(row) for row in range(3)] == ["Asian", "White", "Others"]
    assert [dataset.columns["age"].label(row) for row in range(3)] == ["20-29", "30-39", "70+"]
    assert dataset.columns["service_test"].attribute.labels == ("false", "true")
    for row in (12, 0, 5, 4, 3):
        assert np.array_equal(dataset.image(row), blobs(row))


def test_a_folder_of_shards_is_one_data_set(tmp_path: Path) -> None:
    write(tmp_path / "data" / "train-00001-of-00002.parquet", 5, start=7, paths=True)
    write(tmp_path / "data" / "train-00000-of-00002.parquet", 7, paths=True)
    (tmp_path / "README.md").write_text("# faces")
    dataset = open_dataset(tmp_path)
    assert dataset.names == tuple(f"{at}.png" for at in range(12))
    assert np.array_equal(dataset.image(11), blobs(11))


def test_names_that_occur_twice_are_told_apart(tmp_path: Path) -> None:
    for shard in ("a", "b"):
        write(tmp_path / f"{shard}.parquet", 4, start=ord(shard), paths=False)
    for shard in ("c", "d"):
        write(tmp_path / "same" / f"{shard}.parquet", 2, paths=True)
    assert open_dataset(tmp_path / "same").names == ("0.png", "1.png", "0~2.png", "1~2.png")
    assert len(set(open_dataset(tmp_path).names)) == 12


def test_words_and_plain_bytes_need_no_metadata(tmp_path: Path) -> None:
    path = tmp_path / "plain.parquet"
    pictures = [encoded(blobs(at)) for at in range(6)]
    pq.write_table(pa.table({"photo": pictures, "gender": ["Female", None] * 3, "smile": ["yes", "no"] * 3}), path)
    dataset = open_dataset(path)
    assert [dataset.columns["gender"].label(row) for row in range(2)] == ["Female", None]
    assert dataset.columns["smile"].attribute.labels == ("no", "yes")
    assert np.array_equal(dataset.image(5), blobs(5))


def test_a_path_that_is_not_text_is_no_name(tmp_path: Path) -> None:
    pictures = pa.array([{"bytes": encoded(blobs(at)), "path": b"\xff"} for at in range(4)])
    pq.write_table(pa.table({"image": pictures, "smile": ["yes", "no"] * 2}), tmp_path / "a.parquet")
    assert open_dataset(tmp_path / "a.parquet").names[:2] == ("a-000000", "a-000001")


@pytest.mark.parametrize("row", [3, 7])
def test_a_file_that_lost_rows_since_it_was_opened_is_an_error_of_the_data(tmp_path: Path, row: int) -> None:
    dataset = open_dataset(write(tmp_path / "a.parquet", 8))
    write(tmp_path / "a.parquet", 2)
    with pytest.raises(DataError):
        dataset.image(row)


def test_a_broken_picture_is_that_row_s_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "broken.parquet"
    pictures = [encoded(blobs(at)) for at in range(4)] + [b"", None]
    pq.write_table(pa.table({"image": pa.array(pictures, pa.binary()), "gender": ["Female", "Male"] * 3}), path)
    assert main(["dataset", "audit", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["unreadable"]) == (6, 2)


def cut(tmp_path: Path) -> Path:
    path = write(tmp_path / "cut.parquet", 8)
    path.write_bytes(path.read_bytes()[:-200])
    return path


def without_pictures(tmp_path: Path) -> Path:
    path = tmp_path / "numbers.parquet"
    pq.write_table(pa.table({"gender": ["Male", "Female"]}), path)
    return path


def without_rows(tmp_path: Path) -> Path:
    return write(tmp_path / "empty.parquet", 0)


def columns_of_one_name(tmp_path: Path) -> Path:
    path = tmp_path / "a.parquet"
    columns = [pa.array([encoded(blobs(1))]), pa.array(["a"]), pa.array(["b"])]
    pq.write_table(pa.Table.from_arrays(columns, names=["image", "hat", "hat"]), path)
    return path


def not_in_utf8(tmp_path: Path) -> Path:
    path = write(tmp_path / "a.parquet", 3)
    path.write_bytes(path.read_bytes().replace(b"service_test", b"\x85ervice_test"))
    return path


def other_columns(tmp_path: Path) -> Path:
    write(tmp_path / "both" / "a.parquet", 4)
    pq.write_table(pa.table({"image": [encoded(blobs(1))], "smile": ["yes"]}), tmp_path / "both" / "b.parquet")
    return tmp_path / "both"


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (cut, "not a data set"),
        (without_pictures, "has pictures"),
        (without_rows, "no rows"),
        (other_columns, "columns differ"),
        (columns_of_one_name, "several columns named hat"),
        (not_in_utf8, "not a data set"),
    ],
)
def test_what_is_wrong_is_said(make: Any, reason: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=reason):
        open_dataset(make(tmp_path))
