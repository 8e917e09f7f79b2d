"""Data written for other tools, and read back."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import yaml
from made_data import blobs, encoded, row, write_csv, write_pictures
from made_exports import coco, write_coco
from PIL import Image

from core import api
from core.cli.main import main
from core.datasets import export
from core.datasets.croissant import read_croissant
from core.datasets.dataset import FaceDataset
from core.datasets.decisions import Decision, Decisions, picture_hash
from core.datasets.export import FORMS, export_dataset, sampled
from core.datasets.open import open_dataset
from core.errors import DataError
from core.schema import AGE
from core.work import Stopped

COUNT = 12


def made(folder: Path) -> FaceDataset:
    """JPEG, PNG and broken pictures with ages, two shipped attributes and an own one; some labels are missing."""
    folder.mkdir()
    lines = ["file,age,gender,race,hair_style"]
    for at in range(COUNT):
        name = f"{at}.{'jpg' if at % 2 else 'png'}"
        (folder / name).write_bytes(encoded(blobs(at), "JPEG" if at % 2 else "PNG"))
        age = "" if at == 3 else 20 + at
        gender = "" if at == 5 else ["Male", "Female"][at % 2]
        lines.append(f"{name},{age},{gender},{['White', 'East Asian'][at // 2 % 2]},{['long', 'a/b c', ''][at % 3]}")
    (folder / "faces.csv").write_text("\n".join(lines) + "\n")
    return open_dataset(folder / "faces.csv")


def rows(dataset: FaceDataset, *, aged: bool = True) -> list[dict[str, object]]:
    """Labels by column of each row, in the order of the pictures' content."""
    names = [name for name in dataset.columns if aged or name != AGE.name]
    found = []
    for at in range(len(dataset)):
        labels: dict[str, object] = {name: dataset.columns[name].label(at) for name in names}
        found.append(
            {"picture": dataset.image(at).tobytes(), "years": int(dataset.ages[at]) if aged else None, **labels}
        )
    return sorted(found, key=lambda one: one["picture"])  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_read_back_to_the_same_faces(tmp_path: Path, form: str) -> None:
    dataset = made(tmp_path / "in")
    done = export_dataset(dataset, tmp_path / "out", form)
    assert (done.rows, done.skipped) == (COUNT, ())
    again = open_dataset(tmp_path / "out")
    assert again.skipped == ()
    assert rows(again, aged=form != "folders") == rows(dataset, aged=form != "folders")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    if form != "folders":
        assert again.title == "out"
        assert "Not stated" in again.terms


def test_parquet_is_as_the_hub_reads_it(tmp_path: Path) -> None:
    dataset = made(tmp_path / "in")
    export_dataset(dataset, tmp_path / "out", "parquet")
    file = tmp_path / "out" / "data" / "train-00000-of-00001.parquet"
    features = json.loads(pq.read_schema(file).metadata[b"huggingface"])["info"]["features"]
    assert features["image"] == {"_type": "Image"}
    assert features["gender"] == {"names": ["Male", "Female"], "_type": "ClassLabel"}
    assert features["age"] == {"dtype": "int64", "_type": "Value"}
    frame = pd.read_parquet(file)
    assert list(frame.columns) == ["image", *(name for name in features if name != "image")]
    assert frame["gender"].isna().sum() == frame["age"].isna().sum() == 1
    for at in range(COUNT):
        picture = frame["image"][at]
        assert picture["bytes"] == encoded(blobs(at), "JPEG" if at % 2 else "PNG")
        assert picture["path"].endswith(".jpg" if at % 2 else ".png")
    assert frame["hair_style"].dropna().map(lambda at: features["hair_style"]["names"][int(at)]).tolist() == [
        label for row in range(COUNT) if (label := dataset.columns["hair_style"].label(row))
    ]


def test_many_pictures_become_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "_SHARD_BYTES", 20_000)
    monkeypatch.setattr(export, "_ROW_GROUP", 2)
    dataset = made(tmp_path / "in")
    export_dataset(dataset, tmp_path / "out", "parquet")
    files = sorted(path.name for path in (tmp_path / "out" / "data").iterdir())
    assert len(files) > 1 and files[0] == f"train-00000-of-{len(files):05}.parquet"
    assert rows(open_dataset(tmp_path / "out")) == rows(dataset)


def test_a_csv_is_a_table_of_files(tmp_path: Path) -> None:
    export_dataset(made(tmp_path / "in"), tmp_path / "out", "csv")
    frame = pd.read_csv(tmp_path / "out" / "faces.csv")
    assert list(frame.columns) == ["file", "age", "gender", "ethnicity", "hair_style"]
    assert frame["gender"].isna().sum() == 1
    assert all((tmp_path / "out" / name).is_file() for name in frame["file"])


def test_labels_like_formulas_are_harmless_in_a_csv_and_read_back(tmp_path: Path) -> None:
    write_pictures(tmp_path / "in", [f"{at}.png" for at in range(6)])
    lines = ["file,note", *(f"{at}.png,{['=1+1', '+B2'][at % 2]}" for at in range(6))]
    (tmp_path / "in" / "faces.csv").write_text("\n".join(lines) + "\n")
    dataset = open_dataset(tmp_path / "in" / "faces.csv")
    for raw in (False, True):
        export_dataset(dataset, tmp_path / f"out-{raw}", "csv", raw=raw)
        assert (",'=1+1" in (tmp_path / f"out-{raw}" / "faces.csv").read_text()) is not raw
        assert rows(open_dataset(tmp_path / f"out-{raw}")) == rows(dataset)


def test_folders_state_labels_and_the_attributes_that_do_not_ship(tmp_path: Path) -> None:
    export_dataset(made(tmp_path / "in"), tmp_path / "out", "folders")
    assert (tmp_path / "out" / "Male" / "White" / "hair_style=long" / "0.png").is_file()
    assert (tmp_path / "out" / "Female" / "White" / "hair_style=a%2Fb c" / "1.jpg").is_file()


def test_faces_in_boxes_and_grey_values_are_written_as_they_are_shown(tmp_path: Path) -> None:
    boxed = open_dataset(write_coco(tmp_path / "coco", coco()))
    export_dataset(boxed, tmp_path / "boxed", "csv")
    assert rows(open_dataset(tmp_path / "boxed")) == rows(boxed)
    grey = open_dataset(write_csv(tmp_path / "a.csv", [row(at, gender=at % 2) for at in range(4)]))
    export_dataset(grey, tmp_path / "grey", "parquet")
    assert rows(open_dataset(tmp_path / "grey")) == rows(grey)


def test_decisions_are_applied_unless_the_labels_are_asked_as_they_were(tmp_path: Path) -> None:
    dataset = made(tmp_path / "in")
    path, (first, second) = tmp_path / "in" / "faces.csv", dataset.names[:2]
    hashes = [picture_hash(dataset, at) for at in range(2)]
    Decisions(path).make(
        [Decision(first, hashes[0], "relabel", "gender", "Female"), Decision(second, hashes[1], "leave_out")]
    )
    convert = ["dataset", "convert", str(path), "--to", "csv", "--out"]
    assert main([*convert, str(tmp_path / "decided")]) == 0
    assert main([*convert, str(tmp_path / "before"), "--as-labelled"]) == 0
    decided, before = (open_dataset(tmp_path / name) for name in ("decided", "before"))
    assert (len(decided), len(before)) == (COUNT - 1, COUNT)
    assert (decided.columns["gender"].label(0), before.columns["gender"].label(0)) == ("Female", "Male")
    assert "1 label changed, 1 face left out by hand" in (tmp_path / "decided" / "README.md").read_text()
    assert "by hand" not in (tmp_path / "before" / "README.md").read_text()


def test_what_cannot_be_read_is_listed_and_nothing_else_is_lost(tmp_path: Path) -> None:
    dataset = made(tmp_path / "in")
    (tmp_path / "in" / "0.png").write_bytes(b"broken")
    done = export_dataset(dataset, tmp_path / "out", "parquet")
    assert (done.rows, [one.name for one in done.skipped]) == (COUNT - 1, ["0.png"])
    for path in (tmp_path / "in").iterdir():
        if path.suffix != ".csv":
            path.write_bytes(b"broken")
    with pytest.raises(DataError, match=r"0\.png"):
        export_dataset(dataset, tmp_path / "none", "csv")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("form", FORMS)
def test_a_stop_leaves_nothing(tmp_path: Path, form: str) -> None:
    dataset, asked = made(tmp_path / "in"), iter(range(100))
    with pytest.raises(Stopped):
        export_dataset(dataset, tmp_path / "out", form, should_stop=lambda: next(asked) > 5)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_place_that_is_taken_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(tmp_path / "in")
    command = ["dataset", "convert", str(tmp_path / "in" / "faces.csv")]
    assert main([*command, "--to", "csv", "--out", str(tmp_path / "in")]) == 3
    assert "is there already" in capsys.readouterr().err
    assert main([*command, "--to", "csv"]) == 2
    assert main([*command, "--out", str(tmp_path / "x")]) == 2
    assert main(command) == 2
    with pytest.raises(DataError, match="cannot be written as xlsx"):
        export_dataset(open_dataset(tmp_path / "in" / "faces.csv"), tmp_path / "x", "xlsx")


def test_a_sample_is_the_same_each_time(tmp_path: Path) -> None:
    dataset = made(tmp_path / "in")
    some = sampled(dataset, 8)
    assert len(some) == 8 and some.names == sampled(dataset, 8).names != dataset.names[:8]
    pictures = {name: dataset.image(at).tobytes() for at, name in enumerate(dataset.names)}
    assert [some.image(at).tobytes() for at in range(8)] == [pictures[name] for name in some.names]
    assert len(sampled(dataset, 99)) == COUNT
    command = ["dataset", "convert", str(tmp_path / "in" / "faces.csv"), "--sample", "8"]
    assert main([*command, "--to", "csv", "--out", str(tmp_path / "out")]) == 0
    assert rows(open_dataset(tmp_path / "out")) == rows(some)


def test_the_card_has_metadata_that_a_hub_reads(tmp_path: Path) -> None:
    export_dataset(made(tmp_path / "in"), tmp_path / "out", "parquet")
    _, front, body = (tmp_path / "out" / "README.md").read_text().split("---\n", 2)
    told = yaml.safe_load(front)
    assert told["license"] == "unknown" and told["size_categories"] == ["n<1K"]
    assert told["configs"][0]["data_files"] == [{"split": "train", "path": "data/train-*.parquet"}]
    assert "| Female | 5 |" in body and "never what a person is" in body


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_croissant_names_every_file_and_column(tmp_path: Path, form: str) -> None:
    export_dataset(made(tmp_path / "in"), tmp_path / "out", form)
    told = json.loads((tmp_path / "out" / "croissant.json").read_text())
    assert told["conformsTo"] == "http://mlcommons.org/croissant/1.0" and told["@type"] == "sc:Dataset"
    ids = {part["@id"] for part in told["distribution"]}
    for part in told["distribution"]:
        if part["@type"] == "cr:FileObject":
            content = (tmp_path / "out" / part["contentUrl"]).read_bytes()
            assert part["sha256"] == hashlib.sha256(content).hexdigest()
    (records,) = told["recordSet"]
    assert {field["name"] for field in records["field"]} >= {"gender", "ethnicity", "hair_style", "age"}
    for field in records["field"]:
        source = field["source"].get("fileObject") or field["source"]["fileSet"]
        assert source["@id"] in ids
    for name in ("croissant.json", ""):
        assert len(open_dataset(tmp_path / "out" / name)) == COUNT


def as_others_write_it(folder: Path, **changes: object) -> Path:
    """Croissant 1.0 as examples of its authors have it: names in place of ids, files beside it."""
    export_dataset(made(folder / "in"), folder / "out", "parquet")
    frame = folder / "out" / "data" / "train-00000-of-00001.parquet"
    (folder / "data").mkdir()
    frame.rename(folder / "data" / "faces.parquet")
    (folder / "data" / "other.csv").write_text("a,b\n")
    source = {"fileObject": "table", "extract": {"column": "gender"}}
    told = {
        "@context": {"@vocab": "https://schema.org/", "cr": "http://mlcommons.org/croissant/"},
        "@type": "sc:Dataset",
        "name": "Faces of others",
        "license": ["CC BY 4.0"],
        "conformsTo": ["http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/RAI/1.0"],
        "distribution": [
            {"@type": "cr:FileObject", "name": "table", "contentUrl": "data/faces.parquet"},
            {"@type": "cr:FileObject", "name": "unused", "contentUrl": "https://example.org/more.csv"},
        ],
        "recordSet": [{"@type": "cr:RecordSet", "name": "faces", "field": [{"name": "gender", "source": source}]}],
        **changes,
    }
    (folder / "metadata.json").write_text(json.dumps(told))
    return folder / "metadata.json"


def test_croissant_of_others_opens_the_files_that_it_names(tmp_path: Path) -> None:
    dataset = open_dataset(as_others_write_it(tmp_path))
    assert (len(dataset), dataset.title, dataset.terms) == (COUNT, "Faces of others", "CC BY 4.0")


def part(place: str, kind: str = "cr:FileObject", key: str = "contentUrl") -> dict[str, object]:
    return {"distribution": [{"@type": kind, "name": "table", key: place}]}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (part("https://example.org/a.parquet"), "download it first"),
        (part("../data/faces.parquet"), "not in this folder"),
        (part("data/none.parquet"), "not in this folder"),
        (part("../**/*.parquet", "cr:FileSet", "includes"), "no record set"),
        (part("data/*", "cr:FileSet", "includes"), "several tables"),
        ({"recordSet": []}, "no record set"),
        ({"distribution": None}, "no record set"),
        ({"conformsTo": "other"}, "JSON of another kind"),
    ],
)
def test_croissant_that_is_not_plain_is_refused(tmp_path: Path, changes: dict[str, object], reason: str) -> None:
    with pytest.raises(DataError, match=reason):
        open_dataset(as_others_write_it(tmp_path, **changes))


def test_data_of_every_format_are_read_by_the_library(tmp_path: Path) -> None:
    made(tmp_path / "in")
    for form in FORMS:
        export_dataset(open_dataset(tmp_path / "in" / "faces.csv"), tmp_path / form, form)
        table = api.read_data(tmp_path / form).table
        assert (len(table), table["gender"].value_counts()["Female"]) == (COUNT, 5)


def test_names_that_file_systems_refuse_are_made_plain(tmp_path: Path) -> None:
    dataset = open_dataset(write_pictures(tmp_path / "p", ["Male/a b.png", "Female/a b.png", f"Male/{'ä' * 80}.png"]))
    names = ("x/a:b?.png", "y/a:b?.png#1,2,3,4", "../..")
    odd = replace(dataset, names=names, decode=lambda name: blobs(names.index(name)), content=None)
    export_dataset(odd, tmp_path / "out", "csv")
    assert {path.name for path in (tmp_path / "out" / "pictures").iterdir()} == {"a-b-.png", "a-b-~2.png", "face.png"}
    picture = Image.open(io.BytesIO((tmp_path / "out" / "pictures" / "face.png").read_bytes()))
    assert np.array_equal(np.asarray(picture), blobs(2))


def test_what_metadata_say_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "croissant.json").write_text('{"@context": ' + "[" * 100_000)
    with pytest.raises(DataError, match="nested too deeply"):
        read_croissant(tmp_path / "croissant.json")


@pytest.mark.parametrize("form", FORMS)
def test_the_split_that_data_declare_is_kept(tmp_path: Path, form: str) -> None:
    sides = ["train", "val", "train", "test"] * 3
    lines = [f"{at}.png,{['Male', 'Female'][at // 4 % 2]},{side}" for at, side in enumerate(sides)]
    data = write_pictures(tmp_path / "data", [f"{at}.png" for at in range(COUNT)])
    (data / "faces.csv").write_text("\n".join(["file,gender,subset", *lines]) + "\n")
    dataset = open_dataset(data)
    back = open_dataset(export_dataset(dataset, tmp_path / "out", form).path)
    found = {back.image(row).tobytes(): side for row, side in enumerate(back.own_sides)}
    expected = {"train": "train", "val": "validation", "test": "test"}
    assert [found[dataset.image(row).tobytes()] for row in range(COUNT)] == [expected[side] for side in sides]
    if form == "parquet":
        names = sorted(path.name.partition("-")[0] for path in (tmp_path / "out" / "data").iterdir())
        assert names == ["test", "train", "validation"]
        assert "{split: validation, path: data/validation-*.parquet}" in (tmp_path / "out" / "README.md").read_text()
