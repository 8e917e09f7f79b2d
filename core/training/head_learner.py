"""Training only the output layers: the rest of the network is run once per picture, and its features are kept."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from core.training.architectures.face_resnet import FaceResnetParameters, build_heads
from core.training.architectures.parts import FIELDS
from core.training.batches import Batch
from core.training.features import make_start
from core.training.learner import Learner, StepResult
from core.training.recipe import Augmentation, Recipe
from core.training.run_folder import Arrays, Checkpoint
from core.training.task import Task

if TYPE_CHECKING:
    import keras

Floats = NDArray[np.float32]

_COMES_BACK: Final = (Augmentation(), Augmentation(flip=True))
"""With other augmentation no picture occurs twice, so keeping its features would only use memory."""


class HeadLearner:
    """A `TrainingBackend` for recipes that train only the output layers.

    Always in float32: features are computed only once, and are those of the exported network.
    """

    def __init__(self, recipe: Recipe, task: Task) -> None:
        make = partial(build_heads, FaceResnetParameters.model_validate(recipe.network_parameters), task.answers)
        self._task = task
        self._heads = Learner(recipe, task, bf16=False, make_network=make)
        self.served: keras.Model = make_start(recipe, task.answers)
        self._features = _Features(self.served, recipe)
        self.bf16 = False

    def begin_epoch(self, epoch: int) -> None:
        """Seed dropout for an epoch, so that it is a function of seed, epoch and step."""
        self._heads.begin_epoch(epoch)

    def learn(self, batch: Batch, rate: float) -> StepResult:
        """Take one step at a learning rate."""
        features: Any = self._features.of(batch.pictures)  # in place of the pictures
        return self._heads.learn(replace(batch, pictures=features), rate)

    def begin_validation(self) -> None:
        """Copy the trained weights to the served network."""
        self._heads.begin_validation()

    def answer(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float64]]:
        """Probabilities by attribute, each of shape (n, classes)."""
        features: Any = self._features.of(pictures)
        return self._heads.answer(features)

    def network(self) -> Arrays:
        """Variables of the output layers and of their objective; the others are the starting weights."""
        return self._heads.network()

    def optimizer(self) -> Arrays:
        """The optimizer's moments and its step count."""
        return self._heads.optimizer()

    def averages(self) -> Arrays:
        """Running means of the output layers' weights; empty if the recipe keeps none."""
        return self._heads.averages()

    def served_weights(self) -> Arrays:
        """Weights of the whole network."""
        for name in self._task.answers:
            self.served.get_layer(name).set_weights(self._heads.served.get_layer(name).get_weights())
        return [np.array(variable) for variable in self.served.weights]

    def set_heads(self, network: keras.Model) -> None:
        """Copy the output layers of a network of the same architecture."""
        self._heads.set_heads(network)

    def restore(self, checkpoint: Checkpoint) -> None:
        """Restore the state after an epoch.

        Raises:
            ValueError: It belongs to another network.
        """
        self._heads.restore(checkpoint)


class _Features:
    """The features of pictures, cached by a digest of their pixels."""

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
