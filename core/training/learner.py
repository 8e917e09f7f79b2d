"""One training step, predictions during training, and the state of a training, in TensorFlow."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from core.training.batches import Batch
from core.training.features import make_start
from core.training.mitigation import METHODS
from core.training.recipe import Recipe
from core.training.run_folder import Arrays, Checkpoint
from core.training.task import Task

if TYPE_CHECKING:
    import keras

_SMALLEST: Final = 1e-7
"""Probabilities are clipped to it, as in Keras, so that the loss stays finite."""


class Learner:
    """A network, its optimizer and the running means of its weights.

    An own loop in place of `Model.fit`: see docs/adr/0012-own-training-loop.md. Pictures are passed as uint8, and the
    learning rate with each step.

    Args:
        recipe: What is trained.
        task: The attributes to answer and the auxiliary ones.
        bf16: Calculate in bfloat16.
        make_network: Builds the network; by default the recipe's, with its starting weights.
    """

    def __init__(
        self, recipe: Recipe, task: Task, *, bf16: bool, make_network: Callable[[], keras.Model] | None = None
    ) -> None:
        import keras
        import tensorflow as tf

        self.bf16 = bf16
        keras.utils.set_random_seed(recipe.seed)
        self._recipe = recipe
        self._task = task
        self._objective = METHODS[recipe.mitigation.method].objective(task.mitigation)
        # Outputs added by mitigation and auxiliary columns share the network's layers and are not exported.
        make = make_network or partial(make_start, recipe, task.answers)
        self._answering = _with_policy(make, "mixed_bfloat16" if bf16 else "float32")
        extended = self._objective.extended(self._answering)
        self._model = _with_auxiliary(extended, task) if task.auxiliary else extended
        self._optimizer = _optimizer(recipe)
        self._optimizer.build(self._model.trainable_variables)
        self._averaging = recipe.averaging
        # The network that is validated and saved calculates in float32, like the exported one.
        apart = bf16 or recipe.averaging is not None
        self.served: keras.Model = _with_policy(make, "float32") if apart else self._answering
        if apart:
            self._serve()
        shape = self._answering.input.shape
        # The input: pictures, or features of pictures.
        shown = tf.TensorSpec(shape, tf.uint8 if len(shape) == 4 else tf.float32)
        signature = [
            shown,
            tf.TensorSpec((None, len(task.answers)), tf.int32),
            tf.TensorSpec((None,), tf.int32),
            tf.TensorSpec((None,), tf.float32),
            tf.TensorSpec((None, len(task.auxiliary)), tf.int32),
            tf.TensorSpec((), tf.float32),
        ]
        self._step: Any = tf.function(self._graph, input_signature=signature, jit_compile=False, autograph=False)
        self._answer: Any = tf.function(
            lambda given: self.served(tf.cast(given, tf.float32), training=False),
            input_signature=[shown],
            jit_compile=False,
        )

    def begin_epoch(self, epoch: int) -> None:
        """Seed dropout for an epoch, so that it is a function of seed, epoch and step."""
        for at, layer in enumerate(layer for layer in self._model.layers if hasattr(layer, "seed_generator")):
            state = layer.seed_generator.state
            drawn = np.random.SeedSequence((self._recipe.seed, epoch, at)).generate_state(2)
            state.assign(drawn.astype(state.dtype))

    def learn(self, batch: Batch, rate: float) -> StepResult:
        """Take one step at a learning rate."""
        given = (batch.pictures, batch.labels, batch.group_ids, batch.weights, batch.auxiliary_labels)
        loss, *hits = self._step(*given, np.float32(rate)).numpy().tolist()
        return StepResult(loss, dict(zip(self._task.answers, map(int, hits), strict=True)))

    def begin_validation(self) -> None:
        """Copy the trained weights to the served network, if they are two."""
        if self.served is not self._answering and self._averaging is None:
            self._serve()

    def answer(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float64]]:
        """Probabilities by attribute, each of shape (n, classes)."""
        return {name: np.asarray(found, np.float64) for name, found in self._answer(pictures).items()}

    def network(self) -> Arrays:
        """Variables of the trained network and of its training objective."""
        return _values(self._learning)

    def optimizer(self) -> Arrays:
        """The optimizer's moments and its step count."""
        return _values(self._optimizer.variables)

    def averages(self) -> Arrays:
        """Running means of the weights; empty if the recipe keeps none."""
        return [] if self._averaging is None else _values(self.served.weights)

    def served_weights(self) -> Arrays:
        """Weights of the served network."""
        return _values(self.served.weights)

    def set_heads(self, network: keras.Model) -> None:
        """Copy the output layers of a network of the same architecture."""
        for name in self._task.answers:
            for own in (self._answering, self.served):
                own.get_layer(name).set_weights(network.get_layer(name).get_weights())

    def restore(self, checkpoint: Checkpoint) -> None:
        """Restore the state after an epoch.

        Raises:
            ValueError: It belongs to another network.
        """
        targets = [
            (self._learning, checkpoint.network),
            (self._optimizer.variables, checkpoint.optimizer),
            (self.served.weights if self._averaging is not None else [], checkpoint.averages),
        ]
        for variables, values in targets:
            check_fit(variables, values)
        for variables, values in targets:
            for variable, value in zip(variables, values, strict=True):
                variable.assign(value)

    @property
    def _learning(self) -> list[Any]:
        return [*self._model.weights, *self._objective.state]

    def _serve(self) -> None:
        for kept, variable in zip(self.served.weights, self._answering.weights, strict=True):
            kept.assign(variable)

    def _graph(self, shown: Any, labels: Any, group_ids: Any, weights: Any, auxiliary: Any, rate: Any) -> Any:
        import tensorflow as tf

        variables = self._model.trainable_variables
        given = {name: labels[:, at] for at, name in enumerate(self._task.answers)}
        mitigated = self._task.mitigation.of.name
        with tf.GradientTape() as tape:
            answers = self._model(tf.cast(shown, tf.float32), training=True)
            others = [
                tf.reduce_mean(weights * self._cross_entropy(answers[name], given[name]))
                for name in given
                if name != mitigated
            ]
            total = sum(others)
            total += self._objective.loss(answers, given[mitigated], group_ids, weights, self._cross_entropy)
            for at, name in enumerate(self._task.auxiliary):
                total += self._recipe.side_tasks * tf.reduce_mean(self._cross_entropy(answers[name], auxiliary[:, at]))
        gradients = tape.gradient(total, variables)
        if self._recipe.weight_decay and self._recipe.optimizer != "adamw":
            gradients = [
                gradient + self._recipe.weight_decay * tf.convert_to_tensor(variable) if decays(variable) else gradient
                for gradient, variable in zip(gradients, variables, strict=True)
            ]
        self._optimizer.learning_rate.assign(rate)
        self._optimizer.apply(gradients, variables)
        self._objective.after_step(self._model)
        if self._averaging is not None:
            self._average(tf.cast(self._optimizer.iterations, tf.float32))
        hits = [
            tf.reduce_sum(tf.cast(tf.argmax(answers[name], axis=1, output_type=tf.int32) == labels, tf.float32))
            for name, labels in given.items()
        ]
        # The reported loss leaves out auxiliary columns, so that runs stay comparable.
        own = tf.reduce_mean(weights * self._cross_entropy(answers[mitigated], given[mitigated]))
        return tf.stack([sum(others) + own, *hits])

    def _cross_entropy(self, answers: Any, labels: Any) -> Any:
        """Cross-entropy of each face, shape (n,); 0 if its label is missing."""
        import tensorflow as tf

        classes = answers.shape[-1]
        smoothing = self._recipe.label_smoothing
        wanted = tf.one_hot(labels, classes) * (1 - smoothing) + smoothing / classes
        found = -tf.reduce_sum(wanted * tf.math.log(tf.clip_by_value(answers, _SMALLEST, 1 - _SMALLEST)), axis=1)
        return tf.cast(labels >= 0, tf.float32) * found

    def _average(self, steps: Any) -> None:
        import tensorflow as tf

        # The first weights are random: early in training, the mean forgets faster.
        decay = tf.minimum(tf.constant(self._averaging, tf.float32), (1 + steps) / (10 + steps))
        for kept, variable in zip(self.served.weights, self._answering.weights, strict=True):
            kept.assign(kept + (1 - decay) * (tf.convert_to_tensor(variable) - kept))


def make_learner(recipe: Recipe, task: Task, bf16: bool | None) -> TrainingBackend:
    """The learner for a recipe; `bf16` is None for a new run, which then tests what is faster."""
    if recipe.trained == "heads":
        from core.training.head_learner import HeadLearner

        return HeadLearner(recipe, task)
    return Learner(recipe, task, bf16=recipe.bf16 and faster_in_bf16() if bf16 is None else bf16)


def decays(variable: Any) -> bool:
    """Whether weight decay applies to a variable: to kernels, not to biases or normalisation parameters."""
    return len(variable.shape) > 1


def _with_policy(make: Callable[[], keras.Model], policy: str) -> keras.Model:
    import keras

    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy)
    try:
        return make()
    finally:
        keras.config.set_dtype_policy(before)


def _with_auxiliary(network: keras.Model, task: Task) -> keras.Model:
    """The network with further outputs for the auxiliary columns, from the same features as its answers."""
    import keras
    from keras import layers

    features = network.get_layer(next(iter(task.answers))).input
    outputs = {
        name: layers.Dense(len(one.labels), activation="softmax", dtype="float32", name=name)(features)
        for name, one in task.auxiliary.items()
    }
    return keras.Model(network.input, {**network.output, **outputs}, name=f"{network.name}_with_auxiliary_columns")


def _optimizer(recipe: Recipe) -> Any:
    from keras import optimizers

    if recipe.optimizer == "sgd":
        return optimizers.SGD(recipe.learning_rate, momentum=0.9, nesterov=True)
    if recipe.optimizer == "adam":
        return optimizers.Adam(recipe.learning_rate)
    chosen = optimizers.AdamW(recipe.learning_rate, weight_decay=recipe.weight_decay)
    chosen.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    return chosen


def _values(variables: Sequence[Any]) -> Arrays:
    return [np.array(variable) for variable in variables]


def check_fit(variables: Sequence[Any], values: Arrays) -> None:
    """Check that arrays have the shapes and types of variables.

    Raises:
        ValueError: They do not.
    """
    if len(variables) != len(values):
        raise ValueError(f"got {len(values)} arrays, expected {len(variables)}")
    for number, (variable, value) in enumerate(zip(variables, values, strict=True)):
        expected, received = (tuple(variable.shape), str(variable.dtype)), (value.shape, str(value.dtype))
        if received[0] != expected[0] or received[1] not in expected[1]:
            raise ValueError(f"array {number} has shape {received[0]} of {received[1]}, expected {expected}")


@dataclass(frozen=True, slots=True)
class StepResult:
    """Loss and hits of a batch, before the step."""

    loss: float
    hits: Mapping[str, int]
    """Number of correct answers by attribute, among faces with a label."""


class TrainingBackend(Protocol):
    """What the training loop needs of a network in training: steps, predictions and state."""

    @property
    def bf16(self) -> bool:
        """Whether it calculates in bfloat16."""

    @property
    def served(self) -> keras.Model:
        """The network that is validated and exported, in float32."""

    def begin_epoch(self, epoch: int) -> None:
        """Seed dropout for an epoch, so that it is a function of seed, epoch and step."""

    def learn(self, batch: Batch, rate: float) -> StepResult:
        """Take one step at a learning rate."""

    def begin_validation(self) -> None:
        """Copy the trained weights to the served network, if they are two."""

    def answer(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float64]]:
        """Probabilities by attribute, each of shape (n, classes)."""

    def network(self) -> Arrays:
        """Variables of the trained network."""

    def optimizer(self) -> Arrays:
        """The optimizer's moments and its step count."""

    def averages(self) -> Arrays:
        """Running means of the weights; empty if the recipe keeps none."""

    def served_weights(self) -> Arrays:
        """Weights of the served network, in Keras' order."""

    def set_heads(self, network: keras.Model) -> None:
        """Copy the output layers of a network of the same architecture."""

    def restore(self, checkpoint: Checkpoint) -> None:
        """Restore the state after an epoch.

        Raises:
            ValueError: It belongs to another network.
        """


MakeLearner = Callable[[Recipe, Task, bool | None], TrainingBackend]
"""Called with recipe, task and whether to use bfloat16; None: test whether that is faster on this computer."""


_FASTER: Final = 1.2
_ROUNDS: Final = 5


def faster_in_bf16() -> bool:
    """Whether a convolution is faster in bfloat16 on this computer; takes a fifth of a second."""
    import tensorflow as tf

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
