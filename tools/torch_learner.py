"""Takes the steps of a training in PyTorch, which compiles them for the processor.

Only the shipped model is trained so; everything else about the training is the program's own.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from core.labels import HEADS, Head
from core.training.architectures import build
from core.training.architectures.attention import Parameters
from core.training.batches import Batch
from core.training.checkpoint import Arrays
from core.training.learns import StepResult
from core.training.recipe import Mitigation, Recipe
from core.training.side_tasks import SIDE_TASKS
from tools.torch_network import AttentionNetwork, keras_weights, take_weights

if TYPE_CHECKING:
    import keras

_UNKNOWN: Final = -1


@dataclass(frozen=True, slots=True, eq=False)
class Teacher:
    """A network trained before, from whose weights and answers another one learns.

    Hinton et al. 2015, Distilling the Knowledge in a Neural Network; of a network of the same form: Furlanello et al.
    2018, Born-Again Neural Networks.
    """

    weights: Arrays
    """As Keras orders them; the network that learns begins with them."""
    answers: Mapping[Head, NDArray[np.float32]]
    """Probabilities for every row of the data, shape (rows, classes)."""
    share: float
    """How much of what is to be learnt its answers are; the rest is the labels."""


class TorchLearner:
    """As `core.training.learner.Learner`, for the architecture `attention` without heads, AdamW and averaging."""

    def __init__(self, recipe: Recipe, bf16: bool | None, *, teacher: Teacher | None = None) -> None:
        chosen = Parameters.model_validate(recipe.network_parameters)
        plain = recipe.mitigation == Mitigation() and recipe.optimizer == "adamw"
        if recipe.architecture != "attention" or chosen.heads or not plain or not recipe.averaging:
            raise ValueError(f"got {recipe}, expected attention without heads, AdamW, averaging, no mitigation")
        torch.set_num_threads(os.cpu_count() or 1)
        torch.manual_seed(recipe.seed)
        # A processor that has to make believe it calculates in 16 bits takes over ten times as long.
        self.bf16 = recipe.bf16 and _has_bf16() if bf16 is None else bf16
        self.served: keras.Model = build(recipe.architecture, recipe.input, recipe.network_parameters)
        self._recipe = recipe
        self._averaging = recipe.averaging
        self._teacher = teacher
        network = AttentionNetwork(recipe.input, chosen, side_tasks=bool(recipe.side_tasks))
        if teacher:
            self.served.set_weights(teacher.weights)
            take_weights(network, self.served)
        self._network = network.to(memory_format=torch.channels_last)
        self._average = copy.deepcopy(self._network).eval().requires_grad_(False)
        kernels = [weights for weights in self._network.parameters() if weights.ndim > 1]
        others = [weights for weights in self._network.parameters() if weights.ndim <= 1]
        decay = recipe.weight_decay
        groups = [{"params": kernels, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
        self._optimizer = torch.optim.AdamW(groups, recipe.learning_rate, eps=1e-7, fused=True)
        self._steps = 0
        self._compiled: Any = torch.compile(self._losses, dynamic=False)

    def begin_epoch(self, epoch: int) -> None:
        """Set what dropout is drawn from."""
        torch.manual_seed(int(np.random.SeedSequence((self._recipe.seed, epoch)).generate_state(1)[0]))

    def learn(self, batch: Batch, rate: float) -> StepResult:
        """Take one step at a learning rate."""
        self._network.train()
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        # The last batch of an epoch is smaller; compiling for it would take longer than it does.
        losses = self._compiled if len(batch.pictures) == self._recipe.batch else self._losses
        labels, besides = (torch.from_numpy(given).long() for given in (batch.labels, batch.besides))
        weights = torch.from_numpy(batch.weights)
        learnt, loss, hits = losses(_shown(batch.pictures), self._targets(batch), labels, weights, besides)
        self._optimizer.zero_grad(set_to_none=True)
        learnt.backward()
        self._optimizer.step()
        self._steps += 1
        self._follow()
        return StepResult(float(loss), dict(zip(HEADS, map(int, hits.tolist()), strict=True)))

    def begin_answers(self) -> None:
        """Nothing: the running means are always up to date."""

    @torch.inference_mode()  # type: ignore[untyped-decorator]
    def answer(self, pictures: NDArray[np.uint8]) -> dict[Head, NDArray[np.float64]]:
        """Probabilities by head, shape (n, classes), of some pictures."""
        found = self._average(_shown(pictures))
        return {head: torch.softmax(found[head].double(), dim=1).numpy() for head in HEADS}

    def network(self) -> Arrays:
        """The parameters and running statistics of the network that learns."""
        return _arrays(self._network)

    def optimizer(self) -> Arrays:
        """The count of steps, and the two moments of every parameter."""
        states = [self._optimizer.state[weights] for weights in self._parameters() if self._steps]
        moments = [state[moment].numpy().copy() for moment in ("exp_avg", "exp_avg_sq") for state in states]
        return [np.array(self._steps), *moments]

    def averages(self) -> Arrays:
        """The running means."""
        return _arrays(self._average)

    def answering(self) -> Arrays:
        """The weights of the network that answers, as Keras orders them."""
        return keras_weights(self._average, self.served)

    def take_heads(self, network: keras.Model) -> None:
        """Not for this network, which starts from random weights or a teacher's."""
        raise NotImplementedError

    def restore(self, network: Arrays, optimizer: Arrays, averages: Arrays) -> None:
        """Put everything back as it was.

        Raises:
            ValueError: It is of another network.
        """
        _put(self._network, network)
        _put(self._average, averages)
        self._steps = int(optimizer[0])
        parameters = self._parameters()
        firsts, seconds = optimizer[1 : 1 + len(parameters)], optimizer[1 + len(parameters) :]
        for weights, first, second in zip(parameters, firsts, seconds, strict=True):
            self._optimizer.state[weights] = {
                "step": torch.tensor(float(self._steps)),
                "exp_avg": torch.from_numpy(first.copy()),
                "exp_avg_sq": torch.from_numpy(second.copy()),
            }

    def _parameters(self) -> list[Tensor]:
        return [weights for group in self._optimizer.param_groups for weights in group["params"]]

    def _targets(self, batch: Batch) -> list[Tensor]:
        """What the answers are to be, by head."""
        found = []
        for at, (head, classes) in enumerate(HEADS.items()):
            target = np.eye(len(classes), dtype=np.float32)[batch.labels[:, at]]
            if self._teacher:
                taught = self._teacher.answers[head][batch.rows]
                target += self._teacher.share * (taught - target)
            found.append(torch.from_numpy(target))
        return found

    def _losses(
        self, shown: Tensor, targets: list[Tensor], labels: Tensor, weights: Tensor, besides: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        with torch.autocast("cpu", torch.bfloat16, enabled=self.bf16):
            found = self._network(shown)
        logits = {name: values.float() for name, values in found.items()}
        loss = torch.stack([self._loss(logits[head], targets[at], weights) for at, head in enumerate(HEADS)])
        learnt = loss.sum()
        if self._recipe.side_tasks:
            for at, task in enumerate(SIDE_TASKS):
                known = (besides[:, at] != _UNKNOWN).float()
                learnt = learnt + self._recipe.side_tasks * self._loss(logits[task], besides[:, at].clamp(min=0), known)
        hits = torch.stack([(logits[head].argmax(1) == labels[:, at]).sum() for at, head in enumerate(HEADS)])
        return learnt, loss.detach().sum(), hits

    def _loss(self, logits: Tensor, target: Tensor, weights: Tensor) -> Tensor:
        each = functional.cross_entropy(logits, target, reduction="none", label_smoothing=self._recipe.label_smoothing)
        return (weights * each).mean()

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def _follow(self) -> None:
        # The first weights are random: while steps are few, the mean forgets faster.
        decay = min(self._averaging, (1 + self._steps) / (10 + self._steps))
        torch._foreach_lerp_(_values(self._average), _values(self._network), 1 - decay)


def _has_bf16() -> bool:
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def _shown(pictures: NDArray[np.uint8]) -> Tensor:
    # Permuted only in name: the values lie as they came, which is what the convolutions are fastest with.
    return torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float()


def _values(network: torch.nn.Module) -> list[Tensor]:
    return [value for value in network.state_dict().values() if value.is_floating_point()]


def _arrays(network: torch.nn.Module) -> Arrays:
    return [value.detach().contiguous().numpy().copy() for value in _values(network)]


@torch.no_grad()  # type: ignore[untyped-decorator]
def _put(network: torch.nn.Module, arrays: Arrays) -> None:
    for value, array in zip(_values(network), arrays, strict=True):
        value.copy_(torch.from_numpy(array))
