"""A network in training: the step that Keras' `fit` takes with each batch, and the state of a training."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from core.training.architectures.face_resnet import FaceResnetParameters, build_heads
from core.training.architectures.parts import FIELDS
from core.training.features import make_start
from core.training.mitigation import METHODS
from core.training.pictures import Batch
from core.training.recipe import Augmentation, Recipe
from core.training.run_folder import Arrays, Checkpoint
from core.training.task import Task

Tensor = Any

_SMALLEST: Final = 1e-7
"""Probabilities are clipped to it, as in Keras, so that the loss stays finite."""
_AHEAD: Final = 3
"""Batches prepared in advance; more would only use memory."""


class Learner(keras.Model):  # type: ignore[misc]
    """A network, its optimizer and the running means of its weights, for Keras' `fit`.

    Pictures are passed as uint8. The metrics of a step are means over the epoch so far: the loss, and the accuracy of
    each answer among faces with a label, NaN before the first.

    Args:
        recipe: What is trained.
        task: The attributes to answer and the auxiliary ones.
        bf16: Calculate in bfloat16.
        make_network: Builds the network; by default the recipe's, with its starting weights.
    """

    def __init__(
        self, recipe: Recipe, task: Task, *, bf16: bool, make_network: Callable[[], keras.Model] | None = None
    ) -> None:
        super().__init__(dtype="float32")
        keras.utils.set_random_seed(recipe.seed)
        self.bf16 = bf16
        self._recipe = recipe
        self._task = task
        self._objective = METHODS[recipe.mitigation.method].objective(task.mitigation)
        # Outputs added by mitigation and auxiliary columns share the network's layers and are not exported.
        make = make_network or partial(make_start, recipe, task.answers)
        self._answering = _with_policy(make, "mixed_bfloat16" if bf16 else "float32")
        extended = self._objective.extended(self._answering)
        self._network = _with_auxiliary(extended, task) if task.auxiliary else extended
        # The network that is validated and exported calculates in float32.
        apart = bf16 or recipe.averaging is not None
        self._evaluated = _with_policy(make, "float32") if apart else self._answering
        if apart:
            self._copy_weights()
        self.served: keras.Model = self._evaluated
        """The network that is exported, in float32."""
        self._loss = keras.metrics.Mean(name="loss")
        self._accuracies = [_Share(name=f"{name}_accuracy") for name in task.answers]
        self._answer: Any = tf.function(
            lambda shown: self._evaluated(tf.cast(shown, tf.float32), training=False),
            input_signature=[self._shown],
            jit_compile=False,
        )
        # XLA's convolutions are slower on processors than TensorFlow's own.
        self.compile(_optimizer(recipe), jit_compile=False)
        self.optimizer.build(self._network.trainable_variables)

    @property
    def metrics(self) -> list[keras.Metric]:
        """The metrics of an epoch, which `fit` resets."""
        return [self._loss, *self._accuracies]

    def dataset(self, batches: Iterable[Batch]) -> tf.data.Dataset:
        """Batches for `fit`, prepared in another thread during the steps."""
        labels = {
            "answers": tf.TensorSpec((None, len(self._task.answers)), tf.int32),
            "groups": tf.TensorSpec((None,), tf.int32),
            "auxiliary": tf.TensorSpec((None, len(self._task.auxiliary)), tf.int32),
            "taught": {
                name: tf.TensorSpec((None, len(one.labels)), tf.float32)
                for name, one in self._task.answers.items()
                if self._recipe.teacher
            },
        }
        signature = (self._shown, labels, tf.TensorSpec((None,), tf.float32))
        # TensorFlow never frees the function that it asks for the batches, nor what that refers to.
        given = [map(self.inputs, batches)]
        return tf.data.Dataset.from_generator(given.pop, output_signature=signature).prefetch(_AHEAD)

    def inputs(self, batch: Batch) -> tuple[NDArray[Any], Mapping[str, Any], NDArray[np.float32]]:
        """What a step gets of a batch: pictures, labels with the teacher's answers, and sample weights."""
        labels = {
            "answers": batch.labels,
            "groups": batch.group_ids,
            "auxiliary": batch.auxiliary_labels,
            "taught": batch.taught,
        }
        return batch.pictures, labels, batch.weights

    def train_step(self, data: tuple[Tensor, Mapping[str, Any], Tensor]) -> dict[str, Tensor]:
        """Take one step; called by Keras."""
        shown, labels, weights = data
        given = {name: labels["answers"][:, at] for at, name in enumerate(self._task.answers)}
        mitigated = self._task.mitigation.of.name
        variables = self._network.trainable_variables
        with tf.GradientTape() as tape:
            answers = self._network(tf.cast(shown, tf.float32), training=True)
            total = sum(
                tf.reduce_mean(weights * self._cross_entropy(answers[name], given[name]))
                for name in given
                if name != mitigated
            )
            # The reported loss leaves out auxiliary columns, mitigation and teacher, so that runs stay comparable.
            reported = total + tf.reduce_mean(weights * self._cross_entropy(answers[mitigated], given[mitigated]))
            total += self._objective.loss(answers, given[mitigated], labels["groups"], weights, self._cross_entropy)
            if self._recipe.teacher:
                taught = sum(
                    tf.reduce_mean(weights * _cross_entropy(answers[name], wanted))
                    for name, wanted in labels["taught"].items()
                )
                total = (1 - self._recipe.teaching) * total + self._recipe.teaching * taught
            for at, name in enumerate(self._task.auxiliary):
                found = self._cross_entropy(answers[name], labels["auxiliary"][:, at])
                total += self._recipe.side_tasks * tf.reduce_mean(found)
        gradients = tape.gradient(total, variables)
        if self._recipe.weight_decay and self._recipe.optimizer != "adamw":
            gradients = [
                gradient + self._recipe.weight_decay * tf.convert_to_tensor(variable) if decays(variable) else gradient
                for gradient, variable in zip(gradients, variables, strict=True)
            ]
        self.optimizer.apply(gradients, variables)
        self._objective.after_step(self._network)
        if self._recipe.averaging is not None:
            self._average(self._recipe.averaging)
        self._loss.update_state(reported, sample_weight=tf.shape(weights)[0])
        for metric, (name, wanted) in zip(self._accuracies, given.items(), strict=True):
            hits = tf.argmax(answers[name], axis=1, output_type=tf.int32) == wanted
            metric.update_state(hits, sample_weight=wanted >= 0)
        return {metric.name: metric.result() for metric in self.metrics}

    def seed_dropout(self, epoch: int) -> None:
        """Seed dropout for an epoch, so that it is a function of seed, epoch and step."""
        for at, layer in enumerate(layer for layer in self._network.layers if hasattr(layer, "seed_generator")):
            state = layer.seed_generator.state
            drawn = np.random.SeedSequence((self._recipe.seed, epoch, at)).generate_state(2)
            state.assign(drawn.astype(state.dtype))

    def update_served(self) -> None:
        """Copy the trained weights to the networks that are validated and exported. Called after an epoch."""
        if self._evaluated is not self._answering and self._recipe.averaging is None:
            self._copy_weights()

    def answer(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float64]]:
        """Probabilities by attribute, each of shape (n, classes), as of the last `update_served`."""
        return {name: np.asarray(found, np.float64) for name, found in self._answer(pictures).items()}

    def set_heads(self, network: keras.Model) -> None:
        """Copy the output layers of a network of the same architecture."""
        for name in self._task.answers:
            for own in (self._answering, self._evaluated):
                own.get_layer(name).set_weights(network.get_layer(name).get_weights())

    def checkpoint(self, epoch: int, best_epoch: int, best: Arrays) -> Checkpoint:
        """The state after an epoch, with the weights of the best one."""
        network, optimizer, averages = map(_values, self._state)
        return Checkpoint(epoch, self.bf16, network, optimizer, averages, best_epoch, best)

    def restore(self, checkpoint: Checkpoint) -> None:
        """Restore the state after an epoch.

        Raises:
            ValueError: It belongs to another network.
        """
        saved = (checkpoint.network, checkpoint.optimizer, checkpoint.averages)
        for variables, values in zip((*self._state, self.served.weights), (*saved, checkpoint.best), strict=True):
            _check_fit(variables, values)
        for variables, values in zip(self._state, saved, strict=True):
            for variable, value in zip(variables, values, strict=True):
                variable.assign(value)

    def served_weights(self) -> Arrays:
        """Weights of the exported network, in Keras' order, as of the last `update_served`."""
        return _values(self.served.weights)

    @property
    def _shown(self) -> tf.TensorSpec:
        """The input: pictures, or features of pictures."""
        shape = self._answering.input.shape
        return tf.TensorSpec(shape, tf.uint8 if len(shape) == 4 else tf.float32)

    @property
    def _state(self) -> tuple[Sequence[Any], Sequence[Any], Sequence[Any]]:
        """Variables of the network and its objective, of the optimizer, and the running means of the weights."""
        averages = self._evaluated.weights if self._recipe.averaging is not None else []
        return [*self._network.weights, *self._objective.state], self.optimizer.variables, averages

    def _copy_weights(self) -> None:
        for kept, variable in zip(self._evaluated.weights, self._answering.weights, strict=True):
            kept.assign(variable)

    def _average(self, decay: float) -> None:
        # The first weights are random: early in training, the mean forgets faster.
        steps = tf.cast(self.optimizer.iterations, tf.float32)
        share = 1 - tf.minimum(tf.constant(decay, tf.float32), (1 + steps) / (10 + steps))
        for kept, variable in zip(self._evaluated.weights, self._answering.weights, strict=True):
            kept.assign(kept + share * (tf.convert_to_tensor(variable) - kept))

    def _cross_entropy(self, answers: Tensor, labels: Tensor) -> Tensor:
        """Cross-entropy of each face, shape (n,); 0 if its label is missing."""
        classes = answers.shape[-1]
        smoothing = self._recipe.label_smoothing
        wanted = tf.one_hot(labels, classes) * (1 - smoothing) + smoothing / classes
        return tf.cast(labels >= 0, tf.float32) * _cross_entropy(answers, wanted)


class HeadLearner(Learner):
    """A learner of only the output layers: the rest of the network is run once per picture, and its features are kept.

    Always in float32: the features are those of the exported network.
    """

    def __init__(self, recipe: Recipe, task: Task) -> None:
        parameters = FaceResnetParameters.model_validate(recipe.network_parameters)
        super().__init__(recipe, task, bf16=False, make_network=partial(build_heads, parameters, task.answers))
        self.served = make_start(recipe, task.answers)
        self._features = _Features(self.served, recipe)

    def inputs(self, batch: Batch) -> tuple[NDArray[Any], Mapping[str, Any], NDArray[np.float32]]:
        """What a step gets of a batch: features of its pictures, labels with the teacher's answers, sample weights."""
        _, labels, weights = super().inputs(batch)
        return self._features.of(batch.pictures), labels, weights

    def update_served(self) -> None:
        """Copy the trained weights to the networks that are validated and exported. Called after an epoch."""
        super().update_served()
        for name in self._task.answers:
            self.served.get_layer(name).set_weights(self._evaluated.get_layer(name).get_weights())

    def answer(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float64]]:
        """Probabilities by attribute, each of shape (n, classes), as of the last `update_served`."""
        features: Any = self._features.of(pictures)
        return super().answer(features)


class _Features:
    """The features of pictures, cached by a digest of their pixels."""

    def __init__(self, network: keras.Model, recipe: Recipe) -> None:
        spec = recipe.input
        inner = keras.Model(network.input, network.get_layer(FIELDS).output)
        self._run: Any = tf.function(
            lambda pictures: inner(tf.cast(pictures, tf.float32), training=False),
            input_signature=[tf.TensorSpec((None, spec.size, spec.size, spec.channels), tf.uint8)],
            jit_compile=False,
        )
        # With other augmentation no picture occurs twice, so keeping its features would only use memory.
        self._keeps = recipe.augmentation in (Augmentation(), Augmentation(flip=True))
        self._kept: dict[bytes, NDArray[np.float32]] = {}

    def of(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Shape (n, features), of pictures of shape (n, size, size, channels)."""
        if not self._keeps:
            return np.asarray(self._run(pictures))
        names = [hashlib.blake2b(picture.tobytes(), digest_size=16).digest() for picture in pictures]
        new = [at for at, name in enumerate(names) if name not in self._kept]
        if new:
            found = np.asarray(self._run(pictures[new]))
            self._kept |= {names[at]: values for at, values in zip(new, found, strict=True)}
        return np.stack([self._kept[name] for name in names])


class _Share(keras.metrics.Mean):  # type: ignore[misc]
    """A mean that is NaN, not 0, as long as it is one of nothing."""

    def result(self) -> Tensor:
        """The mean so far."""
        return self.total / self.count


def make_learner(recipe: Recipe, task: Task, bf16: bool | None = None) -> Learner:
    """The learner for a recipe.

    Args:
        recipe: What is trained.
        task: What the network answers.
        bf16: Whether to calculate in bfloat16; None for a new run, which then tests whether that is faster.
    """
    if recipe.trained == "heads":
        return HeadLearner(recipe, task)
    return Learner(recipe, task, bf16=recipe.bf16 and faster_in_bf16() if bf16 is None else bf16)


def _cross_entropy(answers: Tensor, wanted: Tensor) -> Tensor:
    """Cross-entropy of each face, shape (n,), with the wanted probabilities, shape (n, classes)."""
    return -tf.reduce_sum(wanted * tf.math.log(tf.clip_by_value(answers, _SMALLEST, 1 - _SMALLEST)), axis=1)


def decays(variable: Any) -> bool:
    """Whether weight decay applies to a variable: to kernels, not to biases or normalisation parameters."""
    return len(variable.shape) > 1


def _with_policy(make: Callable[[], keras.Model], policy: str) -> keras.Model:
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy)
    try:
        return make()
    finally:
        keras.config.set_dtype_policy(before)


def _with_auxiliary(network: keras.Model, task: Task) -> keras.Model:
    """The network with further outputs for the auxiliary columns, from the same features as its answers."""
    features = network.get_layer(next(iter(task.answers))).input
    outputs = {
        name: keras.layers.Dense(len(one.labels), activation="softmax", dtype="float32", name=name)(features)
        for name, one in task.auxiliary.items()
    }
    return keras.Model(network.input, {**network.output, **outputs}, name=f"{network.name}_with_auxiliary_columns")


def _optimizer(recipe: Recipe) -> keras.optimizers.Optimizer:
    if recipe.optimizer == "sgd":
        return keras.optimizers.SGD(recipe.learning_rate, momentum=0.9, nesterov=True)
    if recipe.optimizer == "adam":
        return keras.optimizers.Adam(recipe.learning_rate)
    chosen = keras.optimizers.AdamW(recipe.learning_rate, weight_decay=recipe.weight_decay)
    chosen.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    return chosen


def _values(variables: Sequence[Any]) -> Arrays:
    return [np.array(variable) for variable in variables]


def _check_fit(variables: Sequence[Any], values: Arrays) -> None:
    if len(variables) != len(values):
        raise ValueError(f"got {len(values)} arrays, expected {len(variables)}")
    for number, (variable, value) in enumerate(zip(variables, values, strict=True)):
        expected, received = (tuple(variable.shape), str(variable.dtype)), (value.shape, str(value.dtype))
        if received[0] != expected[0] or received[1] not in expected[1]:
            raise ValueError(f"array {number} has shape {received[0]} of {received[1]}, expected {expected}")


_FASTER: Final = 1.2
_ROUNDS: Final = 5


def faster_in_bf16() -> bool:
    """Whether a convolution is faster in bfloat16 on this computer; takes a fifth of a second."""
    seconds = {tf.float32: 0.0, tf.bfloat16: 0.0}
    operands = {
        kind: (tf.cast(tf.ones((32, 24, 24, 32)), kind), tf.cast(tf.ones((3, 3, 32, 64)), kind)) for kind in seconds
    }
    for attempt in range(_ROUNDS + 1):
        for kind, (picture, kernel) in operands.items():
            start = time.perf_counter()
            for _ in range(4):
                # Fetched, because an operation may return before it is done.
                tf.nn.conv2d(picture, kernel, 1, "SAME")[0, 0, 0, 0].numpy()
            if attempt:
                seconds[kind] += time.perf_counter() - start
    return bool(seconds[tf.float32] > _FASTER * seconds[tf.bfloat16])
