"""From labelled pictures to a bundle: one small training, broken off and taken up again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from core.bundle import DataSource, HeadSpec, InputSpec, load_bundle
from core.classifier import Classifier
from core.errors import DataError
from core.evaluation.card import CardText, flat_results, render_card
from core.evaluation.evaluation import Answers, calibrate, evaluate
from core.evaluation.framing import compare_framings
from core.labels import HEADS, Head
from core.training.architectures import build
from core.training.packaging import Description, load_weights, write_bundle
from core.training.recipe import Recipe
from core.training.report import RECIPE
from core.training.run_folder import Row, RunFolder
from core.training.trainer import Faces, fit, probabilities

SMALL = Recipe(
    architecture="report-cnn",
    parameters={"blocks": 2, "width": 8, "dense": 16, "block_dropout": 0.1, "dropout": 0.1},
    input=InputSpec(size=24, channels=1),
    epochs=3,
    batch=16,
    learning_rate=0.005,
    seed=3,
)
DESCRIPTION = Description(
    "made", "0.1", "Made for a test.", (DataSource(name="made", terms="none"),), "none", date(2026, 1, 2)
)


def faces(count: int, seed: int) -> Faces:
    """Pictures whose brightness tells the ethnicity and whose brighter half tells the gender."""
    rng = np.random.default_rng(seed)
    gender, ethnicity = rng.integers(0, 2, count), rng.integers(0, 5, count)
    inputs = rng.normal(0, 5, (count, 24, 24, 1)) + (30 + 40 * ethnicity)[:, np.newaxis, np.newaxis, np.newaxis]
    inputs[gender == 0, :, :12] += 30
    return Faces(np.clip(inputs, 0, 255).astype(np.float32), {"gender": gender, "ethnicity": ethnicity})


TRAIN, VALIDATION = faces(64, 1), faces(32, 2)


class PowerCutError(Exception):
    """The training is killed."""


def train(run: Path, recipe: Recipe = SMALL, progress: Callable[[Row], None] | None = None) -> tuple[object, int]:
    framings = (TRAIN.inputs, TRAIN.inputs[:, :, ::-1])
    return fit(recipe, framings, TRAIN.labels, VALIDATION, run, progress=progress)


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, int, Path]:
    run = tmp_path_factory.mktemp("unbroken")
    return *train(run), run


def test_a_killed_training_ends_where_an_unbroken_one_does(tmp_path: Path, unbroken: tuple[object, int, Path]) -> None:
    def kill_after_the_second(row: Row) -> None:
        if row["epoch"] == 2:
            raise PowerCutError

    with pytest.raises(PowerCutError):
        train(tmp_path, progress=kill_after_the_second)
    with (tmp_path / "history.jsonl").open("a", encoding="utf-8") as journal:
        journal.write('{"epoch": 3, "lo')  # the line during which the power was cut
    seen: list[float] = []
    model, best = train(tmp_path, progress=lambda row: seen.append(row["epoch"]))

    assert seen == [3]
    assert best == unbroken[1]
    expected, found = (probabilities(network, VALIDATION.inputs) for network in (unbroken[0], model))
    for head in HEADS:
        assert np.allclose(expected[head], found[head], atol=1e-4)
    rows = RunFolder(tmp_path, SMALL).history()
    assert [row["epoch"] for row in rows] == [1, 2, 3]
    assert [row["loss"] for row in rows] == pytest.approx(
        [row["loss"] for row in RunFolder(unbroken[2], SMALL).history()], rel=1e-3
    )


def test_the_epoch_is_the_best_on_validation(unbroken: tuple[object, int, Path]) -> None:
    model, best, run = unbroken
    scores = [row["score"] for row in RunFolder(run, SMALL).history()]
    assert best == int(np.argmax(scores)) + 1
    answers = probabilities(model, VALIDATION.inputs)
    recalls = [
        np.mean([(answers[head].argmax(1) == at)[VALIDATION.labels[head] == at].mean() for at in range(len(labels))])
        for head, labels in HEADS.items()
    ]
    assert np.mean(recalls) == pytest.approx(max(scores))


def test_a_finished_training_is_not_trained_on(unbroken: tuple[object, int, Path]) -> None:
    seen: list[Row] = []
    _, best = train(unbroken[2], progress=seen.append)
    assert (seen, best) == ([], unbroken[1])


def test_a_run_of_another_recipe_is_refused(unbroken: tuple[object, int, Path]) -> None:
    with pytest.raises(DataError, match="another recipe"):
        train(unbroken[2], SMALL.model_copy(update={"epochs": 9}))


def test_a_damaged_checkpoint_is_said_plainly(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path, SMALL)
    (tmp_path / "checkpoint.npz").write_bytes(b"PK\x03\x04 not to its end")
    with pytest.raises(DataError, match="checkpoint is damaged"):
        folder.checkpoint()


def test_a_journal_with_fewer_lines_than_the_checkpoint_has_epochs_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="0 of 2 epochs"):
        RunFolder(tmp_path, SMALL).resume_after(2)


def test_a_trained_network_becomes_a_bundle_that_answers_as_it_does(
    tmp_path: Path, unbroken: tuple[object, int, Path]
) -> None:
    model = unbroken[0]
    held_out = faces(400, 9)
    answers = Answers(probabilities(model, held_out.inputs), held_out.labels)
    calibrations = calibrate(answers, {"gender": 0.05, "ethnicity": 0.1})
    results = evaluate(answers, calibrations)
    found = np.ones(400, np.bool_)
    framing = compare_framings(answers.probabilities, answers.probabilities, found, answers.labels)
    text = CardText("made 0.1", "A test.", ("Quickly.",), DESCRIPTION.data, (("train", 64),), "No copies.", "none")
    card = render_card(text, results, framing)
    heads: dict[Head, HeadSpec] = {
        head: HeadSpec(
            labels=HEADS[head], temperature=c.temperature, threshold=c.threshold, target_error=c.target_error
        )
        for head, c in calibrations.items()
    }
    destination = tmp_path / "models" / "made"
    for description in (DESCRIPTION, replace(DESCRIPTION, version="0.2")):  # the second takes the first's place
        write_bundle(
            destination, model, SMALL, description, heads=heads, results=flat_results(results, framing), card=card
        )

    bundle = load_bundle(destination)
    assert bundle.title == "made 0.2"
    assert [path.name for path in destination.parent.iterdir()] == ["made"]
    for words in ("perceived", "points lost", "Female, Others", "95 %", "uncertain", "made: none"):
        assert words in bundle.card
    assert bundle.manifest.results["gender_accuracy"] == pytest.approx(results["gender"].accuracy, abs=1e-4)

    chips = np.repeat(held_out.inputs[:5].astype(np.uint8), 3, axis=3)
    served = Classifier(bundle).classify(list(chips))
    uncalibrated = probabilities(model, chips[..., :1].astype(np.float32))
    for at, answer in enumerate(served):
        for head in HEADS:
            assert int(np.argmax(answer[head].probabilities)) == int(uncalibrated[head][at].argmax())

    rebuilt = build(bundle.manifest.architecture, bundle.manifest.input, bundle.manifest.parameters)
    rebuilt.set_weights(load_weights(destination / "weights.npz"))
    again = probabilities(rebuilt, held_out.inputs[:5])
    assert all(np.allclose(again[head], answers.probabilities[head][:5], atol=1e-6) for head in HEADS)


def test_the_reports_network_is_a_small_file() -> None:
    model = build(RECIPE.architecture, RECIPE.input, RECIPE.parameters)
    assert model.count_params() * 4 < 6_000_000
    assert {name: tuple(output.shape) for name, output in model.output.items()} == {
        "gender": (None, 2),
        "ethnicity": (None, 5),
    }


def test_labels_for_another_number_of_faces_are_refused() -> None:
    with pytest.raises(ValueError, match="gender"):
        Faces(TRAIN.inputs, {"gender": np.zeros(3, np.int64), "ethnicity": np.zeros(64, np.int64)})


def test_importing_training_does_not_import_tensorflow() -> None:
    code = (
        "import sys, core.training.trainer, core.training.packaging, core.training.report; "
        "sys.exit('keras' in sys.modules or 'tensorflow' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
