"""A bias that is known is found by the audit with its sign and size, and each way to lessen it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from made_bias import BIASED_GAP, SIDE, SMALL, STRONG, TASK, WEAK, WOMEN, WRONGED, made_faces
from made_faces import learn

from core.evaluation.calibration import Answers, Calibration, calibrate, calibrate_by_group
from core.evaluation.figures import measure
from core.evaluation.predictions import LabelledPredictions, from_answers
from core.evaluation.tally import Gap
from core.model.bundle import CalibrationParams, HeadSpec, Manifest, read_manifest
from core.model.calibration import apply_calibration
from core.places import shipped
from core.schema import ATTRIBUTES, ETHNICITY, GENDER
from core.training.architectures import build
from core.training.events import Control
from core.training.learner import Learner
from core.training.mitigation import (
    METHODS,
    DomainIndependent,
    MethodName,
    balanced_order,
    reweighing_weights,
    worst_group_accuracy,
)
from core.training.pictures import Batch, EpochBatches, Faces
from core.training.recipe import Mitigation, Recipe
from core.training.run_writer import writing
from core.training.scores import answers
from core.training.trainer import fit

CELLS = ("gender", "ethnicity")
WRONGED_WOMEN = f"Female, {ETHNICITY.labels[WRONGED]}"


def recipe_of(method: MethodName) -> Recipe:
    return SMALL.model_copy(update={"mitigation": Mitigation(method=method)})


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Callable[[MethodName], LabelledPredictions]:
    """A network's answers for faces of which half are women in every group, by what it was trained with."""
    learned, validated = made_faces(3000, seed=1), made_faces(1500, seed=2)
    tested = made_faces(5000, seed=3, women=0.5)

    @cache
    def train(method: MethodName) -> LabelledPredictions:
        recipe = recipe_of(method)
        with writing(tmp_path_factory.mktemp("runs") / method, recipe, resume=False) as writer:
            model = fit(recipe, TASK, learned, validated, writer, Control()).model
        # Whatever was learnt besides, nothing of it is served.
        assert set(model.output) == set(ATTRIBUTES)

        def answered(faces: Faces) -> Answers:
            def ask(some: np.ndarray) -> dict[str, np.ndarray]:
                return {head: np.asarray(found) for head, found in model(some.astype(np.float32)).items()}

            return Answers(answers(ask, faces.framings[0], faces.rows, Control()), faces.labels)

        alike = calibrate(answered(validated), {"gender": 0.05, "ethnicity": 0.1})
        return from_answers(
            answered(tested), alike, attributes=ATTRIBUTES, model=method, data="made", rows=tested.rows, columns={}
        )

    return train


def gap(asked: LabelledPredictions, figure: str = "accuracy") -> Gap:
    found = measure(asked, draws=200).heads["gender"].gaps
    return next(one for one in found if (one.columns, one.figure) == (CELLS, figure))


def test_the_audit_finds_a_known_bias_with_its_sign_and_size(
    trained: Callable[[MethodName], LabelledPredictions],
) -> None:
    found = gap(trained("none"))
    assert found.lowest.title == WRONGED_WOMEN
    assert found.more_than_chance
    assert found.gap == pytest.approx(BIASED_GAP, abs=0.1)


@pytest.mark.parametrize("method", [name for name in METHODS if name != "none"])
def test_each_method_lessens_it(method: MethodName, trained: Callable[[MethodName], LabelledPredictions]) -> None:
    plain, lessened = trained("none"), trained(method)
    assert gap(lessened).excess < gap(plain).excess - 0.08
    right = [(asked.predicted("gender") == asked.labels("gender")).mean() for asked in (plain, lessened)]
    assert right[1] > right[0] - 0.01


def known_answers(faces: Faces, *, seed: int) -> Answers:
    """Those of a network that has learnt all there is to learn: the true chances, and nearly sure ethnicities."""
    upper = faces.framings[0][:, 0, -1, 0].astype(np.float64)
    wronged = faces.labels["ethnicity"] == WRONGED
    logits = 2 * np.where(wronged, WEAK, STRONG) * (upper - 128) / 28
    logits += np.where(wronged, np.log(WOMEN / (1 - WOMEN)), 0.0)
    female = 1 / (1 + np.exp(-logits))
    ethnicity = np.random.default_rng(seed).dirichlet(np.full(5, 0.05), len(faces)) * 0.2
    ethnicity[np.arange(len(faces)), faces.labels["ethnicity"]] += 0.8
    return Answers({"gender": np.stack([1 - female, female], axis=1), "ethnicity": ethnicity}, faces.labels)


def test_read_by_ethnicity_as_many_answers_are_wrong_in_one_group_as_in_another() -> None:
    kept_back, tested = known_answers(made_faces(8000, seed=4), seed=1), known_answers(made_faces(8000, seed=5), seed=2)
    alike = calibrate(kept_back, {"gender": 0.03, "ethnicity": 0.1})
    apart = calibrate_by_group(kept_back, alike, of="gender", groups="ethnicity")
    assert apart["ethnicity"] == alike["ethnicity"]

    def asked(how: dict[str, Calibration]) -> LabelledPredictions:
        rows = np.arange(len(tested.labels["gender"]))
        return from_answers(tested, how, attributes=ATTRIBUTES, model="made", data="made", rows=rows, columns={})

    def error_gap(how: dict[str, Calibration]) -> float:
        found = measure(asked(how), draws=200).heads["gender"].gaps
        return next(one.gap for one in found if (one.columns, one.figure) == (("ethnicity",), "error_of_answered"))

    assert error_gap(apart) < error_gap(alike) / 2
    # The label stays the likeliest.
    assert np.array_equal(asked(apart).predicted("gender"), asked(alike).predicted("gender"))


def test_ethnicities_hardly_perceived_are_read_as_all_are() -> None:
    kept_back = known_answers(made_faces(100, seed=4), seed=1)
    alike = calibrate(kept_back, {"gender": 0.03, "ethnicity": 0.1})
    gender = alike["gender"]
    expected = CalibrationParams(temperature=gender.temperature, threshold=gender.threshold)
    assert calibrate_by_group(kept_back, alike, of="gender", groups="ethnicity")["gender"].by_group == (
        expected,
    ) * len(ETHNICITY.labels)


def test_a_face_is_read_by_the_ethnicities_as_they_are_perceived() -> None:
    readings = tuple(CalibrationParams(temperature=1.0 + at, threshold=0.1 * at) for at in range(5))
    how = {
        "gender": HeadSpec(
            labels=GENDER.labels, temperature=9.0, threshold=0.9, grouped_by="ethnicity", by_group=readings
        ),
        "ethnicity": HeadSpec(labels=ETHNICITY.labels, threshold=0.5),
    }
    perceived = np.array([[0.0, 0.0, 1.0, 0.0, 0.0], [0.0, 0.5, 0.0, 0.5, 0.0]])
    found = apply_calibration({"gender": np.array([[0.2, 0.8]] * 2), "ethnicity": perceived}, how)
    assert found["gender"].thresholds == pytest.approx([0.2, 0.2])
    odds = found["gender"].probabilities[:, 1] / found["gender"].probabilities[:, 0]
    assert odds == pytest.approx([4 ** (1 / 3), 4 ** (1 / 3)])
    assert found["ethnicity"].thresholds.tolist() == [0.5, 0.5]
    # A threshold that a person sets holds for everybody.
    assert {one.threshold for one in how["gender"].with_threshold(0.7).by_group} == {0.7}


def test_a_manifest_keeps_how_it_is_read_by_ethnicity() -> None:
    manifest = read_manifest(shipped("models") / "report-cnn")
    assert manifest.heads["gender"].by_group == ()
    content = manifest.model_dump(mode="json")
    # As manifests have it that were written when ethnicity was the only grouping.
    del content["heads"]["gender"]["by_group"], content["heads"]["gender"]["grouped_by"]
    content["heads"]["gender"]["by_ethnicity"] = [{"temperature": 1.5, "threshold": 0.7}] * 5
    again = Manifest.model_validate_json(Manifest.model_validate(content).model_dump_json())
    assert again.heads["gender"].by_group == (CalibrationParams(temperature=1.5, threshold=0.7),) * 5
    assert again.heads["gender"].grouped_by == "ethnicity"
    content["heads"]["gender"]["by_ethnicity"].pop()
    with pytest.raises(ValueError, match="got 4, expected 5"):
        Manifest.model_validate(content)
    content["heads"]["gender"]["by_ethnicity"] = []
    content["heads"]["ethnicity"]["by_ethnicity"] = [{}] * 5
    with pytest.raises(ValueError, match="expected another of the heads"):
        Manifest.model_validate(content)


def test_every_combination_is_drawn_as_often_and_no_face_twice_before_all_once() -> None:
    faces = made_faces(1000, seed=6)
    order = balanced_order(TASK.mitigation, faces.labels, np.random.default_rng(1))
    assert len(order) == 1000
    drawn = np.bincount(order, minlength=1000)
    cell = TASK.mitigation.cells(faces.labels)
    assert set(np.bincount(cell[order], minlength=10)) <= {99, 100, 101}
    for one in range(10):
        assert np.ptp(drawn[cell == one]) <= 1
    assert not np.array_equal(order, balanced_order(TASK.mitigation, faces.labels, np.random.default_rng(2)))


def test_one_odd_face_does_not_outweigh_the_rest() -> None:
    labels = {"gender": np.array([0] * 999 + [1]), "ethnicity": np.zeros(1000, np.int64)}
    assert (balanced_order(TASK.mitigation, labels, np.random.default_rng(1)) == 999).sum() <= 11
    labels["ethnicity"] = np.array([0] * 500 + [1] * 500)
    assert reweighing_weights(TASK.mitigation, labels).max() <= 20


def test_reweighed_gender_and_ethnicity_tell_nothing_of_each_other() -> None:
    faces = made_faces(2000, seed=7)
    counts = np.bincount(
        TASK.mitigation.cells(faces.labels), weights=reweighing_weights(TASK.mitigation, faces.labels), minlength=10
    ).reshape(2, 5)
    assert counts == pytest.approx(np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum(), rel=1e-4)
    assert counts.sum(axis=0) == pytest.approx(np.bincount(faces.labels["ethnicity"]), rel=1e-4)


def test_an_epoch_is_shown_in_the_methods_order_with_its_weights() -> None:
    faces = made_faces(640, seed=8)
    plain, balanced, weighed = (
        list(EpochBatches(faces, recipe_of(method), TASK, 1)) for method in ("none", "balanced-sampling", "reweighing")
    )
    women = [sum(int(batch.labels[:, 0].sum()) for batch in batches) for batches in (plain, balanced)]
    assert women[0] < 300 and women[1] == pytest.approx(320, abs=5)
    assert all((batch.weights == 1).all() for batch in plain)
    assert np.concatenate([batch.weights for batch in weighed]).max() > 2


def test_the_worst_group_is_one_of_enough_faces() -> None:
    labels = {"gender": np.array([0] * 50 + [1] * 40 + [1] * 3), "ethnicity": np.array([0] * 50 + [0] * 40 + [4] * 3)}
    predicted = labels["gender"].copy()
    predicted[50:60] = 0
    predicted[-3:] = 0
    assert worst_group_accuracy(TASK.mitigation, labels, predicted) == pytest.approx(0.75)
    few = {head: values[-3:] for head, values in labels.items()}
    assert worst_group_accuracy(TASK.mitigation, few, np.array([0, 1, 1])) == pytest.approx(2 / 3)


class Scripted(Learner):
    """A learner that after each epoch gives the answers it was told."""

    def __init__(self, recipe: Recipe, gender: Sequence[np.ndarray], ethnicity: np.ndarray) -> None:
        super().__init__(recipe, TASK, bf16=False)
        self._told = iter([{"gender": np.eye(2)[one], "ethnicity": np.eye(5)[ethnicity]} for one in gender])

    def answer(self, pictures: np.ndarray) -> dict[str, np.ndarray]:
        return next(self._told)


@pytest.mark.parametrize(("choice", "best"), [("mean", 1), ("worst-group", 2)])
def test_the_epoch_is_chosen_by_the_worst_group_where_that_is_asked_for(choice: str, best: int, tmp_path: Path) -> None:
    gender, ethnicity = np.repeat([0, 1, 1], [50, 50, 20]), np.repeat([0, 0, WRONGED], [50, 50, 20])
    # The first epoch errs for most women of one group and nobody else, the second for every fifth of everybody.
    first, second = gender.copy(), gender.copy()
    first[-12:] = 0
    second[::5] ^= 1
    pictures = np.zeros((120, SIDE, SIDE, 1), np.uint8)
    faces = Faces((pictures,), np.arange(120), {"gender": gender, "ethnicity": ethnicity})
    mitigation = Mitigation.model_validate({"best_epoch": choice})
    recipe = SMALL.model_copy(update={"mitigation": mitigation, "epochs": 2})
    with writing(tmp_path, recipe, resume=False) as writer:
        learner = Scripted(recipe, [first, second], ethnicity)
        fitted = fit(recipe, TASK, faces, faces, writer, Control(), learner=learner)
        worst = [row["validation_gender_worst_group_accuracy"] for row in writer.run.history()]
    assert fitted.best_epoch == best
    assert worst == pytest.approx([0.4, 0.8])


def test_by_likelihood_an_epoch_that_doubts_its_errors_is_chosen(tmp_path: Path) -> None:
    gender, ethnicity = np.arange(120) % 2, np.arange(120) % 5
    # The first is right more often, and as sure of its errors as of the rest.
    sure, doubting = np.repeat([0.999, 0.001], [100, 20]), np.repeat([0.9, 0.45], [95, 25])

    class Sure(Scripted):
        def answer(self, pictures: np.ndarray) -> dict[str, np.ndarray]:
            right = next(told)
            probabilities = np.where(np.eye(2)[gender] > 0, right[:, None], 1 - right[:, None])
            return {"gender": probabilities, "ethnicity": np.eye(5)[ethnicity] * 0.6 + 0.08}

    faces = Faces(
        (np.zeros((120, SIDE, SIDE, 1), np.uint8),), np.arange(120), {"gender": gender, "ethnicity": ethnicity}
    )
    chosen = {}
    for choice in ("mean", "likelihood"):
        told = iter([sure, doubting])
        mitigation = Mitigation.model_validate({"best_epoch": choice})
        recipe = SMALL.model_copy(update={"mitigation": mitigation, "epochs": 2})
        with writing(tmp_path / choice, recipe, resume=False) as writer:
            fitted = fit(recipe, TASK, faces, faces, writer, Control(), learner=Sure(recipe, [], ethnicity))
            chosen[choice] = fitted.best_epoch
            scores = [row["score"] for row in writer.run.history()]
    assert chosen == {"mean": 1, "likelihood": 2}
    assert scores[1] == pytest.approx((0.9 ** (95 / 120) * 0.45 ** (25 / 120) * 0.68) ** 0.5)


@pytest.mark.parametrize("method", ["group-dro", "domain-independent", "adversarial"])
def test_what_a_method_keeps_is_restored_with_the_network(method: MethodName) -> None:
    recipe, faces = recipe_of(method), made_faces(128, seed=10)
    batches: list[Batch] = list(EpochBatches(faces, recipe, TASK, 1))
    first, second = Learner(recipe, TASK, bf16=False), Learner(recipe.model_copy(update={"seed": 9}), TASK, bf16=False)
    learn(first, batches[0], 0.01)
    second.restore(first.checkpoint(1, 1, first.served_weights()))
    losses = [learn(learner, batches[1], 0.01)["loss"] for learner in (first, second)]
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)
    held, again = (learner.checkpoint(1, 1, []).network for learner in (first, second))
    for one, other in zip(held, again, strict=True):
        assert np.allclose(one, other, atol=1e-5)
    # More is kept than the network that answers.
    assert len(held) > len(first.served_weights())


def test_the_answer_is_that_of_all_domains_together() -> None:
    objective = DomainIndependent(TASK.mitigation)
    extended = objective.extended(build(SMALL.architecture, SMALL.input, SMALL.network_parameters, ATTRIBUTES))
    objective.after_step(extended)
    found = extended(np.random.default_rng(11).integers(0, 256, (6, SIDE, SIDE, 1)).astype(np.float32))
    (name,) = set(found) - set(ATTRIBUTES)
    heads, together = np.log(found[name]), np.log(found["gender"])
    assert heads.shape == (6, 5, 2)
    odds = heads[:, :, 1] - heads[:, :, 0]
    assert np.ptp(odds, axis=1).min() > 0
    assert together[:, 1] - together[:, 0] == pytest.approx(odds.mean(axis=1), abs=1e-4)
