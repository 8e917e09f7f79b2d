"""Search of learning rate, batch size, dropout and architecture with Optuna, alone or in a shared storage.

The study holds which recipes were tried. A storage is a database (`postgresql://...`, by Optuna's RDBStorage) or a file
on a file system that all machines share (Optuna's JournalStorage). Each trial names the machine and process that runs
it and says from time to time that it is alive; a trial whose process is gone is taken up again by another.

Akiba et al. 2019, Optuna; tree-structured Parzen estimators: Bergstra et al. 2011.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from core.errors import DataError
from core.files import make_folder
from core.tidy import is_alive
from core.training.architectures import ARCHITECTURES
from core.training.events import Control, EpochDone, Event
from core.training.features import FEATURES
from core.training.outcome import Material
from core.training.recipe import Recipe, write_recipe
from core.training.run_folder import CHECKPOINT, RunFolder
from core.training.run_writer import locked, wrap_write_errors, writing
from core.training.session import faces, load_material
from core.vision.detectors import THOROUGH
from core.work import Stopped

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


BEST: Final = "best.json"
_TRIALS: Final = "trials"
_LOOK_AT_OTHERS_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class TrialDone:
    """A trial has ended."""

    number: int
    done: int
    chosen: Mapping[str, Any]
    score: float | None
    """Score of the best epoch, as in a run's history; None if the trial was pruned."""


@dataclass(frozen=True, slots=True)
class Search:
    """The result of a search."""

    done: int
    score: float | None
    recipe: Recipe | None
    """The best recipe; None if no trial was completed."""


def tune(
    data: Path,
    base: Recipe,
    folder: Path,
    *,
    trials: int,
    storage: str = "",
    detector: str = THOROUGH,
    progress: Callable[[Event | TrialDone], None],
    should_stop: Callable[[], bool] = lambda: False,
) -> Search:
    """Run trials until there are `trials`, including those of earlier calls, and write the best recipe to `best.json`.

    Args:
        data: Anything `open_dataset` reads; all trials use the same validation side.
        base: The recipe whose other fields stay as they are.
        folder: Made if it does not exist; a later call continues from `study.db` in it.
        trials: Their total number, of all processes that share a storage.
        storage: A database's URL or a file, shared by searches on other machines; empty for `study.db`.
        detector: A name of `core.vision.detectors.DETECTORS`.
        progress: Called with the events of each trial, and its end.
        should_stop: Called between batches; an interrupted trial is repeated by the next call.

    Raises:
        FacetError: The search cannot continue.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    with wrap_write_errors(folder):
        make_folder(folder)
    with locked(folder), open_study(folder, base, storage) as study:
        try:
            control = Control(progress, should_stop)
            material = load_material((data,), base, RunFolder(folder), control, detector=detector)
            while True:
                queue_again(study)
                if count_trials(study, running=True) >= trials:
                    if count_trials(study, running=False) >= trials or not _wait(should_stop):
                        break
                    continue  # others may be lost yet
                trial = study.ask()
                chosen = _suggest(trial, base)
                score = _run_trial(trial, recipe_with(base, chosen), material, folder, progress, should_stop)
                progress(TrialDone(trial.number, count_trials(study, running=False), chosen, score))
        except Stopped:
            pass  # completed trials are kept
        finally:
            queue_again(study, own=True)
        found = _best(study, base)
    if found.recipe is not None:
        with wrap_write_errors(folder):
            write_recipe(folder / BEST, found.recipe)
    return found


def recipe_with(base: Recipe, chosen: Mapping[str, Any]) -> Recipe:
    """The base recipe with changes; another architecture has its own default parameters."""
    parameters = base.parameters if chosen["architecture"] == base.architecture else {}
    return Recipe.model_validate({**base.model_dump(), "parameters": parameters, **chosen})


def _suggest(trial: optuna.Trial, base: Recipe) -> dict[str, Any]:
    pretrained = {features.architecture for features in FEATURES.values()}
    if base.starts_random:
        architectures, slowest, fastest = [name for name in ARCHITECTURES if name not in pretrained], 1e-4, 1e-2
    else:
        # The weights fit no other network, and a learning rate as for random weights would destroy them.
        architectures, slowest, fastest = [base.architecture], 3e-5, 1e-3
    return {
        "architecture": trial.suggest_categorical("architecture", architectures),
        "learning_rate": trial.suggest_float("learning_rate", slowest, fastest, log=True),
        "batch": trial.suggest_categorical("batch", [32, 64, 128]),
        "dropout": trial.suggest_float("dropout", 0.0, 0.6),
    }


def _run_trial(
    trial: optuna.Trial,
    recipe: Recipe,
    material: Material,
    folder: Path,
    progress: Callable[[Event], None],
    should_stop: Callable[[], bool],
) -> float | None:
    """Run a trial and return its score; None if it was pruned."""
    import optuna

    from core.training.trainer import fit

    study, heartbeat = trial.study, Heartbeat(trial)

    def report(event: Event) -> None:
        progress(event)
        heartbeat.beat()
        if isinstance(event, EpochDone):
            trial.report(event.row["score"], int(event.row["epoch"]))
            if trial.should_prune():
                raise optuna.TrialPruned

    run = folder / _TRIALS / f"{trial.number:04d}"
    learned, validated = (faces(material, recipe, rows) for rows in (material.split.train, material.split.validation))
    try:
        with writing(run, recipe, resume=False) as writer:
            fitted = fit(recipe, material.task, learned, validated, writer, Control(report, should_stop))
    except optuna.TrialPruned:
        study.tell(trial, state=optuna.trial.TrialState.PRUNED)
        return None
    except DataError as e:
        if e.code != "run.not_a_number":
            raise
        # A learning rate that is too large is a valid result.
        study.tell(trial, state=optuna.trial.TrialState.PRUNED)
        return None
    finally:
        # Trials are never resumed, and many checkpoints fill a disk.
        (run / CHECKPOINT).unlink(missing_ok=True)
    if fitted.reason == "cancelled":
        raise Stopped
    score = max(row["score"] for row in RunFolder(run).history())
    study.tell(trial, score)
    return score


def _wait(should_stop: Callable[[], bool]) -> bool:
    """Wait for the trials of others; False if the caller stopped it."""
    until = time.monotonic() + _LOOK_AT_OTHERS_S
    while time.monotonic() < until:
        if should_stop():
            return False
        time.sleep(0.1)
    return True


def _best(study: optuna.Study, base: Recipe) -> Search:
    from optuna.trial import TrialState

    done = count_trials(study, running=False)
    if not study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,)):
        return Search(done, None, None)
    best = study.best_trial
    return Search(done, best.value, recipe_with(base, best.params))
