"""One training of the mitigation measurement, and the answers of its network for held-out faces."""

from __future__ import annotations

import io
import multiprocessing
import os
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NoReturn

import cv2
import numpy as np
from numpy.typing import NDArray

from core.datasets.cache import cache_file
from core.datasets.dataset import Indices
from core.datasets.open import open_dataset
from core.datasets.splits import Shares, split
from core.evaluation.calibration import Answers, calibrate, calibrate_by_group
from core.evaluation.predictions import from_answers
from core.files import make_folder, replace_file, replacing
from core.model.bundle import InputSpec
from core.schema import ATTRIBUTES, ETHNICITY, GENDER
from core.training.architectures import build
from core.training.architectures.face_resnet import FaceResnetParameters, build_heads
from core.training.architectures.parts import FIELDS
from core.training.events import Control, EpochDone, Event
from core.training.features import FEATURES, Start, load_features
from core.training.outcome import Material
from core.training.pictures import prepare_pictures
from core.training.presets import PRESETS
from core.training.recipe import Augmentation, Mitigation, Recipe
from core.training.run_writer import writing
from core.training.scores import answers, score
from core.training.session import faces
from core.training.sides import LEFT_OUT, audit_findings, rows_to_use
from core.training.task import Task, task_of

_SHARES: Final = Shares(train=0.62, validation=0.06, calibration=0.07, test=0.25)
"""Enough is held out to keep gaps by chance small: over 10,000 faces of FairFace."""
_SPLIT_SEED: Final = 1
HELD_OUT: Final = Path("docs/mitigation/held-out.npz")
"""The held-out rows, by the name of the data set."""
OF: Final = GENDER.name
"""The attribute whose errors are balanced."""
GROUPS: Final = ETHNICITY.name
"""The column of the groups."""

COLOUR: Final = Recipe(
    architecture="residual",
    parameters={"blocks": "1-1-1", "width": 16, "dropout": 0.3},
    input=InputSpec(size=32, channels=3),
    framings="aligned",
    epochs=8,
    batch=64,
    optimizer="adamw",
    learning_rate=0.002,
    schedule="cosine",
    warmup_epochs=1,
    weight_decay=0.02,
    augmentation=Augmentation(flip=True),
)
REPORT: Final = PRESETS["report"].model_copy(update={"epochs": 8, "bf16": False})
"""The report's network and recipe, with as many epochs as the other network."""
FINE_TUNED: Final = PRESETS["fine-tune"].model_copy(
    update={"input": InputSpec(size=112, channels=3), "framings": "aligned", "head_epochs": 0, "epochs": 2}
)
"""The network of facet-150 from dlib's weights, with smaller pictures and fewer epochs than the shipped model."""
HEAD: Final = PRESETS["head"].model_copy(
    update={"epochs": 8, "batch": 256, "augmentation": Augmentation(), "mirrored": False}
)
"""Only the last layers of that network, on dlib's features of each face as it is."""

PLAIN: Final = "none"
WITHOUT_TRAINING: Final[Mapping[str, Mitigation]] = MappingProxyType(
    {
        "best epoch by worst group": Mitigation(best_epoch="worst-group"),
        "calibration by ethnicity": Mitigation(calibration="by-ethnicity"),
    }
)
"""Methods that do not change the training: the plain network serves all of them."""
TRAINED: Final[Mapping[str, Mitigation]] = MappingProxyType(
    {
        PLAIN: Mitigation(),
        "balanced sampling": Mitigation(method="balanced-sampling"),
        "reweighing": Mitigation(method="reweighing"),
        "group DRO": Mitigation(method="group-dro"),
        "domain-independent": Mitigation(method="domain-independent"),
        "adversarial": Mitigation(method="adversarial"),
    }
)
WAYS: Final[Mapping[str, Mitigation]] = MappingProxyType({**TRAINED, **WITHOUT_TRAINING})


@dataclass(frozen=True, slots=True)
class Network:
    """A network that the methods are measured with."""

    recipe: Recipe
    trained: tuple[str, ...] = tuple(TRAINED)
    """The methods that it is trained with, the plain one first."""

    @property
    def ways(self) -> tuple[str, ...]:
        """All measured methods."""
        return (*self.trained, *WITHOUT_TRAINING)


NETWORKS: Final[Mapping[str, Network]] = MappingProxyType(
    {
        "colour": Network(COLOUR),
        "report": Network(REPORT),
        "head": Network(HEAD),
        "fine-tuned": Network(FINE_TUNED, (PLAIN, "group DRO", "balanced sampling")),
    }
)

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Job:
    """A training, and the data its network is tested on."""

    data: Path
    recipe: Recipe
    way: str
    seed: int
    asked: tuple[Path, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The outcome of a training."""

    told: Mapping[str, Mapping[str, tuple[Flags, Flags]]]
    """By method and data set: whether each gender answer is right, and whether it is not "uncertain"."""
    validation: NDArray[np.float32]
    """Gender accuracy on the validation side after each epoch."""
    seconds: float


def name_of(data: Path) -> str:
    """The short name of a data set."""
    return data.stem.lower()


def material(data: Path, recipe: Recipe) -> Material:
    """The pictures of a data set, or their features, and its sides; a quarter is held out of every training.

    The held-out faces are drawn once and kept in a file, so that all networks are tested on the same ones.
    """
    return _material(data, recipe.input, recipe.start if recipe.trained == "heads" else None)


@cache
def _material(data: Path, spec: InputSpec, features_by: Start | None) -> Material:
    dataset, control = open_dataset(data), Control()
    findings = audit_findings(dataset, control)
    shown = prepare_pictures(dataset, spec, control)
    rows = rows_to_use(findings, shown.usable, LEFT_OUT)
    strata = (dataset.values(OF), dataset.values(GROUPS))
    rows = rows[np.all([values[rows] >= 0 for values in strata], axis=0)]
    kept, name = _load_held_out(), name_of(data)
    sides = split(strata, findings.groups, rows=rows, seed=_SPLIT_SEED, shares=_SHARES, fixed_test=kept.get(name))
    if name not in kept:
        # Faces that were detected, so that errors are those of the network.
        kept[name] = sides.test[shown.found[sides.test]]
        _save_held_out(kept)
    found = Material(dataset, shown, replace(sides, test=kept[name]), findings, task_of(COLOUR, dataset))
    if features_by is not None:
        found = replace(found, shown=replace(shown, framings={"aligned": _features(found, spec, features_by)}))
    return found


def _load_held_out() -> dict[str, Indices]:
    if not HELD_OUT.exists():
        return {}
    with np.load(HELD_OUT, allow_pickle=False) as kept:
        return {name: kept[name].astype(np.int64) for name in kept}


def _save_held_out(rows: Mapping[str, Indices]) -> None:
    content = io.BytesIO()
    np.savez_compressed(content, allow_pickle=False, **{name: some.astype(np.int32) for name, some in rows.items()})
    make_folder(HELD_OUT.parent)
    replace_file(HELD_OUT, content.getvalue())


def _features(held: Material, spec: InputSpec, start: Start) -> NDArray[Any]:
    """The features of every picture by pretrained weights, shape (n, features); kept in the cache."""
    import keras

    dataset, pictures = held.dataset, held.shown.served
    key = (dataset.state, dataset.fingerprint, spec.model_dump_json(), start)
    path = cache_file(None, "features", *key, suffix=".npy")
    if not path.exists():
        # Differs from float32 by a hundredth of a standard deviation, and takes a third of the time.
        keras.config.set_dtype_policy("mixed_bfloat16")
        network = build(FEATURES[start].architecture, spec, {}, ATTRIBUTES)
        keras.config.set_dtype_policy("float32")
        load_features(network, start)
        inner = keras.Model(network.input, network.get_layer(FIELDS).output)
        found = inner.predict(pictures, batch_size=64, verbose=0)
        make_folder(path.parent)
        with replacing(path) as file:
            np.save(file, found)
    return np.asarray(np.load(path, mmap_mode="r"))


def begin_worker() -> None:
    """Use one thread, and end with the parent. Two trainings side by side are faster than one with two threads."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    cv2.setNumThreads(1)
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)


def train(job: Job) -> Outcome:
    """Train a network and test it; the plain one also with the methods that do not change the training."""
    import keras

    from core.training.learner import Learner
    from core.training.trainer import fit

    keras.backend.clear_session()
    started = time.perf_counter()
    recipe = job.recipe.model_copy(update={"mitigation": WAYS[job.way], "seed": job.seed})
    learnt = material(job.data, job.recipe)
    heads = partial(build_heads, FaceResnetParameters.model_validate(recipe.network_parameters), learnt.task.answers)
    learner = Learner(recipe, learnt.task, bf16=recipe.bf16, make_network=heads if recipe.trained == "heads" else None)
    epochs: list[tuple[Mapping[str, float], list[NDArray[Any]]]] = []

    def keep(event: Event) -> None:
        if isinstance(event, EpochDone):
            epochs.append((event.row, learner.served_weights()))

    learned, validated = (faces(learnt, recipe, rows) for rows in (learnt.split.train, learnt.split.validation))
    with tempfile.TemporaryDirectory() as run, writing(Path(run), recipe, resume=False) as writer:
        fit(recipe, learnt.task, learned, validated, writer, Control(keep), learner=learner)

    @cache
    def after(epoch: int) -> tuple[Answers, list[Answers]]:
        """Answers of the network after an epoch, for the calibration side and each tested data set."""
        learner.served.set_weights(epochs[epoch][1])
        return _answers(learner.answer, learnt, learnt.split.calibration), [
            _answers(learner.answer, held, held.split.test)
            for held in (material(data, job.recipe) for data in job.asked)
        ]

    told: dict[str, dict[str, tuple[Flags, Flags]]] = {}
    for way in (PLAIN, *WITHOUT_TRAINING) if job.way == PLAIN else (job.way,):
        best = max(range(len(epochs)), key=lambda at: score(epochs[at][0], WAYS[way], learnt.task))
        told[way] = _told(recipe, learnt.task, WAYS[way], job.asked, *after(best))
    validation = np.array([row[f"validation_{OF}_accuracy"] for row, _ in epochs], np.float32)
    return Outcome(told, validation, time.perf_counter() - started)


def _answers(answer: Any, held: Material, rows: Indices) -> Answers:
    return Answers(answers(answer, held.shown.served, rows, Control()), held.labels(rows))


def _told(
    recipe: Recipe,
    task: Task,
    mitigation: Mitigation,
    asked: Sequence[Path],
    kept_back: Answers,
    found: Sequence[Answers],
) -> dict[str, tuple[Flags, Flags]]:
    how = calibrate(kept_back, {name: recipe.target_error(one) for name, one in task.answers.items()})
    if mitigation.calibration == "by-group":
        how = calibrate_by_group(kept_back, how, of=OF, groups=GROUPS)
    told = {}
    for data, some in zip(asked, found, strict=True):
        rows = np.arange(len(some.labels[OF]))
        read = from_answers(some, how, attributes=task.answers, model="", data="", rows=rows, columns={})
        told[name_of(data)] = (read.predicted(OF) == read.labels(OF), read.answered(OF))
    return told


def _end_with_parent() -> NoReturn:
    parent = multiprocessing.parent_process()
    assert parent is not None  # this runs in a worker
    parent.join()
    os._exit(1)
