"""Made pictures with labels that can be learnt, in the UTKFace CSV's form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.model.bundle import InputSpec
from core.schema import ATTRIBUTES, ETHNICITY, GENDER
from core.training.mitigation import Groups
from core.training.pictures import Batch
from core.training.recipe import Recipe
from core.training.task import Task

if TYPE_CHECKING:
    from core.training.learner import Learner

TINY = Recipe(
    architecture="report-cnn",
    parameters={"blocks": 1, "width": 4, "dense": 16, "block_dropout": 0.1, "dropout": 0.1},
    input=InputSpec(size=16, channels=1),
    epochs=3,
    batch=16,
    learning_rate=0.005,
    seed=3,
)
TASK = Task(answers=ATTRIBUTES, groups=(), mitigation=Groups(GENDER, (ETHNICITY,)))
COUNT = 150


def made_batch(pictures: NDArray[np.generic], labels: NDArray[np.int32]) -> Batch:
    """A batch of `TASK`."""
    count = len(labels)
    none, places = np.zeros((count, 0), np.int32), labels[:, 1].astype(np.int32)
    return Batch(pictures.astype(np.uint8), labels, places, np.ones(count, np.float32), none, np.arange(count))


def learn(learner: Learner, batch: Batch, rate: float) -> dict[str, float]:
    """Take one step; its metrics."""
    learner.optimizer.learning_rate.assign(rate)
    return dict(learner.train_on_batch(*learner.inputs(batch), return_dict=True))


def write_csv(path: Path, count: int = COUNT) -> Path:
    """Pictures whose brightness tells the ethnicity and whose brighter half tells the gender."""
    rng = np.random.default_rng(1)
    lines = ["age,ethnicity,gender,img_name,pixels"]
    for row in range(count):
        gender, ethnicity = int(rng.integers(2)), int(rng.integers(5))
        pixels = rng.normal(0, 12, (48, 48)) + 30 + 40 * ethnicity
        pixels[:, : 24 if gender == 0 else 0] += 30
        values = " ".join(map(str, np.clip(pixels, 0, 255).astype(int).ravel()))
        lines.append(f"{rng.integers(1, 90)},{ethnicity},{gender},{row}.jpg,{values}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
