"""Looking for a better recipe: learning rate, batch size, dropout and architecture, by Optuna.

Akiba et al. 2019, Optuna; the recipes are chosen by tree-structured Parzen estimators (Bergstra et al. 2011).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from core.errors import DataError
from core.training.architectures import ARCHITECTURES
from core.training.control import Control
from core.training.events import EpochDone, Event
from core.training.features import FEATURES
from core.training.outcome import Material
from core.training.recipe import Recipe, write_recipe
from core.training.run_folder import CHECKPOINT, RunFolder
from core.training.run_writer import locked, wrap_write_errors, writing
from core.training.session import faces, load_material
from core.training.trainer import fit
from core.vision.detectors import THOROUGH
from core.work import Stopped

if TYPE_CHECKING:
    import optuna

STUDY: Final = "study.db"
BEST: Final = "best.json"
_TRIALS: Final = "trials"
_NAME: Final = "facet"
_COMPARED_AFTER: Final = 4
"""Recipes that are tried to their end before any is stopped early."""


@dataclass(frozen=True, slots=True)
class TrialDone:
    """A recipe was tried."""

    number: int
    done: int
    chosen: Mapping[str, Any]
    score: float | None
    """As in a run's history, of the best epoch; None where it was stopped early as hopeless."""


@dataclass(frozen=True, slots=True)
class Search:
    """What was found."""

    done: int
    score: float | None
    recipe: Recipe | None
    """The best; None where none was tried to its end."""


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
    """Try recipes until there are `trials` of them, those of earlier calls included, and write the best as `best.json`.

    Args:
        data: Whatever `open_dataset` reads; all recipes are judged on one validation side.
        base: What is not looked for.
        folder: Made if it is not there; `study.db` in it is what a later call goes on from.
        trials: How many in all.
        detector: A name of `core.vision.detectors.DETECTORS`.
        progress: Told the events of each trial, and its end.
        should_stop: Asked between batches; a recipe that is cut is tried anew by the next call.

    Raises:
        FacetError: It cannot go on.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    with wrap_write_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with locked(folder), _opened(folder, base) as study:
        try:
            control = Control(progress, should_stop)
            material = load_material((data,), base, RunFolder(folder), control, detector=detector)
            while (done := _done(study)) < trials:
                trial = study.ask()
                chosen = _chosen(trial, base)
                score = _tried(trial, recipe_with(base, chosen), material, folder, progress, should_stop)
                progress(TrialDone(trial.number, done + 1, chosen, score))
        except Stopped:
            pass  # what was tried is kept
        found = _best(study, base)
    if found.recipe is not None:
        with wrap_write_errors(folder):
            write_recipe(folder / BEST, found.recipe)
    return found


def recipe_with(base: Recipe, chosen: Mapping[str, Any]) -> Recipe:
    """The base with what was chosen; another architecture comes with its own parameters."""
    parameters = base.parameters if chosen["architecture"] == base.architecture else {}
    return Recipe.model_validate({**base.model_dump(), "parameters": parameters, **chosen})


def _chosen(trial: optuna.Trial, base: Recipe) -> dict[str, Any]:
    pretrained = {features.architecture for features in FEATURES.values()}
    if base.start == "random":
        architectures, slowest, fastest = [name for name in ARCHITECTURES if name not in pretrained], 1e-4, 1e-2
    else:
        # Its weights fit no other network, and learning as fast as from random ones would destroy them.
        architectures, slowest, fastest = [base.architecture], 3e-5, 1e-3
    return {
        "architecture": trial.suggest_categorical("architecture", architectures),
        "learning_rate": trial.suggest_float("learning_rate", slowest, fastest, log=True),
        "batch": trial.suggest_categorical("batch", [32, 64, 128]),
        "dropout": trial.suggest_float("dropout", 0.0, 0.6),
    }


def _tried(
    trial: optuna.Trial,
    recipe: Recipe,
    material: Material,
    folder: Path,
    progress: Callable[[Event], None],
    should_stop: Callable[[], bool],
) -> float | None:
    """The score of a recipe; None where it was stopped early."""
    import optuna

    study = trial.study

    def tell(event: Event) -> None:
        progress(event)
        if isinstance(event, EpochDone):
            trial.report(event.row["score"], int(event.row["epoch"]))
            if trial.should_prune():
                raise optuna.TrialPruned

    run = folder / _TRIALS / f"{trial.number:04d}"
    learned, validated = (faces(material, recipe, rows) for rows in (material.split.train, material.split.validation))
    try:
        with writing(run, recipe, resume=False) as writer:
            fitted = fit(recipe, material.task, learned, validated, writer, Control(tell, should_stop))
    except optuna.TrialPruned:
        study.tell(trial, state=optuna.trial.TrialState.PRUNED)
        return None
    except DataError as e:
        if e.code != "run.not_a_number":
            raise
        # A learning rate too large is an answer too.
        study.tell(trial, state=optuna.trial.TrialState.PRUNED)
        return None
    finally:
        # Nobody goes on with it, and many of them fill a disk.
        (run / CHECKPOINT).unlink(missing_ok=True)
    if fitted.reason == "cancelled":
        raise Stopped
    score = max(row["score"] for row in RunFolder(run).history())
    study.tell(trial, score)
    return score


class _opened:  # noqa: N801 - used as a function
    """The study in a folder, as a context that closes its file; trials that were cut are put first in the queue."""

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
                pruner=optuna.pruners.MedianPruner(n_startup_trials=_COMPARED_AFTER, n_warmup_steps=1),
            )
        except Exception as e:
            raise DataError("tune.damaged", path=folder, reason=e) from e
        # Another seed after each call, or it would draw the same recipes again.
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
