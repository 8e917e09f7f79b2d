"""What the columns of a table mean: proposed, stated, remembered."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_data import blobs, encoded, pixels, write_pictures
from made_exports import coco, write_coco

from core import api
from core.cli.main import main
from core.datasets.column_choice import propose, remember_columns, remembered_columns, sample
from core.datasets.columns import ColumnMap
from core.datasets.dataset import FaceDataset, join
from core.datasets.open import open_dataset, raw_table
from core.errors import DataError
from core.training.task import default_answers, default_groups

STATED = {
    "picture": "photo",
    "attributes": {"gender": "g", "hair": "h"},
    "labels": {"gender": {"1": "Female", "2": "Male", "9": ""}, "hair": {"l": "long", "s": "short"}},
    "groups": ["hair"],
    "ignored": ["camera"],
}


@pytest.fixture(autouse=True)
def _own_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.datasets.column_choice.user_data", lambda: tmp_path / "user")


def write_table(folder: Path, header: str = "photo,g,h,camera") -> Path:
    write_pictures(folder, [f"{at}.png" for at in range(8)])
    lines = [f"{at}.png,{'1.0' if at % 2 else 2},{'lS'[at % 2]},{'ab'[at % 2]}" for at in range(7)]
    (folder / "faces.csv").write_text("\n".join([header, *lines, "7.png,9,l,a"]) + "\n")
    return folder / "faces.csv"


def labels_of(dataset: FaceDataset, name: str) -> list[str | None]:
    return [dataset.columns[name].label(row) for row in range(len(dataset))]


def proposed(path: Path) -> ColumnMap | None:
    raw = raw_table(path)
    assert raw is not None
    return propose(raw, sample(raw)).columns


def state(path: Path, stated: object = STATED) -> None:
    raw = raw_table(path)
    assert raw is not None
    remember_columns(raw, ColumnMap.model_validate(stated))


def test_what_is_stated_is_read_and_remembered(tmp_path: Path) -> None:
    path = write_table(tmp_path / "a")
    assert list(open_dataset(path).columns) == ["g", "h", "camera"]
    state(path)
    dataset = open_dataset(path)
    assert labels_of(dataset, "gender") == ["Male", "Female"] * 3 + ["Male", None]
    assert labels_of(dataset, "hair") == ["long", "short"] * 3 + ["long", "long"]
    assert list(dataset.columns) == ["gender", "hair"]
    assert (default_answers(dataset), default_groups(dataset)) == (("gender",), ("gender", "hair"))
    alike = open_dataset(write_table(tmp_path / "b"))
    assert labels_of(alike, "gender") == labels_of(dataset, "gender")
    other = open_dataset(write_table(tmp_path / "c", header="photo,g,h,lens"))
    assert "gender" not in other.columns


def test_group_only_columns_stay_so_when_data_are_joined(tmp_path: Path) -> None:
    for name in ("a", "b"):
        state(write_table(tmp_path / name).rename(tmp_path / name / f"{name}.csv"))
    joined = join([open_dataset(tmp_path / name / f"{name}.csv") for name in ("a", "b")])
    assert joined.group_only == ("hair",)
    assert joined.content is not None and joined.content("b.csv/3.png") == encoded(blobs(3))


def test_what_is_remembered_does_not_spoil_other_data_with_the_same_titles(tmp_path: Path) -> None:
    path = write_table(tmp_path / "a")
    state(path, STATED | {"labels": {"gender": {"1": "Female", "2": "Male", "9": ""}}})
    path.write_text("photo,g,h,camera\n" + "".join(f"{at}.png,{['cat', 'dog'][at % 2]},x,y\n" for at in range(8)))
    assert labels_of(open_dataset(path), "g") == ["cat", "dog"] * 4


def test_pictures_and_labels_are_found_by_their_words(tmp_path: Path) -> None:
    write_pictures(tmp_path, [f"{at}.png" for at in range(4)])
    path = tmp_path / "a.csv"
    path.write_text("who,what,age\n" + "".join(f"{at}.png,{['f', 'm'][at % 2]},{20 + at}\n" for at in range(4)))
    assert proposed(path) == ColumnMap(picture="who", age="age", attributes={"gender": "what"})


@pytest.mark.parametrize(
    ("header", "rows", "reason"),
    [
        ("file,gender", ["{0}.png,{2}"], "2 in the column gender is no known gender"),
        ("file,age", ["{0}.png,child"], "child in the column age is no known age"),
        ("front,side,smile", ["{0}.png,{0}.png,{1}"], "front, side all name pictures"),
    ],
)
def test_what_is_not_plain_is_asked(tmp_path: Path, header: str, rows: list[str], reason: str) -> None:
    write_pictures(tmp_path, [f"{at}.png" for at in range(4)])
    path = tmp_path / "a.csv"
    path.write_text("\n".join([header, *(rows[0].format(at, at % 2, 1 + at % 2) for at in range(4))]))
    with pytest.raises(DataError, match=reason) as told:
        open_dataset(path)
    assert told.value.code == "data.columns"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"labels": {"gender": {"1": "Woman"}}}, "gender has no label Woman; expected one of Male, Female"),
        ({"attributes": {"Hair colour": "h"}}, "expected a-z"),
        ({"pixels": "h"}, "exactly one of the columns picture and pixels"),
        ({"color": "h"}, "color: Extra inputs"),
        ({"attributes": {"gender": "nothing"}}, "no column nothing"),
    ],
)
def test_a_statement_that_does_not_fit_is_refused(
    tmp_path: Path, changes: dict[str, object], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_table(tmp_path / "a")
    file = tmp_path / "map.json"
    file.write_text(json.dumps(STATED | changes))
    assert main(["dataset", "columns", str(path), "--use", str(file)]) == 3
    assert reason in capsys.readouterr().err
    with pytest.raises(DataError, match=reason):
        api.read_data(path, columns=STATED | changes)
    assert "gender" not in open_dataset(path).columns


def test_the_command_prints_states_and_forgets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_table(tmp_path / "a", header="photo,gender,h,camera")
    assert main(["dataset", "inspect", str(path)]) == 3
    assert "facet-cli dataset columns" in capsys.readouterr().err
    assert main(["dataset", "columns", str(path)]) == 0
    told = capsys.readouterr()
    assert "unclear: 2, 9 in the column gender" in told.err
    printed = json.loads(told.out)
    assert (printed["picture"], printed["attributes"]) == ("photo", {"gender": "gender"})
    file = tmp_path / "map.json"
    file.write_text(json.dumps(printed | {"labels": {"gender": {"1": "Female", "2": "Male", "9": ""}}}))
    assert main(["dataset", "columns", str(path), "--use", str(file)]) == 0
    assert main(["dataset", "inspect", str(path), "--json"]) == 0
    assert '"Female": 3' in capsys.readouterr().out
    assert main(["dataset", "columns", str(path), "--forget"]) == 0
    raw = raw_table(path)
    assert raw is not None and remembered_columns(raw) is None
    assert main(["dataset", "columns", str(write_pictures(tmp_path / "c", ["Male/1.png", "Female/2.png"]))]) == 3
    assert "no columns to state" in capsys.readouterr().err


def test_a_damaged_memory_is_said(tmp_path: Path) -> None:
    path = write_table(tmp_path / "a")
    state(path)
    (file,) = (tmp_path / "user" / "columns").iterdir()
    file.write_text("{")
    with pytest.raises(DataError, match="does not say what columns mean"):
        open_dataset(path)


def test_every_kind_of_table_can_be_stated(tmp_path: Path) -> None:
    numbers = {"gender": {"1": "Female", "2": "Male"}}
    shard = tmp_path / "a.parquet"
    pq.write_table(pa.table({"photo": [encoded(blobs(at)) for at in range(4)], "g": [1, 2, 1, 2]}), shard)
    state(shard, {"picture": "photo", "attributes": {"gender": "g"}, "labels": numbers})
    assert labels_of(open_dataset(shard), "gender") == ["Female", "Male"] * 2

    folder = write_coco(tmp_path / "coco", coco(categories=[{"id": 1, "name": "type A"}, {"id": 2, "name": "type B"}]))
    labels = {"gender": {"TYPE a": "Male", "type b": "Female"}}
    state(folder, {"picture": "image", "attributes": {"gender": "category"}, "labels": labels, "ignored": ["glasses"]})
    assert labels_of(open_dataset(folder), "gender") == ["Male", "Female", "Male", "Female", "Male"]

    grey = tmp_path / "grey.csv"
    grey.write_text("g,values\n" + "".join(f"{1 + at % 2},{pixels(at)}\n" for at in range(4)))
    with pytest.raises(DataError, match="UTKFace CSV"):
        open_dataset(grey)
    state(grey, {"pixels": "values", "attributes": {"gender": "g"}, "labels": numbers})
    assert labels_of(open_dataset(grey, cache=tmp_path / "cache"), "gender") == ["Female", "Male"] * 2


def test_a_data_frame_may_state_its_columns(tmp_path: Path) -> None:
    write_pictures(tmp_path, [f"{at}.png" for at in range(4)])
    frame = pd.DataFrame({"file": [str(tmp_path / f"{at}.png") for at in range(4)], "g": [1, 2, 1, 2]})
    stated = {"picture": "file", "attributes": {"gender": "g"}, "labels": {"gender": {"1": "Female", "2": "Male"}}}
    assert list(api.read_data(frame, columns=stated).table["gender"]) == ["Female", "Male"] * 2
