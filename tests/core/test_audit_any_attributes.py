"""Whatever a model answers and data say is measured alike: other attributes than those that ship, and fewer."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_data import row, write_csv

from core.cli.evaluation_tables import print_evaluation
from core.cli.main import main
from core.datasets.dataset import FaceDataset
from core.errors import DataError
from core.evaluation.asking import ask
from core.evaluation.calibration import Calibration
from core.evaluation.card import CardText, by_data, flat, flat_results, render_card
from core.evaluation.comparison import compare, compare_framings, verdict
from core.evaluation.counterfactual import check_counterfactuals
from core.evaluation.figures import measure
from core.evaluation.groups import Group
from core.evaluation.predictions import LabelledPredictions, in_labels_of
from core.evaluation.report import Report, render_html
from core.evaluation.words import counterfactual_lines, summary
from core.model.bundle import MANIFEST, load_bundle, sha256
from core.schema import AGE, ATTRIBUTES, ETHNICITY, GENDER, NOT_GIVEN, Attribute, Column, age_column, column_of_words

GLASSES = Attribute("glasses", ("no", "yes"))
TONE = Attribute("skin_tone", ("light", "medium", "dark"), title="skin tone")


def wearing(count: int = 3000, *, dark: float = 0.7, seed: int = 1, model: str = "glasses 1.0") -> LabelledPredictions:
    """A model that answers for glasses, worse where the skin is dark, and for the ethnicity, which nobody labelled."""
    random = np.random.default_rng(0)
    worn, tone = random.integers(0, 2, count), random.integers(0, 3, count)
    gender, ages = random.integers(0, 2, count), random.integers(0, 90, count)
    right = np.where(tone == 2, dark, 0.93)
    chance = np.random.default_rng(seed).random(count) < right
    answered = np.where(chance, worn, 1 - worn)
    probabilities = np.repeat((1 - right)[:, np.newaxis], 2, axis=1)
    probabilities[np.arange(count), answered] = right
    return LabelledPredictions(
        model=model,
        data="wearers",
        rows=np.arange(count),
        found=np.ones(count, np.bool_),
        attributes={"glasses": GLASSES, "ethnicity": ETHNICITY},
        probabilities={"glasses": probabilities, "ethnicity": np.full((count, 5), 0.2)},
        thresholds={"glasses": np.full(count, 0.8), "ethnicity": np.full(count, 0.5)},
        columns={
            "gender": Column(GENDER, gender),
            "age": age_column(ages),
            "glasses": Column(GLASSES, worn),
            "skin_tone": Column(TONE, tone),
        },
    )


def test_by_default_it_is_grouped_by_what_ships_and_age_and_says_what_it_could_not_measure() -> None:
    evaluation = measure(wearing(), draws=100)
    assert set(evaluation.heads) == {"glasses"}
    assert [attribute.name for attribute in evaluation.not_measured] == ["ethnicity"]
    found = evaluation.heads["glasses"]
    assert found.groupings == (("gender",), ("age",), ("gender", "age"), ("glasses", "gender"))
    assert found.cell_columns == ("glasses", "gender")
    assert [cell.group.title for cell in found.cells] == [
        "glasses no, Male", "glasses no, Female", "glasses yes, Male", "glasses yes, Female",
    ]  # fmt: skip
    told = " ".join(summary(evaluation))
    assert "Perceived glasses: the model agrees with the labels" in told
    assert "Perceived ethnicity is not measured: the data have no labels of it." in told


def test_a_column_that_nothing_answers_is_an_axis_of_the_audit() -> None:
    evaluation = measure(wearing(), groups=("skin_tone", "gender"), draws=200)
    found = evaluation.heads["glasses"]
    assert found.groupings[:3] == (("skin_tone",), ("gender",), ("skin_tone", "gender"))
    gap = next(gap for gap in found.gaps if (gap.columns, gap.figure) == (("skin_tone",), "accuracy"))
    assert gap.lowest == Group((TONE,), ("dark",)) and gap.more_than_chance
    assert gap.low < 0.93 - 0.7 < gap.high
    rows = wearing().examples("glasses", gap.lowest, wrong=True)
    (group,) = (one for one in found.of(("skin_tone",)) if one.group == gap.lowest)
    assert len(rows) == group.count - round(group.accuracy.value * group.count)
    with pytest.raises(DataError, match="no column camera"):
        measure(wearing(), groups=("camera",))


def test_every_form_of_it_holds_any_attribute() -> None:
    made = wearing()
    evaluation = measure(made, groups=("gender", "skin_tone"), draws=100)
    other = compare(made, wearing(dark=0.9, model="other 1.0"), draws=100)
    told = json.loads(json.dumps(Report({}, evaluation, other).to_json()))
    assert told["not_measured"] == ["ethnicity"]
    assert told["overall"].keys() == {"glasses_accuracy", "glasses_balanced_accuracy"}
    assert set(told["cells"][0]) == {"head", "glasses", "gender", "n", "small", "accuracy", "low", "high"}
    assert {"skin_tone": "dark"} in [one["group"] for one in told["heads"]["glasses"]["groups"]]
    assert told["against"]["heads"].keys() == {"glasses"}
    page = render_html(Report({}, evaluation), names=[str(at) for at in range(len(made))], terms="free")
    assert "Accuracy by skin tone" in page and "skin tone dark" in page
    text = CardText("m", "s", [], [], [("test", 3000)], "", "t")
    how = {name: Calibration(1.0, 0.8, 0.1) for name in made.attributes}
    labels = {name: made.labels(name) for name in made.attributes}
    framing = compare_framings(made.probabilities, made.probabilities, made.found, labels)
    assert set(framing.lost) == {"glasses"}
    card = render_card(text, evaluation, how, framing, uncalibrated={"glasses": 0.1})
    assert "### Perceived glasses" in card and "skin tone dark" in card
    held = flat_results(evaluation, framing)
    assert {"glasses_accuracy", "glasses_worst_group_accuracy"} <= set(held)


def test_labels_are_shown_as_they_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    odd = Attribute("glasses", ("[/red]", "<b>yes</b>"), title="[bold]Glasses")
    made = wearing(300)
    columns = {**made.columns, "glasses": Column(odd, made.labels("glasses"))}
    evaluation = measure(replace(made, attributes={"glasses": odd}, columns=columns), groups=("glasses",), draws=20)
    print_evaluation(evaluation, None)
    assert "[bold]Glasses [/red]" in capsys.readouterr().out
    page = render_html(Report({}, evaluation), names=[str(at) for at in range(300)], terms="free")
    assert "<b>" not in page and "&lt;b&gt;yes" in page


def test_two_models_that_answer_nothing_alike_are_not_compared() -> None:
    first = wearing()
    found = compare(first, wearing(dark=0.93, seed=2, model="fair 1.0"), groups=("skin_tone",), draws=300)
    assert "fair 1.0 is better than glasses 1.0" in verdict(found, "glasses")
    assert [one.group.title for one in found.heads["glasses"].groups if one.more_than_chance] == ["skin tone dark"]
    other = replace(
        first,
        attributes={"gender": GENDER},
        probabilities={"gender": np.full((len(first), 2), 0.5)},
        thresholds={"gender": np.zeros(len(first))},
    )
    with pytest.raises(DataError, match="no answer in common"):
        compare(first, other)


def test_labels_of_data_are_read_in_the_order_that_the_model_knows() -> None:
    given = column_of_words("Glasses", ["yes", "No", "", "sunglasses", "No", "yes"])
    assert given.attribute.labels == ("No", "sunglasses", "yes")
    assert in_labels_of(GLASSES, given).values.tolist() == [1, 0, NOT_GIVEN, NOT_GIVEN, 0, 1]
    with pytest.raises(ValueError, match="expected the model's"):
        replace(wearing(6), columns={"glasses": given})


def test_a_third_attribute_that_ships_is_grouped_by_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ATTRIBUTES, "glasses", GLASSES)
    found = measure(wearing(), draws=50).heads["glasses"]
    assert ("gender", "glasses") in found.groupings and ("glasses", "age") in found.groupings
    assert {"yes, Female", "Female, yes"} & {cell.group.title for cell in found.cells}


def test_data_without_a_label_of_what_is_answered_are_refused() -> None:
    nothing = replace(wearing(), columns={"gender": wearing().columns["gender"]})
    with pytest.raises(DataError, match=r"no label of what the model answers \(glasses, ethnicity\)"):
        measure(nothing)


def test_each_data_set_is_measured_for_what_it_has_labels_of() -> None:
    made, at = wearing(600), np.arange(600)

    def part(title: str, start: int, columns: dict[str, Column]) -> FaceDataset:
        return FaceDataset(
            title=title,
            terms="free",
            names=tuple(map(str, range(start, start + 300))),
            ages=np.full(300, -1),
            columns=columns,
            skipped=(),
            decode=lambda name: np.zeros((4, 4, 3), np.uint8),
        )

    parts = (part("Worn", 0, {"glasses": made.columns["glasses"].taken(at < 300)}), part("Bare", 300, {}))
    both = replace(parts[0], names=(*parts[0].names, *parts[1].names), ages=np.full(600, -1), columns={}, parts=parts)
    unlabelled = np.where(at < 300, made.labels("glasses"), NOT_GIVEN)
    found = by_data(replace(made, columns={"glasses": Column(GLASSES, unlabelled)}), both)
    assert [(one.data, one.attribute.name) for one in found] == [("Worn", "glasses")]
    assert "Worn glasses_accuracy_without_infants" in flat(found)


@pytest.fixture
def only_gender(report_cnn: Path, tmp_path: Path) -> Path:
    """The shipped model, and that it answers the ethnicity forgotten."""
    bundle = Path(shutil.copytree(report_cnn, tmp_path / "models" / "only-gender"))
    held = json.loads((bundle / MANIFEST).read_text("utf-8"))
    held["name"] = "only-gender"
    del held["heads"]["ethnicity"]
    (bundle / MANIFEST).write_text(json.dumps(held), "utf-8")
    assert sha256((bundle / "model.tflite").read_bytes()) == held["files"]["model.tflite"]
    return bundle


def test_the_command_measures_a_model_that_answers_less(
    only_gender: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    csv = write_csv(tmp_path / "a.csv", [row(at, age=at % 90, ethnicity=at % 5, gender=at % 2) for at in range(60)])
    page = tmp_path / "page.html"
    asked = ["evaluate", str(only_gender), str(csv), "--groups", "ethnicity,age", "--robustness", "--limit", "4"]
    assert main([*asked, "--counterfactual", "--html", str(page), "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["heads"].keys() == told["robustness"]["heads"].keys() == {"gender"}
    assert told["counterfactual"]["attribute"] == "gender"
    groups = [tuple(one["group"]) for one in told["heads"]["gender"]["groups"]]
    assert set(groups) == {("ethnicity",), ("age",), ("ethnicity", "age"), ("gender", "ethnicity")}
    assert "Perceived gender" in page.read_text("utf-8")
    assert main([*asked[:3], "--groups", "camera"]) == 3
    assert "no column camera" in capfd.readouterr().err


def test_what_is_answered_is_watched_when_only_the_picture_changes(only_gender: Path, tmp_path: Path) -> None:
    from core.datasets.open import open_dataset

    csv = write_csv(tmp_path / "a.csv", [row(at, age=at % 90, ethnicity=at % 5, gender=at % 2) for at in range(30)])
    bundle, dataset = load_bundle(only_gender), open_dataset(csv)
    found = check_counterfactuals(bundle, dataset, groups=("ethnicity",), minimum=5)
    assert (found.attribute, found.grouped_by) == (GENDER, "labels")
    assert {shift.group.columns for shift in found.changes[0].groups} == {("ethnicity",)}
    assert "the perceived gender changes for" in next(counterfactual_lines(GENDER, found.changes[0]))
    # Of what nobody labelled, it is what the model itself perceives that people are grouped by.
    bare = replace(dataset, columns={}, ages=np.full(30, -1))
    alone = check_counterfactuals(bundle, bare)
    assert alone.grouped_by == "answers"
    assert {shift.group.columns for shift in alone.changes[0].groups} == {("gender",)}
    predictions = ask(bundle, dataset)
    assert set(predictions.attributes) == {"gender"} and AGE.name in predictions.columns
