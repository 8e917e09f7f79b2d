"""Weights that a training can start from in place of random ones: features that know faces already.

A file holds, for every convolution of the network, its kernel in 8 bits with one scale per filter, and its batch
normalisation; and mean and variance of the last fields. It is data: nothing in it is unpickled.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.errors import FacetError
from core.model.bundle import DataSource
from core.places import resource
from core.training.architectures.face_resnet import LAST_NORMALISATION, STAGES, layer_name

if TYPE_CHECKING:
    import keras

Start = Literal["random", "dlib"]
Floats = NDArray[np.float32]

CONVOLUTIONS: Final = 1 + 2 * sum(blocks for _, blocks in STAGES)
_NORMALISATION: Final = ("gamma", "beta", "moving_mean", "moving_variance")


@dataclass(frozen=True, slots=True)
class Features:
    """A network trained before on other data."""

    file: str
    """In `resources/`."""
    architecture: str
    """The one its weights fit."""
    source: DataSource
    """What it learned from, for the card and the manifest."""


FEATURES: Final[Mapping[Start, Features]] = MappingProxyType(
    {
        "dlib": Features(
            file="features/dlib-faces.npz",
            architecture="face-resnet",
            source=DataSource(
                name="Starting weights: dlib's face recognition network",
                terms=(
                    "CC0 1.0 (public domain), by Davis King. It learned to tell about 3 million face pictures of 7,485 "
                    "people apart, taken from FaceScrub, VGG Face and the web; who they are, and whether pictures of "
                    "other data sets are among them, is not known. Its last layer is left out: this model gives no "
                    "embedding and cannot match faces."
                ),
            ),
        )
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Convolution:
    """The weights of a convolution and its batch normalisation."""

    kernel: Floats
    """Shape (side, side, channels, filters)."""
    gamma: Floats
    beta: Floats
    moving_mean: Floats
    moving_variance: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """All that a network starts from."""

    convolutions: Sequence[Convolution]
    """Counted from the picture."""
    mean: Floats
    """Of each of the last fields' filters."""
    variance: Floats


def load_features(model: keras.Model, start: Start) -> None:
    """Give a network that is not trained yet the weights of `start`; its answers' layers keep theirs.

    Raises:
        FacetError: Their file is missing or damaged.
    """
    if start == "random":
        return
    path = resource(FEATURES[start].file)
    try:
        set_weights(model, unpack(path.read_bytes()))
    except FileNotFoundError as e:
        raise FacetError("features.missing", path=path) from e
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as e:
        raise FacetError("features.damaged", path=path, reason=e) from e


def set_weights(model: keras.Model, weights: Weights) -> None:
    """Give a network weights to start from.

    Raises:
        ValueError: They do not fit it.
    """
    for number, one in enumerate(weights.convolutions):
        values = [one.kernel, *(getattr(one, name) for name in _NORMALISATION)]
        model.get_layer(layer_name(number)).set_weights(values)
    last = model.get_layer(LAST_NORMALISATION)
    gamma, beta, *_ = last.get_weights()
    last.set_weights([gamma, beta, weights.mean, weights.variance])


def pack(weights: Weights) -> bytes:
    """The content of a file of starting weights; kernels are rounded to 8 bits."""
    arrays: dict[str, NDArray[np.generic]] = {"mean": weights.mean, "variance": weights.variance}
    for number, one in enumerate(weights.convolutions):
        scale = np.maximum(np.abs(one.kernel).max(axis=(0, 1, 2)), 1e-12) / 127
        name = layer_name(number)
        arrays[f"{name}/kernel"] = np.rint(one.kernel / scale).astype(np.int8)
        arrays[f"{name}/scale"] = scale.astype(np.float32)
        arrays |= {f"{name}/{part}": getattr(one, part).astype(np.float32) for part in _NORMALISATION}
    content = io.BytesIO()
    np.savez_compressed(content, allow_pickle=False, **arrays)
    return content.getvalue()


def unpack(content: bytes) -> Weights:
    """The weights in a file.

    Raises:
        ValueError, KeyError, EOFError, zipfile.BadZipFile: It is damaged.
    """
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        convolutions = [
            Convolution(
                held[f"{name}/kernel"].astype(np.float32) * held[f"{name}/scale"],
                *(held[f"{name}/{part}"] for part in _NORMALISATION),
            )
            for name in map(layer_name, range(CONVOLUTIONS))
        ]
        return Weights(convolutions, held["mean"], held["variance"])
