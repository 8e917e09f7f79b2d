"""A run as other tools read it: event files for TensorBoard, and a run of MLflow where that is installed."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from core.files import parse_json, read_ordinary, replace_file
from core.model.bundle import CARD, read_manifest
from core.training.events import Control, EpochDone, Event, Warned
from core.training.run_folder import MLFLOW, RECIPE, Row, RunFolder
from core.training.run_writer import log

T = TypeVar("T")
_MLFLOW_URI: Final = "MLFLOW_TRACKING_URI"
_EVENTS: Final = "events.out.tfevents.*"
_EXPERIMENT: Final = "Facet"
_VALUE_LENGTH: Final = 250
"""Longest value of a parameter that every version of MLflow takes."""
_ENDS: Final = {"finished": "FINISHED", "early stopping": "FINISHED", "cancelled": "KILLED"}


class Tracker(Protocol):
    """What an epoch is written to besides the run's own files."""

    done: int
    """Epochs that it has, from an earlier process too."""

    def write(self, row: Row) -> None:
        """Add an epoch."""

    def close(self, reason: str) -> None:
        """End; `reason` is that of `Ended`, or "failed"."""


class EventFile:
    """Event files in the run's folder, by TensorFlow's own writer: a scalar per column of `history.csv`.

    A resumed run has another file, which goes on where the last one ended.
    """

    def __init__(self, run: RunFolder) -> None:
        import tensorflow as tf

        self._tf = tf
        self.done = max((_last_step(file) for file in run.path.glob(_EVENTS)), default=0)
        self._writer = tf.summary.create_file_writer(str(run.path))
        if not self.done:
            recipe = (run.path / RECIPE).read_text("utf-8")
            self._add({"recipe": f"```json\n{recipe}```"}, plugin="text", step=0)

    def write(self, row: Row) -> None:
        """Add an epoch, as one record: a process that is killed leaves all of it or nothing."""
        self._add(_figures(row), plugin="scalars", step=int(row["epoch"]))

    def close(self, reason: str) -> None:
        """Close the file."""
        del reason
        self._writer.close()

    def _add(self, values: Mapping[str, float | str], *, plugin: str, step: int) -> None:
        # tf.summary.scalar and text need the package tensorboard, which is for reading; writing does without.
        summary = self._tf.compat.v1.Summary()
        for tag, value in values.items():
            one = summary.value.add(tag=tag, tensor=self._tf.make_tensor_proto(value))
            one.metadata.plugin_data.plugin_name = plugin
        with self._writer.as_default():
            self._tf.summary.experimental.write_raw_pb(summary.SerializeToString(), step=step)
        self._writer.flush()


def _last_step(file: Path) -> int:
    """The last epoch in an event file, which may end within a record."""
    import tensorflow as tf

    last = 0
    with contextlib.suppress(tf.errors.DataLossError):
        for record in tf.data.TFRecordDataset(str(file)):
            last = max(last, tf.compat.v1.Event.FromString(record.numpy()).step)
    return last


class MlflowRun:
    """A run of MLflow: parameters are the recipe, metrics the columns of `history.csv`, the artifact is the card."""

    def __init__(self, run: RunFolder) -> None:
        # A server that is away would hold up the training for minutes.
        os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
        from mlflow import MlflowClient

        self._run = run
        self._client = MlflowClient()
        self._id = self._known() or self._new()
        self._client.update_run(self._id, "RUNNING")
        self.done = len(self._client.get_metric_history(self._id, "score"))

    def write(self, row: Row) -> None:
        """Add an epoch."""
        for name, value in _figures(row).items():
            self._client.log_metric(self._id, _allowed(name), value, step=int(row["epoch"]))

    def close(self, reason: str) -> None:
        """End it, with the card and the figures of the test side if there are any."""
        if (bundle := self._run.bundle) is not None and reason in _ENDS:
            for name, value in read_manifest(bundle).results.items():
                self._client.log_metric(self._id, f"test/{_allowed(name)}", value)
            self._client.log_artifact(self._id, str(bundle / CARD))
        self._client.set_terminated(self._id, _ENDS.get(reason, "FAILED"))

    def _known(self) -> str | None:
        """The run that an earlier process began, if the server still has it."""
        from mlflow.exceptions import MlflowException

        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, MlflowException):
            known = str(parse_json(read_ordinary(self._run.path / MLFLOW, limit=1000))["run_id"])
            return str(self._client.get_run(known).info.run_id)
        return None

    def _new(self) -> str:
        client, name = self._client, os.environ.get("MLFLOW_EXPERIMENT_NAME", _EXPERIMENT)
        experiment = client.get_experiment_by_name(name)
        where = experiment.experiment_id if experiment else client.create_experiment(name)
        made = str(client.create_run(where, run_name=self._run.path.resolve().name).info.run_id)
        for parameter, value in _flat(self._run.recipe.model_dump(mode="json")):
            client.log_param(made, _allowed(parameter), value[:_VALUE_LENGTH])
        data, environment = self._run.data, self._run.environment
        told = {key: data.get(key) for key in ("title", "fingerprint", "revisions")} | dict(environment)
        for key, one in told.items():
            client.set_tag(made, key, str(one))
        replace_file(self._run.path / MLFLOW, (json.dumps({"run_id": made}) + "\n").encode())
        return made


@contextlib.contextmanager
def tracking(run: RunFolder, control: Control) -> Iterator[Control]:
    """A control by which the epochs of a run reach its trackers too; the run has ended when the context closes.

    MLflow is used where it is installed and MLFLOW_TRACKING_URI says where to: nothing leaves the machine unasked. A
    tracker that fails is left with a warning; the training goes on.
    """
    followed = _Followed(run, control)
    try:
        yield replace(control, progress=followed.progress)
    finally:
        followed.close()


class _Followed:
    def __init__(self, run: RunFolder, control: Control) -> None:
        self._run, self._control = run, control
        self._trackers: dict[str, Tracker] | None = None
        """By name; None before the first epoch."""

    def progress(self, event: Event) -> None:
        """Pass an event on; a saved epoch goes to the trackers first."""
        if isinstance(event, EpochDone):
            self._catch_up()
        self._control.progress(event)

    def close(self) -> None:
        """End the trackers as the run ended."""
        reason = str(self._run.ended.get("reason", "failed"))
        if self._trackers is None and reason in _ENDS and self._run.history():
            self._catch_up()  # a resumed run that had no epoch left
        for name, tracker in (self._trackers or {}).items():
            self._attempt(name, partial(tracker.close, reason))

    def _catch_up(self) -> None:
        """Write what the journal has and a tracker lacks, which a process that was killed may have left out."""
        if self._trackers is None:
            made = {name: self._attempt(name, partial(make, self._run)) for name, make in _available().items()}
            self._trackers = {name: tracker for name, tracker in made.items() if tracker is not None}
        for name, tracker in [*self._trackers.items()]:
            if self._attempt(name, partial(self._bring_in_step, tracker)) is None:
                del self._trackers[name]

    def _bring_in_step(self, tracker: Tracker) -> Tracker:
        for row in self._run.history()[tracker.done :]:
            tracker.write(row)
            tracker.done += 1
        return tracker

    def _attempt(self, name: str, action: Callable[[], T]) -> T | None:
        try:
            return action()
        except Exception as e:  # noqa: BLE001 - whatever is wrong with another tool, the training goes on
            reason = " ".join(str(e).split())[:200] or type(e).__name__
            text = f"{name} gets no more of this training: {reason}"
            with contextlib.suppress(OSError):
                log(self._run.path, text)
            self._control.progress(Warned(text))
            return None


def _available() -> Mapping[str, Callable[[RunFolder], Tracker]]:
    found: dict[str, Callable[[RunFolder], Tracker]] = {"TensorBoard": EventFile}
    if os.environ.get(_MLFLOW_URI) and importlib.util.find_spec("mlflow"):
        found["MLflow"] = MlflowRun
    return found


def _figures(row: Row) -> dict[str, float]:
    return {name: float(value) for name, value in row.items() if name != "epoch"}


def _flat(content: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in content.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", str(value)


def _allowed(name: str) -> str:
    """A name that MLflow takes."""
    return re.sub(r"[^\w\-. /]", "_", name, flags=re.ASCII)
