"""Audits of other people's models from a CSV file of their answers."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import pytest
from made_data import write_pictures

from core.cli.main import main
from core.errors import DataError
from core.evaluation.comparison import compare
from core.evaluation.figures import measure
from core.evaluation.predictions import LabelledPredictions
from core.evaluation.predictions_file import read_predictions, rows_as_in, write_predictions
from core.evaluation.report import Report
from core.schema import AGE, ETHNICITY, GENDER, NOT_GIVEN, Attribute, Column

FACES = 600
GLASSES = Attribute("glasses", ("none", "reading", "sun"))


def biased_answers(seed: int = 0) -> LabelledPredictions:
    """A model that errs in 30 of 100 faces of Black women and in 5 of 100 others, and does not find a few."""
    draw = np.random.default_rng(seed)
    gender, ethnicity = draw.integers(0, 2, FACES), draw.integers(0, 5, FACES)
    ages = draw.integers(-1, len(AGE.labels), FACES)
    errs = draw.random(FACES) < np.where((gender == 1) & (ethnicity == 1), 0.3, 0.05)
    right = draw.uniform(0.55, 1, FACES)
    chosen = np.where(errs, 1 - gender, gender)
    probabilities = np.empty((FACES, 2))
    probabilities[np.arange(FACES), chosen] = right
    probabilities[np.arange(FACES), 1 - chosen] = 1 - right
    found = draw.random(FACES) > 0.02
    return LabelledPredictions(
        model="biased",
        data="made",
        rows=np.arange(FACES),
        found=found,
        attributes={"gender": GENDER},
        probabilities={"gender": np.where(found[:, None], probabilities, 0.5)},
        thresholds={"gender": np.full(FACES, 0.7)},
        columns={
            "gender": Column(GENDER, np.where(draw.random(FACES) < 0.03, NOT_GIVEN, gender)),
            "ethnicity": Column(ETHNICITY, ethnicity),
            "age": Column(AGE, ages),
            "glasses": Column(GLASSES, draw.integers(0, 3, FACES)),
        },
    )


def write(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def names_of(count: int) -> list[str]:
    return [f"face {at:04}.jpg" for at in range(count)]


def as_json(predictions: LabelledPredictions) -> dict[str, Any]:
    report = Report({}, measure(predictions, groups=("ethnicity", "glasses"), draws=200)).to_json()
    return {key: value for key, value in report.items() if key not in ("model", "data")}


def test_what_was_written_gives_the_same_figures(tmp_path: Path) -> None:
    made = biased_answers()
    write_predictions(tmp_path / "answers.csv", made, names_of(FACES))
    read = read_predictions(tmp_path / "answers.csv")
    assert read.names == tuple(names_of(FACES))
    # What it was trained on does not stand in the file.
    assert as_json(read.predictions) == as_json(replace(made, shares_training_source=None))
    assert read.predictions.columns["age"].attribute == AGE


def test_the_known_bias_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_predictions(tmp_path / "answers.csv", biased_answers(), names_of(FACES))
    assert main(["evaluate", str(tmp_path / "answers.csv"), "--audit", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    cells = {(cell["gender"], cell["ethnicity"]): cell["accuracy"] for cell in told["cells"]}
    assert min(cells, key=lambda cell: cells[cell]) == ("Female", "Black")
    gap = next(one for one in told["heads"]["gender"]["gaps"] if one["columns"] == ["gender", "ethnicity"])
    assert gap["lowest"] == {"gender": "Female", "ethnicity": "Black"} and gap["more_than_chance"]
    assert told["not_found"] == int((~biased_answers().found).sum())


def test_labels_alone_have_no_calibration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        [f"{at}.jpg", label, predicted]
        for at, (label, predicted) in enumerate([("Male", "m"), ("Female", "Male"), ("Female", "woman"), ("male", "")])
    ]
    file = write(tmp_path / "labels.csv", ["name", "gender", "gender_predicted"], rows)
    assert main(["evaluate", str(file), "--json"]) == 0
    head = json.loads(capsys.readouterr().out)["heads"]["gender"]
    assert head["confusion"] == [[1, 0, 1], [1, 1, 0]]
    assert head["accuracy"] == 0.5
    assert head["calibration_error"] is None and head["reliability"] == []
    assert main(["evaluate", str(file)]) == 0


def test_any_attribute_and_other_spellings(tmp_path: Path) -> None:
    rows = [["a.jpg", "sun", 0.1, 0.2, 0.7, "true"], ["b.jpg", "none", 0.4, 0.3, 0.3, "false"]]
    header = ["Path", "Glasses", "glasses_none", "glasses_reading", "Glasses_Sun", "glasses_uncertain"]
    read = read_predictions(write(tmp_path / "g.csv", header, rows)).predictions
    assert read.attributes["glasses"].labels == ("none", "reading", "sun")
    assert read.predicted("glasses").tolist() == [2, 0]
    assert read.labels("glasses").tolist() == [2, 0]
    assert read.answered("glasses").tolist() == [False, True]


def test_probabilities_in_another_order_of_columns(tmp_path: Path) -> None:
    header = ["gender", "gender_Female", "gender_Male"]
    read = read_predictions(write(tmp_path / "g.csv", header, [["Male", 0.25, 0.75], ["Female", 1, 0]])).predictions
    assert read.attributes["gender"] == GENDER
    assert read.probabilities["gender"].tolist() == [[0.75, 0.25], [0, 1]]


BROKEN: Mapping[str, tuple[Sequence[str], Sequence[Sequence[object]], str]] = {
    "no answers": (["name", "gender"], [["a", "Male"]], "no column of answers"),
    "sum": (["gender", "gender_Male", "gender_Female"], [["Male", 0.9, 0.3]], "row 1: .* sum to 1.2"),
    "negative": (["gender", "gender_Male", "gender_Female"], [["Male", 1.1, -0.1]], "row 1"),
    "half empty": (["gender", "gender_Male", "gender_Female"], [["Male", 1, 0], ["Male", 1, ""]], "row 2 lacks"),
    "unknown": (["gender", "gender_predicted"], [["Male", "Male"], ["Male", "tree"]], "row 2: gender_predicted 'tree'"),
    "other labels": (["gender", "gender_a", "gender_b"], [["Male", 1, 0]], "are not those of Male, Female"),
    "some attributes": (
        ["gender_predicted", "ethnicity_predicted"],
        [["Male", "White"], ["Male", ""]],
        "row 2 has answers to some",
    ),
    "no rows": (["gender", "gender_predicted"], [], "no rows"),
    "flag": (["gender_predicted", "gender_uncertain"], [["Male", "perhaps"]], "row 1: gender_uncertain 'perhaps'"),
    "columns": (["gender", "gender_predicted"], [["Male"]], "line 2: 1 columns instead of 2"),
    "one label": (["mood", "mood_predicted"], [["fine", "fine"]], "mood"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_wrong_is_said(case: str, tmp_path: Path) -> None:
    header, rows, reason = BROKEN[case]
    with pytest.raises(DataError, match=reason):
        read_predictions(write(tmp_path / "broken.csv", header, rows))


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("name;gender_Male;gender_Female", ["a.png;97,5;2,5", "b.png;25;75"]),
        (",gender_Male,gender_Female", ["a.png,97.5%,2.5%", "b.png,25 %,75 %"]),
        ("image_id,gender_Female,gender_Male", ["a.png,0.0249,0.9741", "b.png,0.7493,0.2498", "c.png,nan,nan"]),
    ],
)
def test_probabilities_as_spreadsheets_and_pandas_write_them(tmp_path: Path, header: str, rows: list[str]) -> None:
    (tmp_path / "answers.csv").write_text("\n".join([header, *rows]) + "\n")
    read = read_predictions(tmp_path / "answers.csv")
    assert read.names[:2] == ("a.png", "b.png")
    assert read.predictions.probabilities["gender"][:2] == pytest.approx(
        np.array([[0.975, 0.025], [0.25, 0.75]]), abs=1e-3
    )
    assert read.predictions.found.tolist() == [True, True, False][: len(rows)]


@pytest.mark.parametrize(
    "written",
    ["{}", "C:\\faces\\{}", "/content/faces/{}", "{name}", "{stem}"],
    ids=["same", "windows", "colab", "name", "stem"],
)
def test_rows_are_matched_by_the_ends_of_names(
    tmp_path: Path, written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"{'train' if at % 2 else 'test'}/{at}.png" for at in range(8)]
    data = write_pictures(tmp_path / "data", names)
    (data / "faces.csv").write_text("file,gender\n" + "".join(f"{name},{at % 2}\n" for at, name in enumerate(names)))
    given = [written.format(name, name=PurePosixPath(name).name, stem=PurePosixPath(name).stem) for name in names]
    answers = [(name, ["Male", "Female"][at % 2]) for at, name in enumerate(given)]
    table = write(
        tmp_path / "answers.csv", ["name", "gender_predicted"], [("elsewhere.png", "Male"), *reversed(answers[2:])]
    )
    assert main(["evaluate", str(table), str(data), "--json"]) == 0
    told = capsys.readouterr()
    report = json.loads(told.out)
    assert report["rows"] == 6 and report["overall"]["gender_accuracy"] == 1
    assert report["how"]["without_answer"] == 2
    assert "2 of 8 faces have no row in the table of answers" in told.err


def test_two_files_are_compared_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made, other = biased_answers(), biased_answers(seed=1)
    other = replace(other, columns=made.columns)
    write_predictions(tmp_path / "first.csv", made, names_of(FACES))
    turned = np.arange(FACES)[::-1][:500].copy()
    write_predictions(tmp_path / "second.csv", other.taken(turned), names_of(FACES))
    assert main(["evaluate", str(tmp_path / "first.csv"), "--against", str(tmp_path / "second.csv"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["against"]
    assert told["model"] == "second" and told["rows"] == 500
    first, second = (read_predictions(tmp_path / f"{name}.csv") for name in ("first", "second"))
    expected = compare(made, other.taken(turned)).heads["gender"].overall
    found = compare(first.predictions, rows_as_in(first, second)).heads["gender"].overall
    assert (found.first, found.second, found.p) == (expected.first, expected.second, expected.p)


def test_a_table_against_a_model_needs_the_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_predictions(tmp_path / "first.csv", biased_answers(), names_of(FACES))
    assert main(["evaluate", str(tmp_path / "first.csv"), "--against", "report-cnn"]) == 2
    assert "needs DATA" in capsys.readouterr().err
    assert main(["evaluate", str(tmp_path / "first.csv"), "--robustness"]) == 2
    assert main(["evaluate", "report-cnn"]) == 2
    assert "DATA is missing" in capsys.readouterr().err
