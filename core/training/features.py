"""Weights that a training can start from: pretrained face features, or those of a Facet model.

A file of features holds, for every convolution of the network, its kernel in 8 bits with one scale per filter and its
batch normalisation; and mean and variance of the last feature map. It is data: nothing in it is unpickled.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError, FacetError
from core.files import parse_arrays, read_ordinary
from core.model.bundle import LIMITS, STARTING_WEIGHTS, WEIGHTS, DataSource, ModelBundle, load_bundle, resolve_bundle
from core.places import models_folders, resource
from core.training.architectures import build
from core.training.architectures.face_resnet import LAST_NORMALISATION, STAGES, layer_name
from core.training.architectures.parts import Attributes

if TYPE_CHECKING:
    import keras

    from core.training.recipe import Recipe

Start = Literal["random", "dlib"]
Floats = NDArray[np.float32]

CONVOLUTIONS: Final = 1 + 2 * sum(blocks for _, blocks in STAGES)
_NORMALISATION: Final = ("gamma", "beta", "moving_mean", "moving_variance")


@dataclass(frozen=True, slots=True)
class Features:
    """A network pretrained on other data."""

    file: str
    """In `resources/`."""
    architecture: str
    """The architecture that the weights fit."""
    source: DataSource
    """The data it was trained on, for the card and the manifest."""


FEATURES: Final[Mapping[Start, Features]] = MappingProxyType(
    {
        "dlib": Features(
            file="features/dlib-faces.npz",
            architecture="face-resnet",
            source=DataSource(
                name=f"{STARTING_WEIGHTS}dlib's face recognition network",
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
    """The pretrained weights of a network."""

    convolutions: Sequence[Convolution]
    """From the input on."""
    mean: Floats
    """Of each filter of the last feature map."""
    variance: Floats


def make_start(recipe: Recipe, attributes: Attributes) -> keras.Model:
    """The recipe's network with the weights that its training starts from.

    Raises:
        FacetError: Their file is missing or damaged, or they do not fit the network.
    """
    network = build(recipe.architecture, recipe.input, recipe.network_parameters, attributes)
    if recipe.start_model:
        _load_model(network, recipe, attributes)
    elif recipe.start != "random":
        load_features(network, recipe.start)
    return network


def load_features(model: keras.Model, start: Start) -> None:
    """Load pretrained weights into an untrained network; its output layers keep theirs.

    Raises:
        FacetError: Their file is missing or damaged.
    """
    path = resource(FEATURES[start].file)
    try:
        set_weights(model, unpack(path.read_bytes()))
    except FileNotFoundError as e:
        raise FacetError("features.missing", path=path) from e
    except (OSError, ValueError, KeyError) as e:
        raise FacetError("features.damaged", path=path, reason=e) from e


def find_start_model(recipe: Recipe) -> ModelBundle | None:
    """The model that a recipe starts from; None if it starts from other weights.

    Raises:
        FacetError: There is no such model, it is damaged, or it is of another kind than the recipe's network.
    """
    if not recipe.start_model:
        return None
    bundle = load_bundle(resolve_bundle(recipe.start_model, models_folders()))
    manifest = bundle.manifest
    for what, received, expected in (
        ("architecture", manifest.architecture, recipe.architecture),
        ("number of colour channels", manifest.input.channels, recipe.input.channels),
    ):
        if received != expected:
            raise _does_not_fit(recipe, f"its {what} is {received}, the recipe's is {expected}")
    return bundle


def _load_model(network: keras.Model, recipe: Recipe, attributes: Attributes) -> None:
    """Copy a model's weights; of its output layers those of the attributes with the same labels."""
    bundle = find_start_model(recipe)
    assert bundle is not None  # the recipe names it
    manifest = bundle.manifest
    source = build(manifest.architecture, manifest.input, manifest.parameters, manifest.attributes)
    outputs = {*attributes, *manifest.heads}
    try:
        source.set_weights(load_weights(bundle.path / WEIGHTS))
        inner, others = ([one for one in model.layers if one.name not in outputs] for model in (network, source))
        for layer, other in zip(inner, others, strict=True):
            layer.set_weights(other.get_weights())
        for name, one in attributes.items():
            if name in manifest.heads and manifest.heads[name].labels == one.labels:
                network.get_layer(name).set_weights(source.get_layer(name).get_weights())
    except (OSError, ValueError) as e:
        raise _does_not_fit(recipe, str(e).partition("\n")[0]) from e


def _does_not_fit(recipe: Recipe, reason: str) -> DataError:
    return DataError("train.start_model", model=recipe.start_model, reason=reason)


def load_weights(path: Path) -> list[NDArray[np.generic]]:
    """The arrays of a bundle's `weights.npz`, in the order of the network's weights.

    Raises:
        OSError, ValueError: They cannot be read, or are damaged.
    """
    held = parse_arrays(read_ordinary(path, limit=LIMITS[WEIGHTS]), limit=4 * LIMITS[WEIGHTS])
    if any(not np.isfinite(values).all() for values in held.values()):
        raise ValueError("weights are not finite numbers")
    return [held[name] for name in sorted(held)]


def set_weights(model: keras.Model, weights: Weights) -> None:
    """Load pretrained weights into a network.

    Raises:
        ValueError: They do not fit.
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
        ValueError, KeyError: It is damaged.
    """
    held = parse_arrays(content)
    convolutions = [
        Convolution(
            held[f"{name}/kernel"].astype(np.float32) * held[f"{name}/scale"],
            *(held[f"{name}/{part}"] for part in _NORMALISATION),
        )
        for name in map(layer_name, range(CONVOLUTIONS))
    ]
    return Weights(convolutions, held["mean"], held["variance"])
