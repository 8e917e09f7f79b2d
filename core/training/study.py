"""The study of a search: which recipes were tried, in a file of one search or in a storage that many share.

A storage is a database (`postgresql://...`, by Optuna's RDBStorage) or a file on a file system that all machines share
(Optuna's JournalStorage). Each trial names the machine and process that runs it and says from time to time that it is
alive; a trial whose process is gone is taken up again by another.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from core.errors import DataError
from core.tidy import is_alive
from core.training.recipe import Recipe

if TYPE_CHECKING:
    import optuna

STUDY: Final = "study.db"
SILENT_S: Final = 600.0
"""A trial of another machine that says nothing for so long is taken to be gone: an epoch may take minutes."""
_NAME: Final = "facet"
_STARTUP_TRIALS: Final = 4
"""Trials completed before any is pruned."""
_ALIVE_EVERY_S: Final = 20.0


@contextmanager
def open_study(folder: Path, base: Recipe, storage: str = "") -> Iterator[optuna.Study]:
    """The study of a search.

    Args:
        folder: Of the search; it holds the study if there is no shared storage.
        base: The recipe that is varied.
        storage: A URL or a file; empty for a file in the folder, which one process at a time may use.

    Raises:
        DataError: It is damaged, or belongs to another recipe.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    opened: Any = None
    try:
        opened = _storage(storage or f"sqlite:///{(folder / STUDY).resolve().as_posix()}")
        study = optuna.create_study(
            study_name=_NAME,
            storage=opened,
            direction="maximize",
            load_if_exists=True,
            pruner=optuna.pruners.MedianPruner(n_startup_trials=_STARTUP_TRIALS, n_warmup_steps=1),
        )
        # Another seed for each call and process, or the same trials would be suggested again.
        study.sampler = optuna.samplers.TPESampler(seed=None if storage else base.seed + len(study.trials))
    except Exception as e:
        _close(opened)
        raise DataError("tune.damaged", path=storage or folder, reason=str(e).partition("\n")[0][:300]) from e
    try:
        _require_same(study, base, storage)
        yield study
    finally:
        _close(opened)


def queue_again(study: optuna.Study, *, own: bool = False) -> None:
    """Queue again the trials whose process has ended; with `own`, those that this process has begun and not ended."""
    from optuna.exceptions import UpdateFinishedTrialError
    from optuna.trial import TrialState

    for trial in study.get_trials(states=(TrialState.RUNNING,)):
        if not (_is_own(trial.user_attrs) if own else _is_lost(trial)):
            continue
        try:
            study.tell(trial.number, state=TrialState.FAIL)
        except (UpdateFinishedTrialError, ValueError):
            continue  # another process was faster
        study.enqueue_trial(trial.params)


def count_trials(study: optuna.Study, *, running: bool) -> int:
    """Trials that have ended with a result; with `running`, those under way too."""
    from optuna.trial import TrialState

    states = (TrialState.COMPLETE, TrialState.PRUNED, *((TrialState.RUNNING,) if running else ()))
    return len(study.get_trials(deepcopy=False, states=states))


class Heartbeat:
    """Says in a trial who runs it, and that this process is alive."""

    def __init__(self, trial: optuna.Trial) -> None:
        self._trial = trial
        trial.set_user_attr("machine", socket.gethostname())
        trial.set_user_attr("process", os.getpid())
        self._last = 0.0
        self.beat()

    def beat(self) -> None:
        """Call it often; it writes rarely."""
        if time.monotonic() - self._last >= _ALIVE_EVERY_S:
            self._last = time.monotonic()
            self._trial.set_user_attr("alive_at", time.time())


def _is_own(attributes: dict[str, Any]) -> bool:
    return attributes.get("machine") == socket.gethostname() and attributes.get("process") == os.getpid()


def _is_lost(trial: optuna.trial.FrozenTrial) -> bool:
    attributes = trial.user_attrs
    if attributes.get("machine") == socket.gethostname() and "process" in attributes:
        return not is_alive(int(attributes["process"]))
    # A trial that has just begun does not say yet who runs it.
    began = trial.datetime_start.timestamp() if trial.datetime_start else 0.0
    return time.time() - float(attributes.get("alive_at", began)) > SILENT_S


def _require_same(study: optuna.Study, base: Recipe, storage: str) -> None:
    """Trials of different recipes cannot be compared.

    Raises:
        DataError: The study was begun with another.
    """
    asked = base.model_dump_json()
    there = study.user_attrs.get("base")
    if there is None:
        study.set_user_attr("base", asked)
    elif storage and there != asked:
        raise DataError("tune.other_recipe", storage=storage)


def _storage(where: str) -> Any:
    import optuna
    from optuna.storages.journal import JournalFileBackend, JournalFileOpenLock

    if "://" in where:
        return optuna.storages.RDBStorage(where)
    return optuna.storages.JournalStorage(JournalFileBackend(where, lock_obj=JournalFileOpenLock(where)))


def _close(storage: Any) -> None:
    if storage is not None and hasattr(storage, "engine"):
        storage.remove_session()
        storage.engine.dispose()
