"""A network while it learns: one step, the answers it gives meanwhile, and all of its state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from core.training.architectures import build
from core.training.architectures.parts import Attributes
from core.training.backend import StepResult, TrainingBackend
from core.training.batches import Batch
from core.training.checkpoint import Arrays
from core.training.features import load_features
from core.training.mitigation import METHODS
from core.training.precision import faster_in_bf16
from core.training.recipe import Recipe
from core.training.task import Task

if TYPE_CHECKING:
    import keras

_SMALLEST: Final = 1e-7
"""Probabilities below it are taken for it, as Keras does: the logarithm of 0 is no loss to learn from."""


class Learner:
    """A network, its optimizer and the running means of its weights.

    Own steps instead of `model.fit`, which compiles with XLA unless told not to: its convolutions on a processor are
    slower than those of oneDNN that are used without it. Pictures are handed over in 8 bits, and the rate with each
    step.

    Args:
        recipe: What is trained.
        task: What it answers and learns besides.
        bf16: Calculate in 16 bits.
        make_network: Makes the network; by default the recipe's, with its starting weights.
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
        # What mitigation and auxiliary columns add shares its layers with the network that answers, and is not served.
        make = make_network or partial(make_start, recipe, task.answers)
        self._answering = _with_policy(make, "mixed_bfloat16" if bf16 else "float32")
        extended = self._objective.extended(self._answering)
        self._model = _with_auxiliary(extended, task) if task.auxiliary else extended
        self._optimizer = _optimizer(recipe)
        self._optimizer.build(self._model.trainable_variables)
        self._averaging = recipe.averaging
        # What is validated and kept calculates in 32 bits, as the exported network will.
        apart = bf16 or recipe.averaging is not None
        self.served: keras.Model = _with_policy(make, "float32") if apart else self._answering
        if apart:
            self._serve()
        shape = self._answering.input.shape
        # Pictures, or features of pictures.
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
        """Set what dropout is drawn from, which then is a function of seed, epoch and step."""
        for at, layer in enumerate(layer for layer in self._model.layers if hasattr(layer, "seed_generator")):
            state = layer.seed_generator.state
            drawn = np.random.SeedSequence((self._recipe.seed, epoch, at)).generate_state(2)
            state.assign(drawn.astype(state.dtype))

    def learn(self, batch: Batch, rate: float) -> StepResult:
        """Take one step at a learning rate."""
        given = (batch.pictures, batch.labels, batch.places, batch.weights, batch.auxiliary_labels)
        loss, *hits = self._step(*given, np.float32(rate)).numpy().tolist()
        return StepResult(loss, dict(zip(self._task.answers, map(int, hits), strict=True)))

    def begin_answers(self) -> None:
        """Bring the network that answers up to date, where it is another than the one that learns."""
        if self.served is not self._answering and self._averaging is None:
            self._serve()

    def answer(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float64]]:
        """Probabilities by attribute, shape (n, classes), of some pictures."""
        return {name: np.asarray(found, np.float64) for name, found in self._answer(pictures).items()}

    def network(self) -> Arrays:
        """The variables of the network that learns, and of what it learns by."""
        return _values(self._learning)

    def optimizer(self) -> Arrays:
        """The optimizer's moments and its count of steps."""
        return _values(self._optimizer.variables)

    def averages(self) -> Arrays:
        """The running means of the weights; empty where none are kept."""
        return [] if self._averaging is None else _values(self.served.weights)

    def answering(self) -> Arrays:
        """The weights of the network that answers."""
        return _values(self.served.weights)

    def take_heads(self, network: keras.Model) -> None:
        """Start with the last layers of a network of the same kind."""
        for name in self._task.answers:
            for own in (self._answering, self.served):
                own.get_layer(name).set_weights(network.get_layer(name).get_weights())

    def restore(self, network: Arrays, optimizer: Arrays, averages: Arrays) -> None:
        """Put everything back as it was.

        Raises:
            ValueError: It is of another network.
        """
        _assign(self._learning, network)
        _assign(self._optimizer.variables, optimizer)
        if self._averaging is not None:
            _assign(self.served.weights, averages)

    @property
    def _learning(self) -> list[Any]:
        return [*self._model.weights, *self._objective.state]

    def _serve(self) -> None:
        for kept, variable in zip(self.served.weights, self._answering.weights, strict=True):
            kept.assign(variable)

    def _graph(self, shown: Any, labels: Any, places: Any, weights: Any, auxiliary: Any, rate: Any) -> Any:
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
            learnt = sum(others) + self._objective.loss(answers, given[mitigated], places, weights, self._cross_entropy)
            for at, name in enumerate(self._task.auxiliary):
                learnt += self._recipe.side_tasks * tf.reduce_mean(self._cross_entropy(answers[name], auxiliary[:, at]))
        gradients = tape.gradient(learnt, variables)
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
        # Of the answers alone, so that it means the same whatever is learnt besides.
        own = tf.reduce_mean(weights * self._cross_entropy(answers[mitigated], given[mitigated]))
        return tf.stack([sum(others) + own, *hits])

    def _cross_entropy(self, answers: Any, labels: Any) -> Any:
        """Shape (n,); 0 where no label is given."""
        import tensorflow as tf

        classes = answers.shape[-1]
        smoothing = self._recipe.label_smoothing
        wanted = tf.one_hot(labels, classes) * (1 - smoothing) + smoothing / classes
        found = -tf.reduce_sum(wanted * tf.math.log(tf.clip_by_value(answers, _SMALLEST, 1 - _SMALLEST)), axis=1)
        return tf.cast(labels >= 0, tf.float32) * found

    def _average(self, steps: Any) -> None:
        import tensorflow as tf

        # The first weights are random: while steps are few, the mean forgets faster.
        decay = tf.minimum(tf.constant(self._averaging, tf.float32), (1 + steps) / (10 + steps))
        for kept, variable in zip(self.served.weights, self._answering.weights, strict=True):
            kept.assign(kept + (1 - decay) * (tf.convert_to_tensor(variable) - kept))


def make_learner(recipe: Recipe, task: Task, bf16: bool | None) -> TrainingBackend:
    """A learner in TensorFlow, as the recipe has it."""
    if recipe.trained == "heads":
        from core.training.head_learner import HeadLearner

        return HeadLearner(recipe, task)
    return Learner(recipe, task, bf16=recipe.bf16 and faster_in_bf16() if bf16 is None else bf16)


def make_start(recipe: Recipe, attributes: Attributes) -> keras.Model:
    """The recipe's network for some attributes, with the weights it starts from.

    Raises:
        FacetError: Their file is missing or damaged.
    """
    network = build(recipe.architecture, recipe.input, recipe.network_parameters, attributes)
    load_features(network, recipe.start)
    return network


def decays(variable: Any) -> bool:
    """Whether weight decay is for a variable: kernels alone, not biases nor the gains of a normalisation."""
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
    """A network that also tells the auxiliary columns, from what it tells its answers from."""
    import keras
    from keras import layers

    features = network.get_layer(next(iter(task.answers))).input
    told = {
        name: layers.Dense(len(one.labels), activation="softmax", dtype="float32", name=name)(features)
        for name, one in task.auxiliary.items()
    }
    return keras.Model(network.input, {**network.output, **told}, name=f"{network.name}_with_auxiliary_columns")


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


def _assign(variables: Sequence[Any], values: Arrays) -> None:
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
