"""A file whose name a spreadsheet would calculate is harmless in every table, and itself when read back."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_data import row, write_csv, write_pictures
from PIL import Image

from core.cli.main import main
from core.collection.journal import collection_path
from core.collection.table_reader import read_table
from core.datasets.decisions import NewLabels
from core.datasets.open import open_dataset
from core.evaluation.predictions_file import read_predictions
from core.files import plain_text, safe_cell

NAME = "=cmd,x.png" if sys.platform == "win32" else "=cmd|x.png"


def cells(path: Path, column: str) -> list[str]:
    """A column as a spreadsheet gets it."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("# ")]
    return [row[column] for row in csv.DictReader(lines)]


@given(st.text(alphabet="'=+-@\t\r\n1.e9 a"))
def test_every_text_has_a_cell_of_its_own(text: str) -> None:
    cell = safe_cell(text)
    assert plain_text(cell) == text
    assert cell[:1] not in {*"=@\t\r\n"} and (cell[:1] not in {*"+-"} or float(cell) == float(text))


def test_numbers_stay_numbers() -> None:
    for value in (-1, -0.5, None, True, "-1", "+2.5e-3", "a=b", "", "'tis", "0.5"):
        assert safe_cell(value) is value


def test_a_batch_and_its_table_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (40, 40)).save("a.png")
    Path("a.png").rename(NAME)
    Path("@broken.jpg").write_bytes(b"no picture")
    photos = [NAME, "@broken.jpg"]
    command = [*photos, "--model", "report-cnn", "--csv"]
    assert main(["classify", *command, "faces.csv"]) == 1
    assert main(["batch", *command, "batch.csv"]) == 1
    assert main(["batch", *command, "raw.csv", "--raw"]) == 1
    assert main(["classify", *command, "raw-too.csv", "--raw"]) == 1
    capsys.readouterr()
    for out in ("faces.csv", "batch.csv"):
        assert sorted(cells(Path(out), "path")) == sorted(f"'{name}" for name in photos)
        assert not [cell for cell in cells(Path(out), "error") if cell.startswith("@")]
    for out in ("raw.csv", "raw-too.csv"):
        assert sorted(cells(Path(out), "path")) == sorted(photos)
    for out in ("batch.csv", "raw.csv"):
        collection_path(Path(out)).unlink()
        assert sorted(record["path"] for _, record in read_table(Path(out))[1]) == sorted(photos)


def test_tables_of_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [row(at, age=20 + at, gender=at % 2, ethnicity=at % 5) for at in range(12)]
    named = [line.replace("face", "=face") + ("," + ("+", "-")[at % 2]) for at, line in enumerate(lines)]
    data = write_csv(tmp_path / "data.csv", named, header="age,ethnicity,gender,img_name,pixels,glasses")
    names = open_dataset(data).names
    assert names[0] == "=face0.jpg"
    for raw in ([], ["--raw"]):
        apostrophe = "" if raw else "'"
        assert main(["dataset", "audit", str(data), "--csv", str(tmp_path / "audit.csv"), *raw]) == 0
        assert cells(tmp_path / "audit.csv", "name") == [f"{apostrophe}{name}" for name in names]
        out = tmp_path / f"out{len(raw)}.csv"
        assert main(["dataset", "convert", str(data), str(out), *raw]) == 0
        assert cells(out, "glasses")[:2] == [f"{apostrophe}+", f"{apostrophe}-"]
        again = open_dataset(out)
        assert again.names == names
        assert again.columns["glasses"].attribute == open_dataset(data).columns["glasses"].attribute
        answers = tmp_path / "answers.csv"
        command = ["evaluate", "report-cnn", str(data), "--answers", str(answers), *raw]
        assert main(command) == 0
        assert cells(answers, "name")[0] == f"{apostrophe}=face0.jpg"
        assert read_predictions(answers).names == names
    capsys.readouterr()


def test_labels_given_by_hand(tmp_path: Path) -> None:
    names = [f"{at}.png" for at in range(4)]
    labels = NewLabels(write_pictures(tmp_path / "=faces", names))
    given = dict(zip(names, ("-both-", "@left") * 2, strict=True))
    for name, label in given.items():
        labels.give(name, "side", label)
    assert "'=faces/0.png,'-both-" in labels.path.read_text("utf-8")
    assert NewLabels(tmp_path / "=faces").of("side") == given
    assert set(open_dataset(labels.path).columns["side"].attribute.labels) == {"-both-", "@left"}
