"""Makes resources/features/dlib-faces.npz from dlib's published face recognition network.

    python -m tools.face_features dlib_face_recognition_resnet_model_v1.dat ../shared/data/fairface.zip

The .dat file is in the PyPI package face_recognition_models 0.3.0 and in github.com/davisking/dlib-models; both give it
under CC0 1.0. Where `dlib` is installed (`pip install dlib-bin`), its own embeddings are compared with those of the
network made here, before and after its kernels are rounded to 8 bits.

dlib publishes the network for answering, in which each batch normalisation has become a scale and an offset. To train
it further they are turned back: mean and variance of what each convolution gives are measured on some faces, and gamma
and beta are chosen so that the network answers as before. FairFace (CC BY 4.0) gives these faces.

Its kernels are 7 to 50 times as small as those a training starts from otherwise (He et al. 2015, Delving Deep into
Rectifiers), so that one step of Adam, which has the same length for every weight, would change some by half and more.
They are enlarged to the usual size; normalisation takes that back.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from core.datasets.chips import central_chip
from core.datasets.open import open_dataset
from core.model.bundle import InputSpec
from core.places import resource
from core.schema import ATTRIBUTES
from core.training.architectures import build
from core.training.architectures.face_resnet import LAST_NORMALISATION, STAGES, layer_name
from core.training.augmentation import as_input
from core.training.features import CONVOLUTIONS, FEATURES, Convolution, Weights, pack, set_weights, unpack
from core.vision.detectors import make_detector

if TYPE_CHECKING:
    import keras

Floats = NDArray[np.float32]

_SPEC: Final = InputSpec(size=150, channels=3)
_FACES: Final = 192
_EPSILON: Final = 1e-5


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path, help="dlib_face_recognition_resnet_model_v1.dat")
    parser.add_argument("faces", type=Path, help="FairFace, as a zip archive or folder")
    parser.add_argument("--out", type=Path, default=resource(FEATURES["dlib"].file))
    chosen = parser.parse_args(arguments)
    affine, matrix = read_network(chosen.network.read_bytes())
    chips = _chips(chosen.faces)
    published = _network(Weights(affine, np.zeros(256, np.float32), np.ones(256, np.float32)))
    normalised = _with_statistics(published, affine, chips)
    content = pack(normalised)
    networks = {
        "dlib's weights": published,
        "with statistics": _network(normalised),
        "8 bits": _network(unpack(content)),
    }
    embedded = {name: features(network, chips) @ matrix for name, network in networks.items()}
    for name, found in embedded.items():
        _report(f"{name}, from dlib's weights", found, embedded["dlib's weights"])
    if importlib.util.find_spec("dlib"):
        by_dlib = _by_dlib(chosen.network, chips)
        for name, found in embedded.items():
            _report(f"{name}, from dlib itself", found, by_dlib)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_bytes(content)
    print(f"{chosen.out}: {len(content) / 1e6:.1f} MB")


def read_network(content: bytes) -> tuple[list[Convolution], Floats]:
    """Its convolutions, each with its scale and offset as gamma and beta, and its last matrix, shape (256, 128).

    A layer in dlib's format begins with its name, behind the name's length. Then comes a tensor: a version, four sides,
    and its numbers as float32. Integers are written as a count of bytes and those bytes.
    """
    convolutions: list[Convolution] = []
    kernels: list[tuple[Floats, Floats]] = []
    matrix = np.zeros((0, 0), np.float32)
    shapes = _shapes()
    for found in re.finditer(rb"\x01(?:\x05con_4|\x07affine_|\x04fc_2)", content):
        name = found[0][2:]
        if name == b"fc_2":
            _, at = _integer(content, found.end())
            _, at = _integer(content, at)
            matrix = _tensor(content, at).reshape(256, 128)
            continue
        values = _tensor(content, found.end())
        if name == b"con_4":
            side, channels, filters = shapes[len(kernels)]
            kernel = values[:-filters].reshape(filters, channels, side, side).transpose(2, 3, 1, 0)
            kernels.append((kernel, values[-filters:]))
        else:
            kernel, bias = kernels[-1]
            gamma, beta = np.split(values, 2)
            beta = beta + gamma * bias
            larger = math.sqrt(2 / kernel[..., 0].size) / np.maximum(np.sqrt((kernel**2).mean(axis=(0, 1, 2))), 1e-6)
            kernel, gamma = kernel * larger, gamma / larger
            none = np.zeros_like(gamma)
            convolutions.append(Convolution(kernel, gamma, beta, none, none + np.float32(1 - _EPSILON)))
    if len(convolutions) != CONVOLUTIONS or matrix.shape != (256, 128):
        raise SystemExit(f"got {len(convolutions)} convolutions, expected {CONVOLUTIONS} and a matrix of (256, 128)")
    return convolutions, matrix


def features(network: keras.Model, chips: NDArray[np.uint8]) -> Floats:
    """The mean of the last fields before their normalisation, shape (n, 256)."""
    return _last_fields(network, chips).mean(axis=(1, 2))


def _last_fields(network: keras.Model, chips: NDArray[np.uint8]) -> Floats:
    import keras

    inner = keras.Model(network.input, network.get_layer(LAST_NORMALISATION).input)
    return np.asarray(inner.predict(as_input(chips, _SPEC).astype(np.float32), verbose=0))


def _shapes() -> list[tuple[int, int, int]]:
    """Side, channels and filters of every convolution."""
    shapes = [(7, 3, STAGES[0][0])]
    for filters, blocks in STAGES:
        for _ in range(2 * blocks):
            shapes.append((3, shapes[-1][2], filters))
    return shapes


def _integer(content: bytes, at: int) -> tuple[int, int]:
    """A number that is not negative, and where what follows it begins."""
    count = content[at] & 0x0F
    return int.from_bytes(content[at + 1 : at + 1 + count], "little"), at + 1 + count


def _tensor(content: bytes, at: int) -> Floats:
    version, at = _integer(content, at)
    if version != 2:
        raise SystemExit(f"got a tensor of version {version}, expected 2")
    sides = []
    for _ in range(4):
        side, at = _integer(content, at)
        sides.append(side)
    return np.frombuffer(content, "<f4", int(np.prod(sides)), at)


def _network(weights: Weights) -> keras.Model:
    model = build("face-resnet", _SPEC, {}, ATTRIBUTES)
    set_weights(model, weights)
    return model


def _with_statistics(network: keras.Model, affine: Sequence[Convolution], chips: NDArray[np.uint8]) -> Weights:
    """The same function, each normalisation with the mean and variance of what it is given."""
    import keras

    layers = [network.get_layer(layer_name(number)).output for number in range(CONVOLUTIONS)]
    given = keras.Model(network.input, layers).predict(as_input(chips, _SPEC).astype(np.float32), verbose=0)
    found = []
    for one, values in zip(affine, given, strict=True):
        # What is measured lies behind the scale and the offset; a filter of scale 0 always gives its offset.
        dead = np.abs(one.gamma) < 1e-9
        scale = np.where(dead, 1, one.gamma)
        mean = np.where(dead, 0, (values.mean(axis=(0, 1, 2)) - one.beta) / scale)
        variance = np.where(dead, 1, values.var(axis=(0, 1, 2)) / scale**2)
        gamma, beta = one.gamma * np.sqrt(variance + _EPSILON), one.beta + one.gamma * mean
        found.append(replace(one, gamma=gamma, beta=beta, moving_mean=mean, moving_variance=variance))
    last = _last_fields(network, chips)
    return Weights(found, last.mean(axis=(0, 1, 2)), last.var(axis=(0, 1, 2)))


def _chips(data: Path) -> NDArray[np.uint8]:
    dataset = open_dataset(data)
    detector = make_detector()
    found = (central_chip(dataset.image(row), detector, _SPEC.size) for row in range(2 * _FACES))
    return np.stack([chip for chip in found if chip is not None][:_FACES])


def _by_dlib(network: Path, chips: NDArray[np.uint8]) -> Floats:
    import dlib

    recogniser: Any = dlib.face_recognition_model_v1(str(network))
    return np.array([recogniser.compute_face_descriptor(np.ascontiguousarray(chip)) for chip in chips], np.float32)


def _report(what: str, found: Floats, expected: Floats) -> None:
    worst = float(np.abs(found - expected).max())
    distance = float(np.linalg.norm(found - expected, axis=1).max())
    print(f"{what}: embeddings differ by up to {worst:.2g} in a number, {distance:.2g} in all (0.6 is another person)")


if __name__ == "__main__":
    main()
