"""The network with attention (`core/training/architectures/attention.py`, without its transformer block) in PyTorch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from core.bundle import InputSpec
from core.labels import HEADS
from core.training.architectures.attention import Parameters
from core.training.architectures.parts import stages
from core.training.checkpoint import Arrays
from core.training.side_tasks import SIDE_TASKS

if TYPE_CHECKING:
    import keras


class Convolution(nn.Module):
    """Convolution, padded as Keras pads, and batch normalisation."""

    def __init__(self, given: int, filters: int, *, side: int = 3, stride: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(given, filters, side, stride, bias=False)
        self.norm = nn.BatchNorm2d(filters, eps=1e-3, momentum=0.05)
        nn.init.kaiming_normal_(self.conv.weight)
        # Where the stride does not fit, Keras pads more at the end.
        self.padding = ((side - stride) // 2, side - stride - (side - stride) // 2) * 2

    def forward(self, x: Tensor) -> Tensor:
        """Without activation."""
        return self.norm(self.conv(functional.pad(x, self.padding)))


class SqueezeExcitation(nn.Module):
    """Weighs the channels."""

    def __init__(self, filters: int, squeeze: int) -> None:
        super().__init__()
        self.narrow = _dense(filters, max(4, filters // squeeze))
        self.widen = _dense(max(4, filters // squeeze), filters)

    def forward(self, x: Tensor) -> Tensor:
        """Shape as it came."""
        weights = torch.sigmoid(self.widen(functional.relu(self.narrow(x.mean((2, 3))))))
        return x * weights[:, :, None, None]


class ResidualBlock(nn.Module):
    """Two convolutions beside a shortcut."""

    def __init__(self, given: int, filters: int, *, stride: int, squeeze: int) -> None:
        super().__init__()
        self.first = Convolution(given, filters, stride=stride)
        self.second = Convolution(filters, filters)
        self.attend = SqueezeExcitation(filters, squeeze)
        self.shortcut = Convolution(given, filters, side=1) if given != filters else nn.Identity()
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        """Half as large where the stride is 2."""
        inner = self.attend(self.second(functional.relu(self.first(x))))
        if self.stride > 1:
            x = functional.avg_pool2d(x, self.stride)
        return functional.relu(inner + self.shortcut(x))


class AttentionNetwork(nn.Module):
    """Pictures of values 0 to 255, shape (n, channels, size, size), to logits by head and by side task."""

    def __init__(self, spec: InputSpec, chosen: Parameters, *, side_tasks: bool) -> None:
        super().__init__()
        self.stem = Convolution(spec.channels, chosen.width, side=5, stride=2)
        blocks: list[nn.Module] = []
        filters = chosen.width
        for stage, count in enumerate(stages(chosen.blocks)):
            for block in range(count):
                stride = 2 if stage and not block else 1
                wide = chosen.width * 2**stage
                blocks.append(ResidualBlock(filters, wide, stride=stride, squeeze=chosen.squeeze))
                filters = wide
        self.blocks = nn.Sequential(*blocks)
        self.dropout = nn.Dropout(chosen.dropout)
        self.heads = nn.ModuleDict({head: _dense(filters, len(labels)) for head, labels in HEADS.items()})
        told = SIDE_TASKS if side_tasks else {}
        self.besides = nn.ModuleDict({task: _dense(filters, classes) for task, classes in told.items()})

    def forward(self, pictures: Tensor) -> dict[str, Tensor]:
        """Logits."""
        x = self.blocks(functional.relu(self.stem(pictures / 255)))
        x = self.dropout(x.mean((2, 3)))
        return {name: layer(x) for name, layer in (*self.heads.items(), *self.besides.items())}


def keras_weights(network: nn.Module, model: keras.Model) -> Arrays:
    """The weights of `network` in the order of the weights of `model`, which has the same layers."""
    held = {id(variable): values for values, variable in _matched(network, model)}
    return [np.ascontiguousarray(held[id(variable)].detach().numpy(), np.float32) for variable in model.weights]


@torch.no_grad()  # type: ignore[untyped-decorator]
def take_weights(network: nn.Module, model: keras.Model) -> None:
    """Give `network` the weights of `model`, which has the same layers; what is learnt besides stays as it is."""
    for values, variable in _matched(network, model):
        values.copy_(torch.from_numpy(np.array(variable)))


def _matched(network: nn.Module, model: keras.Model) -> Iterator[tuple[Tensor, keras.Variable]]:
    """The weights of `network`, seen in the shapes that Keras has, and those of `model`."""
    layers = _by_kind(model)
    for name, module in network.named_modules():
        if name.startswith("besides"):
            continue
        if isinstance(module, nn.Conv2d):
            values = [module.weight.permute(2, 3, 1, 0)]
            layer = layers["Conv2D"].pop(0)
        elif isinstance(module, nn.BatchNorm2d):
            assert module.running_mean is not None
            assert module.running_var is not None
            values = [module.weight, module.bias, module.running_mean, module.running_var]
            layer = layers["BatchNormalization"].pop(0)
        elif isinstance(module, nn.Linear):
            values = [module.weight.T, module.bias]
            layer = model.get_layer(name.removeprefix("heads.")) if "heads" in name else layers["Dense"].pop(0)
        else:
            continue
        yield from zip(values, layer.weights, strict=True)


def _by_kind(model: keras.Model) -> dict[str, list[Any]]:
    """Layers in the order they were made in, which their names count."""

    def count(layer: Any) -> int:
        found = re.search(r"_(\d+)$", layer.name)
        return int(found[1]) if found else 0

    kinds: dict[str, list[Any]] = {}
    for layer in sorted((one for one in model.layers if one.name not in HEADS), key=count):
        kinds.setdefault(type(layer).__name__, []).append(layer)
    return kinds


def _dense(given: int, units: int) -> nn.Linear:
    layer = nn.Linear(given, units)
    nn.init.xavier_uniform_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer
