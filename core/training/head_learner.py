"""Training the answers' layers alone: the rest of the network is run once per picture, and what it gives is kept."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from core.training.architectures.face_resnet import Parameters, build_heads
from core.training.architectures.parts import FIELDS
from core.training.backend import StepResult
from core.training.batches import Batch
from core.training.checkpoint import Arrays
from core.training.learner import Learner, make_start
from core.training.recipe import Augmentation, Recipe
from core.training.task import Task

if TYPE_CHECKING:
    import keras

Floats = NDArray[np.float32]

_COMES_BACK: Final = (Augmentation(), Augmentation(flip=True))
"""With other augmentation no picture is shown twice, and keeping its features would only fill the memory."""


class HeadLearner:
    """As `Learner`, for a recipe that trains its heads alone.

    Always in float32: features that are computed only once may take their time, and then they are those of the
    exported network.
    """

    def __init__(self, recipe: Recipe, task: Task) -> None:
        make = partial(build_heads, Parameters.model_validate(recipe.network_parameters), task.answers)
        self._task = task
        self._heads = Learner(recipe, task, bf16=False, make_network=make)
        self.served: keras.Model = make_start(recipe, task.answers)
        self._features = _Features(self.served, recipe)
        self.bf16 = False

    def begin_epoch(self, epoch: int) -> None:
        """Set what dropout is drawn from, which then is a function of seed, epoch and step."""
        self._heads.begin_epoch(epoch)

    def learn(self, batch: Batch, rate: float) -> StepResult:
        """Take one step at a learning rate."""
        features: Any = self._features.of(batch.pictures)  # in place of the pictures
        return self._heads.learn(replace(batch, pictures=features), rate)

    def begin_answers(self) -> None:
        """Bring the network that answers up to date."""
        self._heads.begin_answers()

    def answer(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float64]]:
        """Probabilities by attribute, shape (n, classes), of some pictures."""
        features: Any = self._features.of(pictures)
        return self._heads.answer(features)

    def network(self) -> Arrays:
        """The variables of the heads and of what they learn by; the rest is the starting weights."""
        return self._heads.network()

    def optimizer(self) -> Arrays:
        """The optimizer's moments and its count of steps."""
        return self._heads.optimizer()

    def averages(self) -> Arrays:
        """The running means of the heads' weights; empty where none are kept."""
        return self._heads.averages()

    def answering(self) -> Arrays:
        """The weights of the whole network."""
        for name in self._task.answers:
            self.served.get_layer(name).set_weights(self._heads.served.get_layer(name).get_weights())
        return [np.array(variable) for variable in self.served.weights]

    def take_heads(self, network: keras.Model) -> None:
        """Start with the last layers of a network of the same kind."""
        self._heads.take_heads(network)

    def restore(self, network: Arrays, optimizer: Arrays, averages: Arrays) -> None:
        """Put everything back as it was.

        Raises:
            ValueError: It is of another network.
        """
        self._heads.restore(network, optimizer, averages)


class _Features:
    """The features of pictures, found again by the pictures' own bytes."""

    def __init__(self, network: keras.Model, recipe: Recipe) -> None:
        import keras
        import tensorflow as tf

        spec = recipe.input
        inner = keras.Model(network.input, network.get_layer(FIELDS).output)
        self._run: Any = tf.function(
            lambda pictures: inner(tf.cast(pictures, tf.float32), training=False),
            input_signature=[tf.TensorSpec((None, spec.size, spec.size, spec.channels), tf.uint8)],
            jit_compile=False,
        )
        self._keeps = recipe.augmentation in _COMES_BACK
        self._kept: dict[bytes, Floats] = {}

    def of(self, pictures: NDArray[np.uint8]) -> Floats:
        """Shape (n, features), of pictures of shape (n, size, size, channels)."""
        if not self._keeps:
            return np.asarray(self._run(pictures))
        names = [hashlib.blake2b(picture.tobytes(), digest_size=16).digest() for picture in pictures]
        new = [at for at, name in enumerate(names) if name not in self._kept]
        if new:
            found = np.asarray(self._run(pictures[new]))
            self._kept |= {names[at]: values for at, values in zip(new, found, strict=True)}
        return np.stack([self._kept[name] for name in names])
