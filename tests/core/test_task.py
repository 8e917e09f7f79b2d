"""A model answers what the data declare: any column, with missing labels, and between any groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from core.cli.main import main
from core.datasets.dataset import FaceDataset
from core.datasets.splits import SIDES, Split
from core.errors import DataError
from core.model.bundle import DataSource, HeadSpec, load_bundle
from core.model.classifier import Classifier
from core.schema import ATTRIBUTES, ETHNICITY, GENDER, NOT_GIVEN, Attribute, Column
from core.training import session
from core.training.events import BatchDone, Control, EpochDone, Event, answered_in
from core.training.learner import Learner
from core.training.mitigation import METHODS, MethodName
from core.training.packaging import Description, export_network, write_bundle
from core.training.pictures import EpochBatches, Faces
from core.training.recipe import Mitigation, Recipe, write_recipe
from core.training.run_folder import RunFolder
from core.training.run_writer import writing
from core.training.sides import make_split
from core.training.task import Task, default_groups, task_of, training_warnings
from core.training.trainer import Fitted, fit
from tests.core.made_faces import TINY, learn, write_csv

AGE_BAND = Attribute("age_band", ("0-17", "18-39", "40-64", "65+"), title="Age band")
COUNTRY = Attribute("country", ("KZ", "RU", "TR"))
GLASSES = Attribute("glasses", ("without", "with"), target_error=0.02)
COUNT = 400


def data_set(*attributes: Attribute, ages: bool = False, count: int = COUNT) -> FaceDataset:
    """Grey pictures: one half is brighter for the first label of the first attribute, the whole for those of others."""
    rng = np.random.default_rng(1)
    columns = {one.name: Column(one, rng.integers(0, len(one.labels), count)) for one in attributes}
    pictures = rng.normal(60, 10, (count, 48, 48))
    for at, column in enumerate(columns.values()):
        if at:
            pictures += 30 * column.values[:, None, None]
        else:
            pictures[:, :, :24] += 60 * (column.values == 0)[:, None, None]
    return FaceDataset(
        title="Made",
        terms="made",
        names=tuple(f"{at}.png" for at in range(count)),
        ages=rng.integers(1, 90, count) if ages else np.full(count, -1),
        columns=columns,
        skipped=(),
        grey=np.clip(pictures, 0, 255).astype(np.uint8),
    )


def without(dataset: FaceDataset, name: str, rows: slice) -> FaceDataset:
    """The same without the labels of some rows."""
    values = dataset.columns[name].values.copy()
    values[rows] = NOT_GIVEN
    column = Column(dataset.columns[name].attribute, values)
    return replace(dataset, columns={**dataset.columns, name: column})


def recipe_of(**fields: object) -> Recipe:
    return Recipe.model_validate({**TINY.model_dump(), **fields})


def faces_of(dataset: FaceDataset, task: Task, rows: np.ndarray) -> Faces:
    assert dataset.grey is not None
    pictures = dataset.grey[:, ::3, ::3, None]
    labels, auxiliary = (
        {name: dataset.values(name)[rows] for name in names} for names in (task.columns, task.auxiliary)
    )
    return Faces((pictures,), rows, labels, auxiliary)


def fitted(dataset: FaceDataset, recipe: Recipe, run: Path) -> tuple[Task, Fitted, list[Event]]:
    """A training on all but the last faces, judged by those."""
    task, events = task_of(recipe, dataset), []
    rows = np.arange(len(dataset))
    learned, validated = faces_of(dataset, task, rows[:300]), faces_of(dataset, task, rows[300:])
    with writing(run, recipe, resume=False) as writer:
        return task, fit(recipe, task, learned, validated, writer, Control(events.append)), events


def test_by_default_it_answers_what_ships_and_groups_by_that_and_age() -> None:
    dataset = data_set(AGE_BAND, GENDER, COUNTRY, ages=True)
    task = task_of(TINY, dataset)
    assert dict(task.answers) == {"gender": GENDER}
    assert task.groups == ("gender", "age")
    assert (task.mitigation.of, task.mitigation.columns) == (GENDER, ())


def test_where_nothing_ships_it_answers_every_column_but_age() -> None:
    dataset = data_set(AGE_BAND, COUNTRY, ages=True)
    assert list(task_of(TINY, dataset).answers) == ["age_band", "country"]
    assert default_groups(dataset) == ("age",)


def test_a_third_attribute_that_ships_is_followed_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ATTRIBUTES, GLASSES.name, GLASSES)
    dataset = data_set(COUNTRY, GLASSES, GENDER)
    task = task_of(TINY, dataset)
    assert list(task.answers) == ["gender", "glasses"]
    assert task.mitigation.columns == (GLASSES,)
    assert TINY.target_error(GLASSES) == 0.02
    assert recipe_of(target_errors={"glasses": 0.3}).target_error(GLASSES) == 0.3


@pytest.mark.parametrize(
    ("fields", "code", "named"),
    [
        ({"answers": ["ethnicity"]}, "train.no_labels", "no label of ethnicity .* gender, age_band, country, one"),
        ({"answers": ["gender", "glasses"]}, "train.no_labels", "no label of glasses"),
        ({"answers": ["one"]}, "train.one_label", "same label of one, .* gender, age_band, country"),
        ({"groups": ["city"]}, "train.no_labels", "no label of city"),
        ({"target_errors": {"gendre": 0.1}}, "train.no_labels", "no label of gendre"),
        ({"mitigation": {"of": "country"}}, "train.not_answered", "errors of country .* its answers .gender"),
        ({"mitigation": {"method": "group-dro"}}, "train.no_groups", "errors of gender .* age_band, country, one"),
        ({"mitigation": {"groups": ["gender"]}}, "train.no_groups", "other columns of Made"),
        (
            {"mitigation": {"calibration": "by-group", "groups": ["country"]}},
            "train.not_by_group",
            r"exactly one of the group columns \(country\) among the answers \(gender\)",
        ),
    ],
)
def test_what_the_data_cannot_give_is_said_with_what_they_have(
    fields: dict[str, object], code: str, named: str
) -> None:
    one = Column(Attribute("one", ("a", "b")), np.zeros(COUNT, np.int64))
    dataset = data_set(GENDER, AGE_BAND, COUNTRY)
    dataset = replace(dataset, columns={**dataset.columns, "one": one})
    with pytest.raises(DataError, match=named) as told:
        task_of(recipe_of(**fields), dataset)
    assert told.value.code == code


def test_data_that_give_nothing_to_answer_are_refused() -> None:
    with pytest.raises(DataError, match="Columns with labels: age") as told:
        task_of(TINY, data_set(ages=True))
    assert told.value.code == "train.no_answers"
    assert list(task_of(recipe_of(answers=["age"]), data_set(ages=True)).answers) == ["age"]


def test_rows_that_lack_all_labels_lie_on_no_side_and_those_that_lack_some_do() -> None:
    dataset = without(without(data_set(GENDER, AGE_BAND), "gender", slice(0, 200)), "age_band", slice(100, 250))
    rows = np.arange(COUNT)
    sides = make_split(dataset, rows, answers=("gender", "age_band"), rows=rows, seed=1)
    used = np.sort(np.concatenate([getattr(sides, side) for side in SIDES]))
    assert used.tolist() == [*range(100), *range(200, COUNT)]
    for side in SIDES:
        for name in ("gender", "age_band"):
            assert (dataset.values(name)[getattr(sides, side)] >= 0).any()


def test_a_column_with_labels_too_few_for_every_side_is_refused() -> None:
    rows = np.arange(COUNT)
    with pytest.raises(DataError) as told:
        make_split(
            without(data_set(GENDER, AGE_BAND), "age_band", slice(2, None)),
            rows,
            answers=("gender", "age_band"),
            rows=rows,
            seed=1,
        )
    assert (told.value.code, told.value.values["count"]) == ("train.too_few", 2)


def test_what_the_data_lack_is_said_before_the_training() -> None:
    few = replace(data_set(GENDER), columns={"gender": Column(GENDER, np.arange(COUNT) % 2)})
    one = Column(ETHNICITY, np.zeros(COUNT, np.int64))
    dataset = replace(few, columns={**few.columns, "ethnicity": one})
    rows = np.arange(COUNT)
    split = Split(rows[:40], rows[40:60], rows[60:80], rows[80:])
    task = task_of(TINY, dataset)
    assert tuple(task.answers) == ("gender",)
    assert [text.partition(",")[0] for text in training_warnings(task, dataset, split, batch=64)] == [
        "Every face has the same perceived ethnicity",
        "The training side has 40 pictures",
    ]
    two = replace(dataset, columns={"ethnicity": Column(ETHNICITY, (rows == 0).astype(np.int64))})
    warnings = training_warnings(task_of(TINY, two), two, split, batch=16)
    assert [text for text in warnings if "All faces of the test side have the same perceived ethnicity" in text]
    assert [text for text in warnings if text.startswith("No face is labelled Asian, Indian, Others")]
    three = replace(dataset, columns={"ethnicity": Column(ETHNICITY, np.where(rows < 40, 2, rows % 2))})
    warnings = training_warnings(task_of(TINY, three), three, split, batch=16)
    assert [text for text in warnings if text.startswith("No face of the test side is labelled Asian")]


def test_a_missing_label_teaches_its_head_nothing_and_the_others_all_the_same() -> None:
    dataset = data_set(GENDER, AGE_BAND)
    recipe = recipe_of(answers=["gender", "age_band"], optimizer="sgd")
    whole = next(iter(EpochBatches(*_given(dataset, recipe), 1)))
    labels = whole.labels.copy()
    labels[:, 1] = NOT_GIVEN
    heads = []
    for batch in (whole, replace(whole, labels=labels)):
        learner = Learner(recipe, task_of(recipe, dataset), bf16=False)
        before = {name: learner.served.get_layer(name).get_weights()[0].copy() for name in ("gender", "age_band")}
        metrics = learn(learner, batch, 0.1)
        learner.update_served()
        after = {name: learner.served.get_layer(name).get_weights()[0] for name in before}
        heads.append({name: after[name] - before[name] for name in before})
        assert np.isfinite(metrics["loss"])
    assert np.abs(heads[0]["age_band"]).max() > 0
    assert np.abs(heads[1]["age_band"]).max() == 0
    assert heads[0]["gender"] == pytest.approx(heads[1]["gender"], abs=1e-7)
    assert np.isnan(metrics["age_band_accuracy"])


def _given(dataset: FaceDataset, recipe: Recipe) -> tuple[Faces, Recipe, Task]:
    task = task_of(recipe, dataset)
    return faces_of(dataset, task, np.arange(len(dataset))), recipe, task


def test_figures_are_of_the_faces_with_a_label(tmp_path: Path) -> None:
    dataset = without(data_set(GENDER, AGE_BAND), "age_band", slice(250, 390))
    recipe = recipe_of(answers=["gender", "age_band"], epochs=2)
    task, _, events = fitted(dataset, recipe, tmp_path / "run")
    row = [event for event in events if isinstance(event, EpochDone)][-1].row
    assert answered_in(row) == tuple(task.answers) == ("gender", "age_band")
    # Ten of the faces that it is judged by have a label.
    assert row["validation_age_band_accuracy"] * 10 == pytest.approx(round(row["validation_age_band_accuracy"] * 10))
    mean = (row["validation_gender_balanced_accuracy"] + row["validation_age_band_balanced_accuracy"]) / 2
    assert row["score"] == pytest.approx(mean)
    last = [event for event in events if isinstance(event, BatchDone)][-1]
    assert last.accuracies == {name: row[f"{name}_accuracy"] for name in task.answers}


@pytest.mark.parametrize("method", [name for name in METHODS if name != "none"])
def test_each_method_evens_out_any_answer_between_any_columns(method: MethodName) -> None:
    """Not only two labels between five groups; faces of no known group or label are no hindrance."""
    dataset = data_set(GENDER, AGE_BAND, COUNTRY, GLASSES, ages=True)
    dataset = without(without(dataset, "country", slice(0, 50)), "age_band", slice(40, 90))
    chosen = {"method": method, "of": "age_band", "groups": ["country", "glasses"]}
    recipe = recipe_of(answers=["gender", "age_band"], mitigation=chosen, learning_rate=0.01)
    faces, _, task = _given(dataset, recipe)
    groups = task.mitigation
    assert (groups.count, groups.cell_count) == (6, 24)
    cells = groups.cells(faces.labels)
    assert (cells[:90] == NOT_GIVEN).all() and cells[90:].min() >= 0 and cells.max() < 24
    learner = Learner(recipe, task, bf16=False)
    losses = []
    for epoch in (1, 2, 3, 4):
        batches = list(EpochBatches(faces, recipe, task, epoch))
        assert sum(len(batch.pictures) for batch in batches) == COUNT
        losses.append(np.mean([learn(learner, batch, 0.01)["loss"] for batch in batches]))
    assert losses[-1] < losses[0]
    found = learner.answer(np.concatenate([batch.pictures for batch in batches]))
    assert {name: answers.shape[1] for name, answers in found.items()} == {"gender": 2, "age_band": 4}


def test_a_model_without_groups_that_are_known_is_balanced_by_what_is() -> None:
    dataset = data_set(GENDER, COUNTRY)
    recipe = recipe_of(mitigation={"method": "balanced-sampling", "groups": ["country"]})
    faces, _, task = _given(without(dataset, "country", slice(0, 399)), recipe)
    drawn = np.concatenate([batch.rows for batch in EpochBatches(faces, recipe, task, 1)])
    assert sorted(drawn.tolist()) == list(range(COUNT))
    weights = METHODS["reweighing"].weights(task.mitigation, faces.labels)
    assert weights.tolist() == [1.0] * COUNT


def test_the_epoch_can_be_chosen_by_the_worst_group_of_any_answer(tmp_path: Path) -> None:
    mitigation = {"best_epoch": "worst-group", "of": "age_band", "groups": ["country"]}
    recipe = recipe_of(answers=["gender", "age_band"], mitigation=mitigation, epochs=1)
    _, _, events = fitted(data_set(GENDER, AGE_BAND, COUNTRY), recipe, tmp_path / "run")
    row = [event for event in events if isinstance(event, EpochDone)][-1].row
    assert "validation_gender_worst_group_accuracy" not in row
    mean = (row["validation_gender_balanced_accuracy"] + row["validation_age_band_worst_group_accuracy"]) / 2
    assert row["score"] == pytest.approx(mean)


@pytest.mark.parametrize("attributes", [(AGE_BAND,), (GENDER, AGE_BAND, GLASSES)], ids=["one", "three"])
def test_a_bundle_answers_what_was_learnt(
    attributes: tuple[Attribute, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ATTRIBUTES, GLASSES.name, GLASSES)
    dataset = data_set(*attributes, COUNTRY)
    recipe = recipe_of(answers=[one.name for one in attributes], epochs=6, learning_rate=0.01)
    task, found, _ = fitted(dataset, recipe, tmp_path / "run")
    specs = {
        name: HeadSpec(labels=one.labels, title="" if name in ATTRIBUTES else one.title)
        for name, one in task.answers.items()
    }
    _write(tmp_path / "bundle", found, recipe, specs)
    bundle = load_bundle(tmp_path / "bundle")
    assert list(bundle.manifest.attributes) == [one.name for one in attributes]
    assert bundle.manifest.attributes["age_band"].title == "Age band"
    assert dataset.grey is not None
    chips = [picture[::3, ::3, None].repeat(3, axis=2) for picture in dataset.grey[300:330]]
    answers = Classifier(bundle).classify(chips)
    assert {tuple(one) for one in answers} == {tuple(task.answers)}
    first = dataset.columns[attributes[0].name]
    right = [one[attributes[0].name].label == first.label(300 + at) for at, one in enumerate(answers)]
    assert np.mean(right) > 1.2 / len(attributes[0].labels)


def _write(folder: Path, found: Fitted, recipe: Recipe, specs: Mapping[str, HeadSpec]) -> None:
    description = Description(
        "made", "1.0", "Made.", (DataSource(name="Made", terms="made"),), "made", date(2026, 1, 1)
    )
    network = export_network(found.model, recipe)
    write_bundle(
        folder, network, found.model.get_weights(), recipe, description, heads=specs, results={}, card="# Made\n"
    )


def test_a_bundle_is_calibrated_and_measured_where_labels_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACET_HOME", str(tmp_path / "home"))
    dataset = without(without(data_set(GENDER, ETHNICITY), "gender", slice(0, 150)), "ethnicity", slice(150, 250))
    monkeypatch.setattr(session, "open_datasets", lambda *_, **__: dataset)
    mitigation = {"method": "reweighing", "calibration": "by-group"}
    recipe = recipe_of(mitigation=mitigation, target_errors={"gender": 0.2}, epochs=2, mirrored=True)
    ended = session.train(tmp_path / "made", recipe, tmp_path / "run", progress=lambda event: None)
    run = RunFolder(tmp_path / "run")
    assert ended.reason == "finished" and run.bundle is not None
    assert (run.data["answers"], run.data["groups"]) == (["gender", "ethnicity"], ["gender", "ethnicity"])
    bundle = load_bundle(run.bundle)
    heads = bundle.manifest.heads
    assert (heads["gender"].grouped_by, heads["ethnicity"].grouped_by) == ("ethnicity", "")
    assert [head.target_error for head in heads.values()] == [0.2, 0.1]
    assert "gender and ethnicity statistically independent (reweighing)" in bundle.card
    assert all(np.isfinite(value) for value in bundle.manifest.results.values())


def test_a_csv_without_ethnicity_becomes_a_model_of_gender_and_age_band(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FACET_HOME", str(tmp_path / "home"))
    dataset = data_set(GENDER, AGE_BAND, COUNTRY, ages=True)
    assert dataset.grey is not None
    lines = ["name,age,gender,age_band,country,pixels"]
    for row, picture in enumerate(dataset.grey):
        labels = [str(dataset.columns[name].label(row)) for name in ("gender", "age_band", "country")]
        lines.append(f"{row}.png,{dataset.ages[row]},{','.join(labels)},{' '.join(map(str, picture.ravel()))}")
    (tmp_path / "faces.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_recipe(tmp_path / "tiny.json", TINY.model_copy(update={"epochs": 2}))
    command = ["train", str(tmp_path / "faces.csv"), "--recipe", str(tmp_path / "tiny.json")]
    command += ["--run", str(tmp_path / "run"), "--answers", "gender,Age band", "--groups", "country"]
    assert main(command) == 0
    said = capfd.readouterr()
    assert "perceived gender" in said.out and "age_band" in said.out.replace(" ", "_").casefold()
    bundle = load_bundle(tmp_path / "run" / "bundle")
    assert list(bundle.manifest.attributes) == ["gender", "age_band"]
    assert bundle.manifest.heads["age_band"].labels == AGE_BAND.labels
    answers = Classifier(bundle).classify([dataset.grey[0][..., None].repeat(3, axis=2)])
    assert tuple(answers[0]) == ("gender", "age_band")


def test_columns_that_are_not_there_are_said_at_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FACET_HOME", str(tmp_path / "home"))
    data = write_csv(tmp_path / "faces.csv", 40)
    assert main(["train", str(data), "--run", str(tmp_path / "run"), "--answers", "glasses"]) == 3
    assert "no label of glasses for any picture. Choose among the columns with labels: gender, ethnicity, age" in (
        " ".join(capfd.readouterr().err.split())
    )
    assert main(["train", str(data), "--run", str(tmp_path / "other"), "--answers", "gender,gender"]) == 3
    assert "gender is named twice" in " ".join(capfd.readouterr().err.split())


def test_mitigation_names_other_columns_than_the_answer() -> None:
    with pytest.raises(ValueError, match="gender is the answer itself"):
        Mitigation.model_validate({"of": "gender", "groups": ["gender"]})
