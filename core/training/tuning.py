"""Hyperparameter search with Optuna: learning rate, batch size, dropout and architecture.

Akiba et al. 2019, Optuna; tree-structured Parzen estimators: Bergstra et al. 2011.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from core.errors import DataError
from core.files import make_folder
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
BEST: Final = "best.json"
_TRIALS: Final = "trials"
_NAME: Final = "facet"
_STARTUP_TRIALS: Final = 4
"""Trials completed before any is pruned."""


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
    detector: str = THOROUGH,
    progress: Callable[[Event | TrialDone], None],
    should_stop: Callable[[], bool] = lambda: False,
) -> Search:
    """Run trials until there are `trials`, including those of earlier calls, and write the best recipe to `best.json`.

    Args:
        data: Anything `open_dataset` reads; all trials use the same validation side.
        base: The recipe whose other fields stay as they are.
        folder: Made if it does not exist; a later call continues from `study.db` in it.
        trials: Their total number.
        detector: A name of `core.vision.detectors.DETECTORS`.
        progress: Called with the events of each trial, and its end.
        should_stop: Called between batches; an interrupted trial is repeated by the next call.

    Raises:
        FacetError: The search cannot continue.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    with wrap_write_errors(folder):
        make_folder(folder)
    with locked(folder), _open_study(folder, base) as study:
        try:
            control = Control(progress, should_stop)
            material = load_material((data,), base, RunFolder(folder), control, detector=detector)
            while (done := _done(study)) < trials:
                trial = study.ask()
                chosen = _suggest(trial, base)
                score = _run_trial(trial, recipe_with(base, chosen), material, folder, progress, should_stop)
                progress(TrialDone(trial.number, done + 1, chosen, score))
        except Stopped:
            pass  # completed trials are kept
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

    study = trial.study

    def report(event: Event) -> None:
        progress(event)
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


class _open_study:  # noqa: N801 - used like a function
    """The study in a folder, as a context that closes its file; interrupted trials are queued first."""

    def __init__(self, folder: Path, base: Recipe) -> None:
        import optuna

        optuna.logging.set_verbosity(optuna.logging.WARNING)
        try:
            self._storage = optuna.storages.RDBStorage(f"sqlite:///{(folder / STUDY).resolve().as_posix()}")
            self._study = optuna.create_study(
                study_name=_NAME,
                storage=self._storage,
                direction="maximize",
                load_if_exists=True,
                pruner=optuna.pruners.MedianPruner(n_startup_trials=_STARTUP_TRIALS, n_warmup_steps=1),
            )
        except Exception as e:
            raise DataError("tune.damaged", path=folder, reason=e) from e
        # Another seed for each call, or the same trials would be suggested again.
        self._study.sampler = optuna.samplers.TPESampler(seed=base.seed + len(self._study.trials))

    def __enter__(self) -> optuna.Study:
        from optuna.trial import TrialState

        for trial in self._study.get_trials(states=(TrialState.RUNNING,)):
            self._study.tell(trial.number, state=TrialState.FAIL)
            self._study.enqueue_trial(trial.params)
        return self._study

    def __exit__(self, *_: object) -> None:
        self._storage.remove_session()
        self._storage.engine.dispose()


def _done(study: optuna.Study) -> int:
    from optuna.trial import TrialState

    return len(study.get_trials(deepcopy=False, states=(TrialState.COMPLETE, TrialState.PRUNED)))


def _best(study: optuna.Study, base: Recipe) -> Search:
    from optuna.trial import TrialState

    if not study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,)):
        return Search(_done(study), None, None)
    best = study.best_trial
    return Search(_done(study), best.value, recipe_with(base, best.params))
