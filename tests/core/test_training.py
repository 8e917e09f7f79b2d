"""A whole small training: from a CSV file to a bundle, stopped, paused, failing and taken up again."""

from __future__ import annotations

import csv
import errno
import gc
import subprocess
import sys
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import DataError, FacetError
from core.evaluation.groups import PICTURE
from core.evaluation.similar_faces import ENOUGH
from core.model.bundle import InputSpec, load_bundle
from core.model.classifier import Classifier
from core.schema import ATTRIBUTES
from core.training import run_writer, trainer
from core.training.architectures import build, face_resnet
from core.training.events import BatchDone, Ended, EpochDone, Event, Paused, Preparing, Resumed
from core.training.features import load_weights
from core.training.learner import Learner, make_learner
from core.training.packaging import export_network
from core.training.recipe import Recipe
from core.training.run_folder import RunFolder, list_runs, open_run
from core.training.session import train
from tests.core.made_faces import TASK, TINY, learn, made_batch, write_csv


@dataclass
class Told:
    """What a training told, with something to do when a kind of event comes."""

    events: list[Event] = field(default_factory=list)
    on: Callable[[Event], None] = lambda event: None

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        self.on(event)

    def epochs(self) -> list[int]:
        return [int(event.row["epoch"]) for event in self.events if isinstance(event, EpochDone)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_csv(tmp_path_factory.mktemp("data") / "faces.csv")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facet")


@pytest.fixture(autouse=True)
def one_cache(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACET_HOME", str(home))


@pytest.fixture(scope="module")
def finished(data: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[RunFolder, Told, Ended]:
    run, told = tmp_path_factory.mktemp("runs") / "First run", Told()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FACET_HOME", str(home))
        ended = train(data, TINY, run, progress=told)
    return RunFolder(run), told, ended


def test_it_ends_with_the_best_epoch_by_validation(finished: tuple[RunFolder, Told, Ended]) -> None:
    run, told, ended = finished
    scores = [row["score"] for row in run.history()]
    assert ended == Ended("finished", int(np.argmax(scores)) + 1, 3)
    assert told.epochs() == [1, 2, 3]
    assert run.state == "finished"


def test_the_history_is_a_table_with_a_row_an_epoch(finished: tuple[RunFolder, Told, Ended]) -> None:
    run, told, _ = finished
    with (run.path / "history.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["epoch"] for row in rows] == ["1", "2", "3"]
    events = [event.row for event in told.events if isinstance(event, EpochDone)]
    assert [{name: float(value) for name, value in row.items()} for row in rows] == events == run.history()


def test_progress_within_an_epoch_reaches_its_end(finished: tuple[RunFolder, Told, Ended]) -> None:
    run, told, _ = finished
    ends = [event for event in told.events if isinstance(event, BatchDone) and event.step == event.steps]
    assert [event.epoch for event in ends] == [1, 2, 3]
    assert [event.loss for event in ends] == [row["loss"] for row in run.history()]
    assert all(0 <= event.accuracies[name] <= 1 for event in ends for name in ATTRIBUTES)
    assert any(isinstance(event, Preparing) for event in told.events)


def test_the_bundle_answers_as_the_weights_in_it_do(finished: tuple[RunFolder, Told, Ended]) -> None:
    run, _, ended = finished
    assert run.bundle is not None
    bundle = load_bundle(run.bundle)
    assert bundle.manifest.name == "first-run"
    for words in (f"Epoch {ended.best_epoch} of 3", "perceived", "too small for face detection"):
        assert words in bundle.card
    manifest = bundle.manifest
    rebuilt = build(manifest.architecture, manifest.input, manifest.parameters, manifest.attributes)
    rebuilt.set_weights(load_weights(run.bundle / "weights.npz"))
    chips = np.random.default_rng(2).integers(0, 256, (5, 16, 16, 1), np.uint8).repeat(3, axis=3)
    expected = rebuilt(chips[..., :1].astype(np.float32), training=False)
    for at, answer in enumerate(Classifier(bundle).classify(list(chips))):
        for head, found in answer.items():
            assert int(np.argmax(found.probabilities)) == int(np.argmax(expected[head][at]))


def test_a_bundle_holds_what_is_said_beside_its_answers(tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run")
    train(write_csv(tmp_path / "many.csv", 1200), TINY.model_copy(update={"epochs": 1}), run.path, progress=Told())
    assert run.bundle is not None
    results = load_bundle(run.bundle).manifest.results
    counts = {key: value for key, value in results.items() if key.startswith("similar/gender/any/")}
    assert counts and all(value >= ENOUGH for key, value in counts.items() if key.endswith("/n"))
    # The made pictures are all flat, and so none of a kind of its own.
    assert not [key for key in results if PICTURE.name in key or key.startswith("like/")]


def test_the_run_can_be_found_and_opened(finished: tuple[RunFolder, Told, Ended], data: Path) -> None:
    run, _, _ = finished
    (summary,) = list_runs(run.path.parent)
    assert (summary.name, summary.recipe, summary.epochs_done, summary.state) == ("First run", TINY, 3, "finished")
    assert summary.best_score == max(row["score"] for row in run.history())
    assert summary.started is not None
    opened = open_run(run.path)
    assert opened.data["path"] == str(data.resolve())
    assert sum(opened.data["sides"].values()) <= opened.data["rows"]
    assert opened.environment["tensorflow"]
    assert opened.data["revisions"] == [None]


def test_a_folder_with_a_training_is_not_overwritten(finished: tuple[RunFolder, Told, Ended], data: Path) -> None:
    run, _, _ = finished
    with pytest.raises(DataError) as told:
        train(data, TINY, run.path, progress=Told())
    assert told.value.code == "run.exists"
    with pytest.raises(DataError, match="another recipe"):
        train(data, TINY.model_copy(update={"batch": 8}), run.path, progress=Told(), resume=True)
    assert run.state == "finished"


def test_a_cancel_within_an_epoch_leaves_no_trace_of_it(data: Path, tmp_path: Path) -> None:
    run, told, stop = RunFolder(tmp_path / "run"), Told(), []
    told.on = lambda event: stop.append(1) if isinstance(event, BatchDone) and event.epoch == 2 else None
    ended = train(data, TINY, run.path, progress=told, should_stop=lambda: bool(stop))
    assert ended == Ended("cancelled", 1, 1)
    # The batch under way was the last.
    assert len([event for event in told.events if isinstance(event, BatchDone) and event.epoch == 2]) == 1
    assert [row["epoch"] for row in run.history()] == [1]
    assert (run.checkpoint() or pytest.fail("no checkpoint")).epoch == 1
    assert (run.bundle, run.state) == (None, "cancelled")

    # What was learnt so far becomes a model by asking for no more epochs.
    again = Told()
    fewer = TINY.model_copy(update={"epochs": 1})
    assert train(data, fewer, run.path, progress=again, resume=True) == Ended("finished", 1, 1)
    assert again.epochs() == []
    assert run.bundle is not None


def test_a_cancel_during_validation_takes_effect_there(data: Path, tmp_path: Path) -> None:
    told, stop = Told(), []
    told.on = lambda event: stop.append(1) if isinstance(event, BatchDone) and event.step == event.steps else None
    run = RunFolder(tmp_path / "run")
    assert train(data, TINY, run.path, progress=told, should_stop=lambda: bool(stop)) == Ended("cancelled", 0, 0)
    assert (told.epochs(), run.history(), run.checkpoint()) == ([], [], None)


def test_a_pause_holds_it_until_it_is_resumed(data: Path, tmp_path: Path) -> None:
    asked: list[bool] = []

    def should_pause() -> bool:
        asked.append(3 <= len(asked) < 6)
        return asked[-1]

    told = Told()
    ended = train(
        data, TINY.model_copy(update={"epochs": 1}), tmp_path / "run", progress=told, should_pause=should_pause
    )
    assert ended.reason == "finished"
    kinds = [type(event) for event in told.events if isinstance(event, BatchDone | Paused | Resumed)]
    assert kinds.index(Resumed) == kinds.index(Paused) + 1
    assert kinds.count(Paused) == 1


def test_early_stopping_ends_it(data: Path, tmp_path: Path) -> None:
    # A learning rate at which nothing is learnt: the first epoch stays the best.
    recipe = TINY.model_copy(update={"early_stopping": 1, "epochs": 9, "learning_rate": 1e-9})
    ended = train(data, recipe, tmp_path / "run", progress=Told())
    assert (ended.reason, ended.best_epoch, ended.epochs_done) == ("early stopping", 1, 2)
    assert RunFolder(tmp_path / "run").state == "early stopping"


def test_a_loss_that_is_no_number_is_said_plainly(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tensorflow as tf

    step = Learner.train_step

    def spoilt(learner: Learner, data: Any) -> dict[str, Any]:
        found = step(learner, data)
        return {**found, "loss": found["loss"] + tf.where(learner.optimizer.iterations < 10, 0.0, float("nan"))}

    monkeypatch.setattr(Learner, "train_step", spoilt)
    with pytest.raises(DataError, match="smaller learning rate") as told:
        train(data, TINY, tmp_path / "run", progress=Told())
    assert told.value.code == "run.not_a_number"
    run = RunFolder(tmp_path / "run")
    assert (run.state, len(run.history())) == ("failed", 1)
    assert (run.checkpoint() or pytest.fail("no checkpoint")).epoch == 1


def test_a_full_disk_leaves_the_last_checkpoint(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = run_writer.replace_file

    def full(path: Path, content: bytes) -> None:
        if path.name == "checkpoint.npz" and path.exists():
            raise OSError(errno.ENOSPC, "No space left on device")
        replace(path, content)

    monkeypatch.setattr(run_writer, "replace_file", full)
    with pytest.raises(DataError, match="No space left"):
        train(data, TINY, tmp_path / "run", progress=Told())
    monkeypatch.undo()
    run, told = RunFolder(tmp_path / "run"), Told()
    assert (run.checkpoint() or pytest.fail("no checkpoint")).epoch == 1
    train(data, TINY, run.path, progress=told, resume=True)
    assert told.epochs() == [2, 3]


@pytest.mark.parametrize("cancelled", [False, True])
def test_nothing_of_a_training_stays_in_memory(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cancelled: bool
) -> None:
    learners: list[weakref.ref[Learner]] = []

    def made(*arguments: Any) -> Learner:
        learner = make_learner(*arguments)
        learners.append(weakref.ref(learner))
        return learner

    monkeypatch.setattr(trainer, "make_learner", made)
    told, stop = Told(), []
    told.on = lambda event: stop.append(1) if cancelled and isinstance(event, BatchDone) else None
    train(data, TINY, tmp_path / "run", progress=told, should_stop=lambda: bool(stop))
    until = time.monotonic() + 60
    while learners[0]() is not None and time.monotonic() < until:
        time.sleep(0.05)  # TensorFlow frees it in a thread of its own
        gc.collect()
    assert [learner() for learner in learners] == [None]


def test_data_that_vanished_are_said_plainly(tmp_path: Path, data: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_bytes(data.read_bytes())
    run, told, stop = tmp_path / "run", Told(), []
    told.on = lambda event: stop.append(1) if isinstance(event, EpochDone) else None
    train(mine, TINY, run, progress=told, should_stop=lambda: bool(stop))
    mine.unlink()
    with pytest.raises(FacetError) as missing:
        train(mine, TINY, run, progress=Told(), resume=True)
    assert missing.value.code == "data.missing"
    write_csv(mine, 140)
    with pytest.raises(FacetError) as other:
        train(mine, TINY, run, progress=Told(), resume=True)
    assert other.value.code == "split.other_data"
    assert (RunFolder(run).checkpoint() or pytest.fail("no checkpoint")).epoch == 1


def test_too_few_pictures_are_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(DataError) as told:
        train(write_csv(tmp_path / "few.csv", 4), TINY, tmp_path / "run", progress=Told())
    assert told.value.code == "train.too_few"


@pytest.mark.parametrize(
    ("architecture", "parameters", "spec"),
    [
        ("report-cnn", {"blocks": 2, "width": 8, "dense": 16}, InputSpec(size=24, channels=3)),
        ("residual", {"blocks": "1-1", "width": 8}, InputSpec(size=24, channels=1)),
        ("attention", {"blocks": "1-1", "width": 8}, InputSpec(size=24, channels=3)),
        ("face-resnet", {"dropout": 0.1}, InputSpec(size=32, channels=1)),
    ],
)
def test_an_architecture_learns_in_16_bits_and_is_exported_in_32(
    architecture: str, parameters: dict[str, int | str], spec: InputSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As many stages as the real one, with fewer convolutions in each.
    monkeypatch.setattr(face_resnet, "STAGES", ((8, 1), (8, 1), (16, 1), (16, 1), (32, 1)))
    recipe = Recipe.model_validate(
        {"architecture": architecture, "parameters": parameters, "input": spec, "averaging": 0.9}
        | {"optimizer": "adamw", "weight_decay": 0.01, "learning_rate": 0.003}
    )
    learner = Learner(recipe, TASK, bf16=True)
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 2, (32, 2)).astype(np.int32)
    pictures = rng.integers(0, 60, (32, spec.size, spec.size, spec.channels))
    pictures[labels[:, 0] == 0] += 150
    batch = made_batch(pictures, labels)
    losses = [learn(learner, batch, 0.003)["loss"] for _ in range(12)]
    learner.update_served()
    assert losses[-1] < losses[0]
    found = learner.answer(batch.pictures)
    assert all(np.allclose(found[head].sum(axis=1), 1, atol=1e-6) for head in found)
    export_network(learner.served, recipe)  # refused if its answers differ, for any number of pictures at a time


def test_the_reports_network_is_a_small_file() -> None:
    model = build("report-cnn", InputSpec(size=48, channels=1), {}, ATTRIBUTES)
    assert model.count_params() * 4 < 6_000_000
    assert {name: tuple(output.shape) for name, output in model.output.items()} == {
        "gender": (None, 2),
        "ethnicity": (None, 5),
    }


def test_importing_training_does_not_import_tensorflow() -> None:
    code = (
        "import sys, core.training.session, core.training.process, core.training.tuning, core.cli.training_progress; "
        "sys.exit(any(name in sys.modules for name in ('keras', 'tensorflow', 'optuna')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
