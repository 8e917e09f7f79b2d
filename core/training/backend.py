"""What the trainer needs of whatever takes the steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from core.training.batches import Batch
from core.training.checkpoint import Arrays
from core.training.recipe import Recipe
from core.training.task import Task

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, slots=True)
class StepResult:
    """What a step gave, over its batch before the step was taken."""

    loss: float
    hits: Mapping[str, int]
    """Right answers by attribute, where a label is given."""


class TrainingBackend(Protocol):
    """A network while it learns: one step, the answers it gives meanwhile, and all of its state."""

    @property
    def bf16(self) -> bool:
        """Whether it calculates in 16 bits."""

    @property
    def served(self) -> keras.Model:
        """The network that answers, in float32."""

    def begin_epoch(self, epoch: int) -> None:
        """Set what dropout is drawn from, which then is a function of seed, epoch and step."""

    def learn(self, batch: Batch, rate: float) -> StepResult:
        """Take one step at a learning rate."""

    def begin_answers(self) -> None:
        """Bring the network that answers up to date, where it is another than the one that learns."""

    def answer(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float64]]:
        """Probabilities by attribute, shape (n, classes), of some pictures."""

    def network(self) -> Arrays:
        """The variables of the network that learns."""

    def optimizer(self) -> Arrays:
        """The optimizer's moments and its count of steps."""

    def averages(self) -> Arrays:
        """The running means of the weights; empty where none are kept."""

    def answering(self) -> Arrays:
        """The weights of the network that answers, as Keras orders them."""

    def take_heads(self, network: keras.Model) -> None:
        """Start with the last layers of a network of the same kind."""

    def restore(self, network: Arrays, optimizer: Arrays, averages: Arrays) -> None:
        """Put everything back as it was.

        Raises:
            ValueError: It is of another network.
        """


MakeLearner = Callable[[Recipe, Task, bool | None], TrainingBackend]
"""Makes one, which calculates in 16 bits or not; None lets it find out whether that is faster here."""
