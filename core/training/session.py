"""A complete training: from data to a calibrated, measured and documented model."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

import numpy as np
from numpy.typing import NDArray

from core.datasets.audit import Reason
from core.datasets.dataset import FaceDataset, Indices
from core.datasets.open import open_datasets
from core.datasets.splits import SIDES, Hashes, Split, is_learned, load_split, picture_hashes, read_table, save_split
from core.errors import DataError, FacetError
from core.training.events import Control, Ended, Event, Preparing, Warned
from core.training.features import find_start_model
from core.training.outcome import Material, write_outcome
from core.training.pictures import Faces, prepare_pictures
from core.training.recipe import Recipe
from core.training.run_folder import DATA, RunFolder
from core.training.run_writer import RunWriter, git_revision, wrap_write_errors, writing
from core.training.sides import LEFT_OUT, audit_findings, make_split, rows_to_use
from core.training.task import Task, task_of, training_warnings
from core.training.teacher import Taught, ask_teacher, check_teacher, find_teacher, teacher_warnings
from core.training.trackers import tracking
from core.vision.detectors import THOROUGH, find_detector
from core.work import Stopped, stop_if

if TYPE_CHECKING:
    from core.model.bundle import ModelBundle
    from core.training.trainer import Fitted

_PIECE: Final = 1 << 22


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
    as_labelled: bool = False,
    remarks: Sequence[str] = (),
) -> Ended:
    """Train on `data` in the folder `run`, and write `run/bundle/` unless the caller stops it before.

    Args:
        data: Anything `open_dataset` reads.
        recipe: What to train.
        run: The folder of the run; made if it does not exist.
        also: Further data, used together with the first.
        progress: Called with events, except the last one, which is returned.
        should_stop: Called between batches, also during validation; an interrupted epoch is discarded.
        should_pause: Likewise.
        resume: Continue the run.
        leave_out: Kinds of rows that are left out; a resumed run keeps its own.
        detector: A name in `core.vision.detectors.DETECTORS`; a resumed run keeps its own.
        as_labelled: Ignore what the user decided about the labels; a resumed run keeps its own choice.
        remarks: Further sentences for the card, about what the recipe does not say.

    Raises:
        FacetError: It cannot continue; the last checkpoint is complete.
    """
    # TensorFlow reads it when it is imported.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    control = Control(progress, should_stop, should_pause)
    with writing(run, recipe, resume=resume) as writer, tracking(writer.run, control) as control:
        try:
            ended = _train((data, *also), recipe, writer, control, leave_out, detector, as_labelled, remarks)
        except Stopped:
            ended = _cancelled(writer.run)
        except FacetError as e:
            # On a full disk this fails too; the error itself says what happened.
            with contextlib.suppress(FacetError, OSError):
                writer.log(f"failed: {e}")
                if e.code != "run.damaged":
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
    *,
    as_labelled: bool = False,
) -> Material:
    """Read, audit, align and split the data; a run that was begun keeps its split.

    Raises:
        FacetError: The data cannot be used, or are not those the run began with.
        Stopped: The caller stopped it.
    """
    # Wrong choices are reported before the long work on the data.
    find_detector(detector)
    start = find_start_model(recipe)
    teacher = find_teacher(recipe)
    dataset = open_datasets(
        data,
        as_labelled=as_labelled,
        progress=control.preparing("reading the data"),
        should_stop=control.should_stop,
    )
    task = task_of(recipe, dataset)
    if teacher:
        check_teacher(teacher, task)
    findings = audit_findings(dataset, control)
    shown = prepare_pictures(dataset, recipe.input, control, detector=detector)
    rows = np.intersect1d(rows_to_use(findings, shown.usable, leave_out), dataset.used)
    table = read_table(start) if start else None
    known: int | None = run.data.get("known_to_start")
    if not run.split_file.exists() or (known is None and table is not None):
        seen = _known_rows(dataset, rows, table, control)
        known = int(seen.sum()) if table is not None else None
    if run.split_file.exists():
        split = load_split(run.split_file, dataset)
    else:
        split = _split(run, recipe, task, dataset, findings.groups, rows, seen)
    warnings = training_warnings(task, dataset, split, batch=recipe.batch)
    if start:
        warnings += _start_warnings(start, known, len(rows))
    tables = [] if table is None else [table]
    taught: Taught = {}
    if teacher:
        learned = read_table(teacher)
        warnings += teacher_warnings(teacher, learned, dataset, split.test, control)
        tables += [] if learned is None else [learned]
        taught = ask_teacher(teacher, task, dataset, split.train, detector, control)
    if run.data and run.data.get("decisions") != decisions_of(dataset):
        warnings += ("Labels were decided by hand after this training began; its earlier epochs learned the old ones.",)
    return Material(
        dataset,
        shown,
        split,
        findings,
        task,
        detector,
        start,
        teacher,
        tables=tables,
        known=known,
        taught=taught,
        warnings=warnings,
    )


def decisions_of(dataset: FaceDataset) -> dict[str, object] | None:
    """What a run records of the labels decided by hand; None if none were."""
    made = dataset.decided
    return None if made is None else {**made.summary(), "digest": made.digest}


def faces(material: Material, recipe: Recipe, rows: Indices) -> Faces:
    """Rows of the data in the recipe's framings; the teacher has answered those of the training side only."""
    shown = material.shown
    framings = tuple(shown.framings.values()) if recipe.framings == "both" else (shown.served,)
    auxiliary = {name: material.dataset.values(name)[rows] for name in material.task.auxiliary}
    taught = {name: values[rows] for name, values in material.taught.items()}
    return Faces(framings, rows, material.labels(rows), auxiliary, taught)


def _train(
    data: Sequence[Path],
    recipe: Recipe,
    writer: RunWriter,
    control: Control,
    leave_out: Sequence[Reason],
    detector: str,
    as_labelled: bool,
    remarks: Sequence[str],
) -> Ended:
    run = writer.run
    chosen: Sequence[Reason] = run.data.get("leave_out", leave_out)
    if not set(chosen) <= set(get_args(Reason)):
        raise run.damaged(DATA, f"leave_out is {chosen}, expected {get_args(Reason)}")
    if run.data:
        detector, as_labelled = run.detector, bool(run.data.get("as_labelled"))
    material = load_material(data, recipe, run, control, chosen, detector, as_labelled=as_labelled)
    dataset, split = material.dataset, material.split
    writer.keep_data(
        {
            "path": str(data[0].resolve()),
            "also": [str(path.resolve()) for path in data[1:]],
            "title": dataset.title,
            "terms": dataset.terms,
            "fingerprint": dataset.fingerprint,
            "columns": dataset.column_fingerprints,
            "sha256": [_file_digest(path, control) for path in data],
            "revisions": [git_revision(path.resolve()) for path in data],
            "rows": len(dataset),
            "answers": list(material.task.answers),
            "groups": list(material.task.groups),
            "leave_out": list(chosen),
            "detector": detector,
            "as_labelled": as_labelled,
            "decisions": decisions_of(dataset),
            "sides": {side: len(getattr(split, side)) for side in SIDES},
            **({} if material.known is None else {"known_to_start": material.known}),
            "warnings": list(material.warnings),
        }
    )
    for text in material.warnings:
        control.progress(Warned(text))
    control.progress(Preparing("starting TensorFlow", 0, 0))
    fitted = _fit(recipe, material, writer, control)
    if fitted.reason == "cancelled":
        return _cancelled(run)
    write_outcome(run, recipe, material, fitted, control, remarks=remarks)
    return Ended(fitted.reason, fitted.best_epoch, fitted.epochs_done)


def _fit(recipe: Recipe, material: Material, writer: RunWriter, control: Control) -> Fitted:
    import tensorflow as tf

    from core.training.trainer import fit

    learned, validated = (faces(material, recipe, rows) for rows in (material.split.train, material.split.validation))
    try:
        return fit(recipe, material.task, learned, validated, writer, control)
    except (MemoryError, tf.errors.ResourceExhaustedError) as e:
        raise DataError("run.memory", batch=recipe.batch, size=recipe.input.size) from e


def _known_rows(dataset: FaceDataset, rows: Indices, table: Hashes | None, control: Control) -> NDArray[np.bool_]:
    """Rows that the starting model was trained with, as a mask over the data set."""
    known = np.zeros(len(dataset), np.bool_)
    if table is not None:
        tell = control.preparing("looking for pictures that the start model knows")
        hashes = picture_hashes(dataset, rows, progress=tell, should_stop=control.should_stop)
        known[rows] = is_learned(hashes, table, should_stop=control.should_stop)
    return known


def _start_warnings(start: ModelBundle, known: int | None, count: int) -> tuple[str, ...]:
    """What is known of the pictures that the starting model was trained with, of `count`."""
    if known is None:
        return (
            f"The model {start.title}, which the training starts from, does not record its training pictures. If some "
            "of them are in the data, the figures are too good.",
        )
    if not known:
        return ()
    return (
        f"{known} of the {count} pictures are among those that the model {start.title}, which the training starts "
        "from, was trained with. They are used for training only, never to validate or test.",
    )


def _file_digest(path: Path, control: Control) -> str | None:
    """The SHA-256 of a file of data; None for a folder, whose pictures `learned.npz` of the model has hashes of.

    Raises:
        DataError: It cannot be read.
        Stopped: The caller stopped it.
    """
    if not path.is_file():
        return None
    tell, digest = control.preparing("reading the data"), hashlib.sha256()
    try:
        total = path.stat().st_size
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                stop_if(control.should_stop)
                digest.update(piece)
                tell(file.tell(), total)
    except OSError as e:
        raise DataError("data.format", path=path, reason=e.strerror or e, expected="a file that can be read") from e
    return digest.hexdigest()


def _split(
    run: RunFolder,
    recipe: Recipe,
    task: Task,
    dataset: FaceDataset,
    groups: Indices,
    rows: Indices,
    known: NDArray[np.bool_],
) -> Split:
    try:
        split = make_split(dataset, groups, answers=tuple(task.answers), rows=rows, seed=recipe.split_seed, known=known)
    except DataError as e:
        if e.code != "train.too_few" or not known.any():
            raise
        count = int(known.sum())
        values = {"known": count, "count": len(rows), "title": dataset.title, "model": recipe.start_model}
        raise DataError("train.seen_by_start", **values) from e
    with wrap_write_errors(run.path):
        save_split(run.split_file, split, dataset, seed=recipe.split_seed)
    return split


def _cancelled(run: RunFolder) -> Ended:
    history = run.history()
    best = max(history, key=lambda row: row["score"], default={"epoch": 0})
    return Ended("cancelled", int(best["epoch"]), len(history))
