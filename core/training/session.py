"""A whole training: data in, a measured and described model out."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from core.datasets.audit import Reason
from core.datasets.dataset import FaceDataset, Indices
from core.datasets.open import open_datasets
from core.datasets.splits import SIDES, Split, load_split, save_split
from core.errors import DataError, FacetError
from core.training.backend import MakeLearner
from core.training.batches import Faces
from core.training.control import Control
from core.training.events import Ended, Event, Preparing
from core.training.learner import make_learner
from core.training.outcome import Material, write_outcome
from core.training.pictures import Shown, prepare_pictures
from core.training.recipe import Recipe
from core.training.run_folder import RunFolder
from core.training.run_writer import RunWriter, wrap_write_errors, writing
from core.training.sides import LEFT_OUT, AuditFindings, look_over, make_split, rows_to_use
from core.training.task import Task, task_of
from core.training.trainer import Fitted, fit
from core.vision.detectors import THOROUGH, find_detector
from core.work import Stopped


def train(
    data: Path,
    recipe: Recipe,
    run: Path,
    *,
    also: Sequence[Path] = (),
    progress: Callable[[Event], None],
    should_stop: Callable[[], bool] = lambda: False,
    should_pause: Callable[[], bool] = lambda: False,
    resume: bool = False,
    leave_out: Sequence[Reason] = LEFT_OUT,
    detector: str = THOROUGH,
    make_learner: MakeLearner = make_learner,
    remarks: Sequence[str] = (),
) -> Ended:
    """Train on the data at `data`, in the folder `run`, and write `run/bundle/` unless the caller stops it before.

    Args:
        data: Whatever `open_dataset` reads.
        recipe: What to train.
        run: Made if it is not there.
        also: Further data, learnt from together with the first.
        progress: Told what happens; not the end, which is what is returned.
        should_stop: Asked between batches, of the validation too; the epoch that it cuts leaves nothing.
        should_pause: Asked likewise.
        resume: Go on where the run was left.
        leave_out: Kinds of rows that lie on no side; a run that goes on keeps its own.
        detector: A name of `core.vision.detectors.DETECTORS`; a run that goes on keeps its own.
        make_learner: What takes the steps, where it is not to be TensorFlow.
        remarks: Sentences of the card on what of the training the recipe does not say.

    Raises:
        FacetError: It cannot go on; the last checkpoint is whole.
    """
    # TensorFlow reads it once, when it is imported.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    control = Control(progress, should_stop, should_pause)
    with writing(run, recipe, resume=resume) as writer:
        try:
            ended = _train((data, *also), recipe, writer, control, leave_out, detector, make_learner, remarks)
        except Stopped:
            ended = _cancelled(writer.run)
        except FacetError as e:
            # Where the disk is full this cannot be written either; the error itself says what happened.
            with contextlib.suppress(FacetError, OSError):
                writer.log(f"failed: {e}")
                writer.keep_ended({"reason": "failed", "code": e.code, "text": str(e)})
            raise
        writer.keep_ended(dataclasses.asdict(ended))
        with wrap_write_errors(run):
            writer.log(f"ended: {ended.reason}, {ended.epochs_done} epochs, the best was {ended.best_epoch}")
        return ended


def load_material(
    data: Sequence[Path],
    recipe: Recipe,
    run: RunFolder,
    control: Control,
    leave_out: Sequence[Reason] = LEFT_OUT,
    detector: str = THOROUGH,
) -> Material:
    """Read, look over, align and split the data, as the run did before where it has begun.

    Raises:
        FacetError: The data cannot be used, or are other than those the run began with.
        Stopped: The caller asked for it.
    """
    find_detector(detector)  # what there is not, is told before an hour's work
    dataset = open_datasets(data, progress=control.preparing("reading the data"), should_stop=control.should_stop)
    task = task_of(recipe, dataset)
    findings = look_over(dataset, control)
    shown = prepare_pictures(dataset, recipe.input, control, detector=detector)
    split = _split(run, recipe, task, dataset, findings, shown, leave_out)
    return Material(dataset, shown, split, findings, task, detector)


def faces(material: Material, recipe: Recipe, rows: Indices) -> Faces:
    """Rows of the data in the framings the recipe asks for."""
    shown = material.shown
    framings = tuple(shown.framings.values()) if recipe.framings == "both" else (shown.served,)
    auxiliary = {name: material.dataset.values(name)[rows] for name in material.task.auxiliary}
    return Faces(framings, rows, material.labels(rows), auxiliary)


def _train(
    data: Sequence[Path],
    recipe: Recipe,
    writer: RunWriter,
    control: Control,
    leave_out: Sequence[Reason],
    detector: str,
    make_learner: MakeLearner,
    remarks: Sequence[str],
) -> Ended:
    run = writer.run
    chosen: Sequence[Reason] = run.data.get("leave_out", leave_out)
    if run.data:
        detector = run.detector
    material = load_material(data, recipe, run, control, chosen, detector)
    dataset, split = material.dataset, material.split
    writer.keep_data(
        {
            "path": str(data[0].resolve()),
            "also": [str(path.resolve()) for path in data[1:]],
            "title": dataset.title,
            "terms": dataset.terms,
            "fingerprint": dataset.fingerprint,
            "rows": len(dataset),
            "answers": list(material.task.answers),
            "groups": list(material.task.groups),
            "leave_out": list(chosen),
            "detector": detector,
            "sides": {side: len(getattr(split, side)) for side in SIDES},
        }
    )
    control.progress(Preparing("starting TensorFlow", 0, 0))
    fitted = _fit(recipe, material, writer, control, make_learner)
    if fitted.reason == "cancelled":
        return _cancelled(run)
    write_outcome(run, recipe, material, fitted, control, remarks=remarks)
    return Ended(fitted.reason, fitted.best_epoch, fitted.epochs_done)


def _fit(recipe: Recipe, material: Material, writer: RunWriter, control: Control, make_learner: MakeLearner) -> Fitted:
    import tensorflow as tf

    learned, validated = (faces(material, recipe, rows) for rows in (material.split.train, material.split.validation))
    try:
        return fit(recipe, material.task, learned, validated, writer, control, make_learner=make_learner)
    except (MemoryError, tf.errors.ResourceExhaustedError) as e:
        raise DataError("run.memory", batch=recipe.batch, size=recipe.input.size) from e


def _split(
    run: RunFolder,
    recipe: Recipe,
    task: Task,
    dataset: FaceDataset,
    findings: AuditFindings,
    shown: Shown,
    leave_out: Sequence[Reason],
) -> Split:
    if run.split_file.exists():
        return load_split(run.split_file, dataset)
    rows = rows_to_use(findings, shown.usable, leave_out)
    split = make_split(dataset, findings.groups, answers=tuple(task.answers), rows=rows, seed=recipe.split_seed)
    with wrap_write_errors(run.path):
        save_split(run.split_file, split, dataset, seed=recipe.split_seed)
    return split


def _cancelled(run: RunFolder) -> Ended:
    history = run.history()
    best = max(history, key=lambda row: row["score"], default={"epoch": 0})
    return Ended("cancelled", int(best["epoch"]), len(history))
