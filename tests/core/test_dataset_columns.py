"""Columns of any name: which become attributes, and what of them every reader, count and report shows."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from made_data import HEADER, blobs, encoded, grey, pixels, row, write_csv, write_pictures

from core.cli.main import main
from core.datasets import table
from core.datasets.audit import audit
from core.datasets.audit_report import render_html
from core.datasets.columns import ColumnMap
from core.datasets.dataset import FaceDataset, SkippedRow
from core.datasets.groups import cells, counts_of, main_columns
from core.datasets.open import open_dataset
from core.datasets.splits import SIDES, describe_split, split
from core.datasets.utkface import to_csv, to_folder
from core.errors import DataError
from core.schema import ATTRIBUTES, Attribute
from core.training.sides import make_split

GLASSES = ("yes", "no", "no", "", "yes", "no", "yes", "no")


def labels_of(dataset: FaceDataset, name: str) -> list[str | None]:
    return [dataset.columns[name].label(row) for row in range(len(dataset))]


def write_table(folder: Path, columns: Mapping[str, Sequence[object]]) -> Path:
    """A CSV file beside a picture per row."""
    count = len(next(iter(columns.values())))
    names = [f"faces/{at}.png" for at in range(count)]
    write_pictures(folder, names)
    with (folder / "labels.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("file", *columns))
        writer.writerows(zip(names, *columns.values(), strict=True))
    return folder / "labels.csv"


def test_a_further_column_becomes_an_attribute(tmp_path: Path) -> None:
    path = write_table(tmp_path, {"sex": ["f", "m"] * 4, "Glasses": GLASSES, "age_band": ["10-19", "2-9"] * 4})
    for dataset in (open_dataset(path), open_dataset(tmp_path)):
        assert list(dataset.columns) == ["gender", "glasses", "age_band"]
        assert dataset.columns["glasses"].attribute == Attribute("glasses", ("no", "yes"), title="Glasses")
        assert labels_of(dataset, "glasses") == [word or None for word in GLASSES]
        assert dataset.columns["age_band"].attribute.labels == ("2-9", "10-19")
        assert labels_of(dataset, "gender") == ["Female", "Male"] * 4


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ([1, 2, 10, 2, 1, 10], ("1", "2", "10")),
        (["1.0", "0.0", "", "1.0", "0.0", ""], ("0", "1")),
        (["1.0", "1", "0.00", "0", "", ""], ("0", "1")),
        (["01", "02", "01", "02", "", ""], ("01", "02")),
        ([-1, 1, -1, 1, 1, 1], ("1", "-1")),
        (["новая", "старая"] * 3, ("новая", "старая")),
        (["TRUE", "FALSE"] * 3, ("FALSE", "TRUE")),
        (["same"] * 6, None),
        ([""] * 6, None),
        (["a", "b", "c", "d", "e", "a"], None),
        ([0.5, 0.25] * 3, None),
        (["x.jpg", "y.jpg"] * 3, None),
        (["A long remark about the picture, as nobody would write it as a label.", "no"] * 3, None),
    ],
)
def test_only_words_that_repeat_are_labels(
    tmp_path: Path, words: Sequence[object], labels: tuple[str, ...] | None
) -> None:
    dataset = open_dataset(write_table(tmp_path, {"sex": ["m"] * 6, "what": words}))
    found = dataset.columns.get("what")
    assert (found and found.attribute.labels) == labels


def test_of_up_to_thirty_words_a_column_is_an_attribute(tmp_path: Path) -> None:
    columns = {f"of {count}": [f"word {at % count}" for at in range(70)] for count in (30, 31)}
    dataset = open_dataset(write_table(tmp_path, columns))
    assert list(dataset.columns) == ["of_30"]
    assert dataset.columns["of_30"].attribute.labels[:3] == ("word 0", "word 1", "word 2")


def test_a_column_whose_title_gives_no_name_keeps_it_as_its_title(tmp_path: Path) -> None:
    dataset = open_dataset(write_table(tmp_path, {"очки": ["да", "нет"] * 2, "2nd": ["a", "b"] * 2}))
    titles = {name: one.attribute.title for name, one in dataset.columns.items()}
    assert titles == {"column_2": "очки", "column_3": "2nd"}


def test_a_title_shows_no_underscores(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = write_table(tmp_path, {"skin_tone": ["light", "dark"] * 3, "Age_Band": ["a", "b"] * 3})
    titles = {name: one.attribute.title for name, one in open_dataset(path).columns.items()}
    assert titles == {"skin_tone": "skin tone", "age_band": "Age Band"}
    assert Attribute("x", ("a", "b"), title="age_ band").title == "age band"
    assert main(["dataset", "inspect", str(path)]) == 0
    assert "Skin tone" in capfd.readouterr().out


def test_data_of_another_attribute_alone_are_data(tmp_path: Path) -> None:
    dataset = open_dataset(write_table(tmp_path, {"glasses": GLASSES, "id": range(8)}))
    assert list(dataset.columns) == ["glasses"]
    assert len(dataset) == 7
    assert dataset.skipped == (SkippedRow("line 5", "no label is given"),)
    assert main_columns(dataset.columns) == ("glasses",)
    with pytest.raises(DataError, match="no label is given"):
        open_dataset(write_table(tmp_path / "none", {"id": range(8), "age": range(8)}))


def test_an_attribute_that_ships_is_found_by_its_name_and_keeps_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    glasses = Attribute("glasses", ("no", "yes"), words={"with": "yes"}, numbered=True, synonyms=("spectacles",))
    monkeypatch.setitem(ATTRIBUTES, "glasses", glasses)
    path = write_table(tmp_path, {"Spectacles": ["with", "0", "NO", "perhaps"]})
    dataset = open_dataset(path)
    assert dataset.columns["glasses"].attribute is glasses
    assert labels_of(dataset, "glasses") == ["yes", "no", "no"]
    assert dataset.skipped == (SkippedRow("line 5", "glasses 'perhaps' is not one of 0, 1, no, yes"),)
    folder = write_pictures(tmp_path / "classes", ["with/1.png", "no/2.png", "no/3.png"])
    assert labels_of(open_dataset(folder), "glasses") == ["no", "no", "yes"]
    found = audit(dataset)
    assert found.cells[0].labels == {"gender": None, "ethnicity": None, "glasses": "no", "age": None}


def test_a_column_is_mapped_to_an_attribute_of_any_name(tmp_path: Path) -> None:
    path = write_table(tmp_path, {"x": ["a", "b", "c", "d"]})
    dataset = open_dataset(path, columns=ColumnMap(picture="file", attributes={"hat": "x"}))
    assert dataset.columns["hat"].attribute.labels == ("a", "b", "c", "d")


def test_the_utkface_csv_may_have_further_columns_and_its_cache_holds_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"{row(at, gender=at % 2)},{word},{at}" for at, word in enumerate(GLASSES)]
    path = write_csv(tmp_path / "a.csv", lines, header=f"{HEADER},glasses,number")
    first = open_dataset(path)
    monkeypatch.setattr(table, "parse_pixels", None)
    for dataset in (first, open_dataset(path)):
        assert dataset.title == "UTKFace CSV"
        assert list(dataset.columns) == ["gender", "ethnicity", "age", "glasses"]
        assert labels_of(dataset, "glasses") == [word or None for word in GLASSES]
        assert dataset.columns["glasses"].attribute == first.columns["glasses"].attribute


def test_grey_pictures_without_the_usual_labels_lose_no_row_but_those_without_any(tmp_path: Path) -> None:
    lines = [f"{word},{at},{pixels(at)}" for at, word in enumerate(GLASSES)]
    path = write_csv(tmp_path / "a.csv", lines, header="glasses,number,pixels")
    dataset = open_dataset(path)
    kept = [at for at, word in enumerate(GLASSES) if word]
    assert labels_of(dataset, "glasses") == [GLASSES[at] for at in kept]
    assert dataset.skipped == (SkippedRow("line 5", "no label is given"),)
    assert np.array_equal(np.asarray(dataset.grey), np.stack([grey(at) for at in kept]))
    without = write_csv(tmp_path / "b.csv", [f"1,face,30,{pixels(1)}"], header="gender,img_name,age,pixels")
    assert list(open_dataset(without).columns) == ["gender", "age"]


@pytest.mark.parametrize("above", ["glasses", "data/glasses", ""])
def test_folders_named_for_other_classes_are_one_attribute(tmp_path: Path, above: str) -> None:
    folder = write_pictures(
        tmp_path, [f"{above}/{label}/{at}.png".lstrip("/") for label in ("yes", "no") for at in "12"]
    )
    dataset = open_dataset(folder)
    assert list(dataset.columns) == ["glasses" if above else "label"]
    assert dataset.columns[next(iter(dataset.columns))].attribute.labels == ("no", "yes")
    assert [name.split("/")[-2] for name in dataset.names] == labels_of(dataset, next(iter(dataset.columns)))


def test_folders_of_several_attributes_and_of_a_split(tmp_path: Path) -> None:
    both = write_pictures(
        tmp_path / "both", [f"{what}/{label}/{at}.png" for what in ("hat", "glasses") for label in "ab" for at in "123"]
    )
    assert list(open_dataset(both).columns) == ["glasses", "hat"]
    names = [f"{side}/{label}/{at}.png" for side in ("train", "val") for label in ("cat", "dog") for at in "12"]
    parts = write_pictures(tmp_path / "parts", names)
    dataset = open_dataset(parts)
    assert labels_of(dataset, "label") == ["cat", "cat", "dog", "dog"] * 2
    people = [f"{at}/{at}.png" for at in range(40)]
    with pytest.raises(DataError, match="neither the names"):
        open_dataset(write_pictures(tmp_path / "people", people))


def test_parts_of_utkface_are_no_classes(tmp_path: Path) -> None:
    names = ["part1/5_1_4_x.png", "part1/odd.png", "part2/6_0_1_x.png", "part2/7_0_1_x.png"]
    assert open_dataset(write_pictures(tmp_path, names)).title == "UTKFace"


def test_counts_contradictions_and_pages_are_of_every_column(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = write_table(tmp_path, {"glasses": ["yes", "no"] * 3, "camera <1>": ["a", "a", "b"] * 2, "age": [3] * 6})
    (tmp_path / "faces" / "1.png").write_bytes(encoded(blobs(0)))
    dataset = open_dataset(path)
    found = audit(dataset)
    assert found.leave_out["contradicting"].tolist() == [0, 1]
    assert found.near.contradicting == 1
    counts = {"age": {"3-9": 6}, "glasses": {"no": 3, "yes": 3}, "camera_1": {"a": 4, "b": 2}}
    assert found.summary()["counts"] == counts
    assert {one.label for one in found.light} == {"3-9", "no", "yes", "a", "b", "no, a", "no, b", "yes, a", "yes, b"}
    page = render_html(found)
    assert "<caption>Camera &lt;1&gt;</caption>" in page
    assert "<caption>Glasses and camera &lt;1&gt;</caption>" in page
    assert "glasses: yes" in page
    assert main(["dataset", "inspect", str(path), "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["counts"] == counts
    for command in ("inspect", "audit"):
        assert main(["dataset", command, str(path)]) == 0
        said = capfd.readouterr().out
        assert "Glasses" in said
        assert "Camera <1>" in said
        assert "Perceived" not in said


def test_cells_are_crossings_of_the_columns_asked_for(tmp_path: Path) -> None:
    dataset = open_dataset(write_table(tmp_path, {"sex": ["m", "f"] * 4, "glasses": GLASSES}))
    found = cells(dataset, ("glasses", "gender"), np.arange(4))
    assert [(dict(cell.labels), cell.count) for cell in found] == [
        ({"glasses": None, "gender": "Female"}, 1),
        ({"glasses": "no", "gender": "Male"}, 1),
        ({"glasses": "no", "gender": "Female"}, 1),
        ({"glasses": "yes", "gender": "Male"}, 1),
    ]
    assert [cell.count for cell in cells(dataset, ())] == [8]
    assert counts_of(dataset.columns["glasses"]) == {"no": 4, "yes": 3, "not given": 1}


def test_a_split_spreads_the_columns_it_is_given(tmp_path: Path) -> None:
    dataset = open_dataset(write_table(tmp_path, {"glasses": ["yes", "no"] * 50, "hat": ["a"] * 80 + ["b"] * 20}))
    rows = np.arange(100)
    assert len(split((), rows, rows=rows, seed=1).train) == 76
    for made in (
        make_split(dataset, rows, answers=("glasses", "hat"), rows=rows, seed=1),
        make_split(dataset, rows, answers=("hat",), rows=rows, seed=1),
    ):
        described = describe_split(made, dataset, ("hat",))
        assert [one.side for one in described] == list(SIDES)
        assert {dict(cell.labels)["hat"] for cell in described[0].cells} == {"a", "b"}
        shares = {cell.labels["hat"]: cell.count for cell in described[0].cells}
        assert 58 <= shares["a"] <= 64
        assert 13 <= shares["b"] <= 18


def test_a_csv_is_written_of_any_columns_and_read_again(tmp_path: Path) -> None:
    lines = [f"{word},{at % 3},{at},{pixels(at)}" for at, word in enumerate(GLASSES)]
    path = write_csv(tmp_path / "a.csv", lines, header="glasses,race,age,pixels")
    dataset = open_dataset(path)
    assert to_csv(dataset, tmp_path / "b.csv").rows == 8
    assert (tmp_path / "b.csv").read_text().splitlines()[0] == "age,ethnicity,img_name,pixels,glasses"
    again = open_dataset(tmp_path / "b.csv")
    assert list(again.columns) == list(dataset.columns) == ["ethnicity", "age", "glasses"]
    for name in dataset.columns:
        assert labels_of(again, name) == labels_of(dataset, name)
    assert np.array_equal(np.asarray(again.grey), np.asarray(dataset.grey))
    assert to_folder(dataset, tmp_path / "out").skipped[0].reason == "UTKFace's file names need age, gender, ethnicity"
