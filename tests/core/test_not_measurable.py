"""A figure without answers behind it is empty in every form, and a single label is never a perfect score."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_answers import alike, made_asked
from made_data import encoded, row, write_csv, write_pictures

from core.cli.evaluation_tables import print_evaluation
from core.cli.main import main
from core.datasets.dataset import FaceDataset
from core.datasets.open import open_dataset
from core.datasets.splits import Split, save_split
from core.evaluation.calibration import Calibration
from core.evaluation.card import CardText, by_data, flat, flat_results, render_card
from core.evaluation.comparison import compare, compare_framings
from core.evaluation.figures import measure
from core.evaluation.predictions import LabelledPredictions
from core.evaluation.report import Report, render_html
from core.evaluation.similar_faces import similar_faces
from core.schema import ATTRIBUTES, GENDER, Column

SAID = "Perceived gender cannot be measured: Female is the only label in the data"
TEXT = CardText("made 1.0", "Made.", [], [], [("test", 400)], "", "None.")
HOW = {name: Calibration(1.0, 0.8, 0.05) for name in ATTRIBUTES}


def card_of(predictions: LabelledPredictions) -> str:
    labels = {name: predictions.labels(name) for name in ATTRIBUTES}
    framing = compare_framings(predictions.probabilities, predictions.probabilities, predictions.found, labels)
    return render_card(TEXT, measure(predictions, draws=20), HOW, framing, uncalibrated={})


def page_of(predictions: LabelledPredictions) -> str:
    names = [str(at) for at in range(len(predictions))]
    return render_html(Report({}, measure(predictions, draws=20)), names=names, terms="free")


@pytest.fixture
def women() -> LabelledPredictions:
    """A model that is always right, on data that hold women only."""
    made = made_asked(400, gender_rate=alike(1.0))
    return replace(
        made,
        probabilities={**made.probabilities, "gender": np.tile((0.0, 1.0), (400, 1))},
        columns={**made.columns, "gender": Column(GENDER, np.ones(400, np.int64))},
    )


@pytest.fixture
def nobody_found() -> LabelledPredictions:
    return replace(made_asked(200, gender_rate=alike(0.9)), found=np.zeros(200, np.bool_))


def test_a_single_label_is_said_in_every_form_and_measured_in_none(
    women: LabelledPredictions, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluation = measure(women, draws=20)
    assert set(evaluation.heads) == {"ethnicity"}
    assert evaluation.one_label == ((GENDER, "Female"),)
    form = Report({}, evaluation).to_json()
    assert form["one_label"] == {"gender": "Female"}
    assert form["overall"]["gender_accuracy"] is form["overall"]["gender_balanced_accuracy"] is None
    assert set(form["heads"]) == {cell["head"] for cell in form["cells"]} == {"ethnicity"}
    print_evaluation(evaluation, None)
    console = " ".join(capsys.readouterr().out.split())
    for text in (console, page_of(women), card_of(women)):
        assert SAID in text
        assert "Perceived gender: the model agrees" not in text
    assert set(compare(women, women, draws=20).heads) == {"ethnicity"}
    assert not [key for key in flat_results(evaluation, None) if key.startswith("gender")]
    assert not [key for key in similar_faces(women) if key.startswith("similar/gender")]


def test_the_command_says_so_of_data_with_a_single_label_of_everything(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    csv = write_csv(tmp_path / "a.csv", [row(at, age=at, ethnicity=0, gender=1) for at in range(20)])
    page = tmp_path / "page.html"
    asked = ["evaluate", "report-cnn", str(csv), "--audit"]
    assert main([*asked, "--json", "--html", str(page), "--robustness", "--limit", "2", "--against", "facet-64"]) == 0
    form = json.loads(capfd.readouterr().out)
    assert form["one_label"] == {"gender": "Female", "ethnicity": "White"} == form["robustness"]["one_label"]
    assert (form["heads"], form["against"]["heads"], "cells" in form) == ({}, {}, False)
    assert page.read_text("utf-8").count("is the only label") == 4
    assert main(asked) == 0
    assert SAID in " ".join(capfd.readouterr().out.split())


def test_figures_without_an_answer_are_empty_in_every_form(
    nobody_found: LabelledPredictions, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluation = measure(nobody_found, draws=20)
    form = Report({}, evaluation).to_json()["heads"]["gender"]
    for found in (form, *form["groups"]):
        assert found["accuracy"] == 0.0
        assert found["calibration_error"] is found["error_of_answered"] is found["error_of_answered_low"] is None
    men = next(one for one in form["groups"] if one["group"] == {"gender": "Male"})
    assert (men["rates"]["Female"]["true_positive"], men["rates"]["Female"]["true_positive_n"]) == (None, 0)
    print_evaluation(evaluation, None)
    assert " - │" in capsys.readouterr().out
    assert '<td class="number">-</td>' in page_of(nobody_found)
    assert "| - |" in card_of(nobody_found)
    assert not {"gender_calibration_error", "gender_error_of_answered"} & set(flat_results(evaluation, None))


def test_of_a_data_set_in_which_nobody_was_found_there_is_a_row(nobody_found: LabelledPredictions) -> None:
    dataset = FaceDataset(
        title="Made",
        terms="free",
        names=tuple(map(str, range(200))),
        ages=np.full(200, -1),
        columns=dict(nobody_found.columns),
        skipped=(),
        decode=lambda name: np.zeros((4, 4, 3), np.uint8),
    )
    figures = by_data(nobody_found, dataset)
    assert figures[0].calibration_error is None
    assert "Made gender_accuracy" in flat(figures) and "Made gender_calibration_error" not in flat(figures)
    assert "| - |" in render_card(TEXT, measure(nobody_found, draws=20), HOW, None, uncalibrated={}, by_data=figures)


@pytest.fixture
def run(tmp_path: Path, portrait: np.ndarray) -> Path:
    """The folder of a training with the fast detector."""
    pictures = write_pictures(tmp_path / "UTKFace", ["5_1_4_2017.png", "26_0_2_2018.png", "33_1_1_2018.png"])
    (pictures / "41_1_0_2019.png").write_bytes(encoded(portrait))
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "data.json").write_text(json.dumps({"path": str(pictures), "detector": "fast"}))
    rows = np.arange(4)
    save_split(folder / "split.json", Split(rows[:0], rows[:1], rows[:0], rows[1:]), open_dataset(pictures), seed=1)
    return folder


def test_a_run_is_evaluated_with_its_own_detector_and_the_forms_name_it(
    run: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    assert main(["evaluate", "report-cnn", str(run), "--json", "--html", str(page)]) == 0
    assert json.loads(capfd.readouterr().out)["how"]["detector"] == "fast"
    assert "detected with YuNet and CenterFace, fast" in page.read_text("utf-8")
    assert main(["evaluate", "report-cnn", str(run), "--json", "--detector", "thorough"]) == 0
    assert json.loads(capfd.readouterr().out)["how"]["detector"] == "thorough"


@pytest.mark.parametrize("content", ["[" * 100_000, "[]", '{"path": 1}', "\xff", '{"path": "a", "also": 3}'])
def test_a_damaged_file_of_a_run_is_an_error_in_a_line(
    run: Path, content: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (run / "data.json").write_text(content, "latin-1")
    assert main(["evaluate", "report-cnn", str(run)]) == 3
    out, err = capfd.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "data.json" in err
