"""What a model answers is chosen among the columns of the data, and its chart follows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from training_fakes import FakeLaunch
from using import click

from core.datasets.dataset import FaceDataset
from core.schema import ATTRIBUTES, ETHNICITY, GENDER, Attribute, Column
from core.training.events import BatchDone, Ended, EpochDone
from core.training.presets import PRESETS
from core.training.recipe import Recipe
from desktop.training.charts import CompareChart, TrainingChart
from desktop.training.recipe_form import RecipeForm
from desktop.training.run_page import RunView
from desktop.training.session import Order, TrainingSession
from desktop.widgets.theme import Theme

AGE_BAND = Attribute("age_band", ("0-17", "18-39", "40-64", "65+"), title="Age band")
GLASSES = Attribute("glasses", ("without", "with"), target_error=0.02)
SAME = Attribute("same", ("a", "b"))
COUNT = 60


def data_set(*attributes: Attribute) -> FaceDataset:
    at = np.arange(COUNT)
    return FaceDataset(
        title="Made",
        terms="made",
        names=tuple(f"{row}.png" for row in at),
        ages=at,
        columns={one.name: Column(one, at % len(one.labels) if one is not SAME else 0 * at) for one in attributes},
        skipped=(),
        grey=np.zeros((COUNT, 8, 8), np.uint8),
    )


@pytest.fixture
def form(look: Theme, qtbot: QtBot) -> RecipeForm:
    made = RecipeForm(PRESETS["report"])
    qtbot.addWidget(made)
    made.show()
    return made


def chosen(form: RecipeForm) -> Recipe:
    recipe = form.recipe
    assert recipe is not None
    return recipe


def row(epoch: int, names: tuple[str, ...]) -> dict[str, float]:
    own = {f"{name}_accuracy": 0.9 for name in names}
    return {"epoch": epoch, "loss": 1.0, "validation_loss": 1.1, **own} | {
        **{f"validation_{name}": share - 0.1 for name, share in own.items()},
        "score": 0.8,
        "seconds": 1.0,
    }


def test_by_default_it_is_what_facet_knows_and_the_recipe_stays_the_preset(form: RecipeForm) -> None:
    form.use_dataset(data_set(AGE_BAND, GENDER, ETHNICITY))
    columns = form.columns
    assert [name for name, box in columns.answers.items() if box.isChecked()] == ["gender", "ethnicity"]
    assert [name for name, box in columns.groups.items() if box.isChecked()] == ["gender", "ethnicity", "age"]
    assert chosen(form) == PRESETS["report"]
    assert [field.value for field in columns.errors.values() if not field.isHidden()] == [0.05, 0.1]


def test_where_the_data_have_nothing_that_facet_knows_it_is_all_but_age(form: RecipeForm) -> None:
    form.use_dataset(data_set(AGE_BAND, GLASSES, SAME))
    columns = form.columns
    assert [name for name, box in columns.answers.items() if box.isChecked()] == ["age_band", "glasses"]
    assert not columns.answers["same"].isEnabled() and columns.groups["same"].isEnabled()
    assert columns.errors["glasses"].value == 0.02
    assert chosen(form).answers == ()


def test_a_third_column_is_answered_with_errors_of_its_own(form: RecipeForm) -> None:
    form.use_dataset(data_set(GENDER, ETHNICITY, AGE_BAND))
    click(form.columns.answers["age_band"])
    click(form.columns.groups["age_band"])
    form.columns.errors["age_band"].input.setText("0.2")
    recipe = chosen(form)
    assert recipe.answers == ("gender", "ethnicity", "age_band")
    assert recipe.groups == ("gender", "ethnicity", "age", "age_band")
    assert recipe.target_errors == {"age_band": 0.2}
    form.columns.errors["age_band"].input.setText("2")
    assert form.recipe is None
    # Of what was chosen, other data keep what they have.
    form.columns.errors["age_band"].input.setText("0.2")
    form.use_dataset(data_set(GENDER, AGE_BAND))
    assert chosen(form).answers == ("gender", "age_band")
    form.use_dataset(data_set(GENDER, GLASSES))
    assert chosen(form).answers == ()


def test_nothing_to_answer_is_said_where_it_is_chosen(form: RecipeForm) -> None:
    form.use_dataset(data_set(GENDER, AGE_BAND))
    click(form.columns.answers["gender"])
    assert form.recipe is None
    assert form.columns.fault.text() == "Choose at least one column for the model to answer."
    click(form.columns.answers["age_band"])
    assert chosen(form).answers == ("age_band",)
    assert not form.columns.fault.isVisible()
    for name in ("gender", "age"):
        click(form.columns.groups[name])
    assert form.recipe is None
    assert "group the figures by" in form.columns.fault.text()


def test_a_recipe_that_does_not_fit_the_data_says_so_and_can_be_mended(form: RecipeForm) -> None:
    form.use_dataset(data_set(GENDER, AGE_BAND))
    form.show_recipe(PRESETS["report"].model_copy(update={"answers": ("gender", "glasses")}))
    assert form.recipe is None
    assert "Made has no label of glasses for any picture" in form.fault.text()
    assert form.columns.answers["glasses"].isChecked()
    click(form.columns.answers["glasses"])
    assert chosen(form) == PRESETS["report"]
    assert not form.fault.isVisible()
    form.fields["mitigation", "method"].input.setCurrentIndex(1)
    assert form.recipe is None
    assert "no groups between which the errors of gender could be equalized" in form.fault.text()
    click(form.mitigation.groups["age_band"])
    assert chosen(form).mitigation.groups == ("age_band",)


def test_errors_of_any_answer_are_evened_out_between_any_columns(form: RecipeForm) -> None:
    form.use_dataset(data_set(GENDER, AGE_BAND, GLASSES))
    click(form.columns.answers["age_band"])
    form.mitigation.of.setCurrentIndex(form.mitigation.of.findData("age_band"))
    click(form.mitigation.groups["glasses"])
    made = chosen(form)
    assert (made.mitigation.of, made.mitigation.groups) == ("age_band", ("glasses",))
    form.show_recipe(PRESETS["report"])
    assert chosen(form) == PRESETS["report"]
    form.show_recipe(made)
    assert chosen(form) == made
    # What is answered no more cannot be evened out.
    click(form.columns.answers["age_band"])
    assert chosen(form).mitigation.of == ""


def test_a_third_attribute_that_ships_is_offered_without_data(
    look: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ATTRIBUTES, GLASSES.name, GLASSES)
    form = RecipeForm(PRESETS["report"])
    qtbot.addWidget(form)
    assert list(form.columns.answers) == ["gender", "ethnicity", "glasses"]


@pytest.mark.parametrize("names", [("age_band",), ("gender", "ethnicity", "age_band"), tuple("abcdefg")])
def test_there_is_a_chart_per_answer(look: Theme, qtbot: QtBot, names: tuple[str, ...]) -> None:
    launch = FakeLaunch()
    session = TrainingSession(launch_process=launch)
    view = RunView(session)
    qtbot.addWidget(view)
    view.resize(1232, 620)
    view.show()
    order = Order(Path("faces.csv"), PRESETS["report"], Path("runs") / "mine")
    session.start(order)
    assert list(view.chart.panels) == ["loss", "gender_accuracy", "ethnicity_accuracy"]
    qtbot.waitUntil(lambda: bool(launch.processes))
    launch.process.say(BatchDone(1, 1, 2, 1.0, dict.fromkeys(names, 0.7), 100.0))
    measures = ["loss", *(f"{name}_accuracy" for name in names)]
    qtbot.waitUntil(lambda: list(view.chart.panels) == measures)
    launch.process.say(EpochDone(row(1, names)))
    qtbot.waitUntil(lambda: view.chart.rows_shown == 1)
    panel = view.chart.panels[f"{names[-1]}_accuracy"]
    assert f"Perceived {names[-1].replace('_', ' ')}, accuracy" == panel.title.text()
    assert "80.0" in panel.readout.text() and "90.0" in panel.readout.text()
    scroll = view.chart._accuracies.verticalScrollBar()
    assert bool(scroll.maximum()) == (len(names) > 6)
    launch.process.say(Ended("cancelled", 1, 1))
    qtbot.waitUntil(lambda: not session.running)
    session.close()


def test_up_to_four_charts_fit_a_small_screen(look: Theme, qtbot: QtBot) -> None:
    chart = TrainingChart()
    qtbot.addWidget(chart)
    chart.show_answers(("gender", "ethnicity", "age_band", "glasses"))
    chart.resize(900, 400)
    chart.show()
    assert chart._accuracies.verticalScrollBar().maximum() == 0


def test_runs_with_other_answers_are_compared_in_all_of_them(look: Theme, qtbot: QtBot) -> None:
    chart = CompareChart()
    qtbot.addWidget(chart)
    chart.show_runs({"one": [row(1, ("gender",))], "other": [row(1, ("gender", "age_band"))]})
    assert list(chart.panels) == ["loss", "gender_accuracy", "age_band_accuracy"]
    chart.show_runs({"one": []})
    assert list(chart.panels) == ["loss", "gender_accuracy", "age_band_accuracy"]
