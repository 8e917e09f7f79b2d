"""Export of a trained network to LiteRT, its verification, and writing its bundle."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import Indices
from core.files import make_folder
from core.litert import Network
from core.model.bundle import (
    CARD,
    LEARNED,
    MANIFEST,
    NETWORK,
    WEIGHTS,
    DataSource,
    HeadSpec,
    InputSpec,
    Manifest,
    load_bundle,
    sha256,
)
from core.model.calibration import run_with_mirror, second_look_cutoff
from core.training.architectures.parts import with_maps
from core.training.events import Control
from core.training.pictures import Pictures
from core.training.recipe import Recipe
from core.training.scores import Probabilities, answers

if TYPE_CHECKING:
    import keras

_EXACT: Final = 1e-4
_QUANTISED: Final = 0.2
"""Largest allowed difference of a probability between the exported and the trained network, compared on noise. The cost
of 8 bits on faces is in the card, whose figures are those of the exported network."""


@dataclass(frozen=True, slots=True)
class Description:
    """The descriptive fields of a manifest."""

    name: str
    version: str
    text: str
    data: tuple[DataSource, ...]
    terms: str
    created: date
    detector: str = ""
    """The face detector; empty if the data came aligned."""


def write_bundle(
    destination: Path,
    network: bytes,
    weights: Sequence[NDArray[Any]],
    recipe: Recipe,
    description: Description,
    *,
    heads: Mapping[str, HeadSpec],
    results: Mapping[str, float],
    card: str,
    learned: bytes = b"",
) -> None:
    """Write the bundle of a trained network to the folder `destination`, replacing an older one.

    Args:
        destination: The folder.
        network: As `export_network` gives it.
        weights: Of the network, in Keras' order.
        recipe: What was trained.
        description: Further fields of the manifest.
        heads: Labels and calibration of the answers.
        results: Metrics by name.
        card: Markdown.
        learned: The table of its training pictures (`core.datasets.splits`); empty if it is not known.
    """
    contents = {NETWORK: network, WEIGHTS: _packed(weights), CARD: card.encode()}
    if learned:
        contents[LEARNED] = learned
    manifest = Manifest.model_validate(
        {
            "name": description.name,
            "version": description.version,
            "created": description.created.isoformat(),
            "description": description.text,
            "architecture": recipe.architecture,
            "parameters": recipe.network_parameters,
            "input": recipe.input,
            "heads": dict(heads),
            "data": description.data,
            "detector": description.detector,
            "terms": description.terms,
            "results": dict(results),
            "files": {file: sha256(content) for file, content in contents.items()},
        }
    )
    contents[MANIFEST] = (manifest.model_dump_json(indent=2) + "\n").encode()
    make_folder(destination.parent)
    with tempfile.TemporaryDirectory(prefix=f".{destination.name}-", dir=destination.parent) as beside:
        new = Path(beside) / "new"
        new.mkdir()
        for file, content in contents.items():
            (new / file).write_bytes(content)
        load_bundle(new)
        _move_into_place(new, destination, Path(beside) / "old")


def export_network(model: keras.Model, recipe: Recipe) -> bytes:
    """Export a network to LiteRT, with the same output names and any batch size.

    Quantised weights have 8 bits with one scale per filter; activations are quantised as they are computed (dynamic
    range quantisation, Jacob et al. 2018).

    Raises:
        ValueError: The answers of the exported network differ from those of the trained one.
    """
    shown = with_maps(model)
    options: dict[str, Any] = {}
    if recipe.quantised:
        import tensorflow as tf

        options["optimizations"] = [tf.lite.Optimize.DEFAULT]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / NETWORK
        shown.export(file, format="litert", verbose=False, **options)
        network = file.read_bytes()
    worst, allowed = worst_difference(shown, network, recipe.input), _QUANTISED if recipe.quantised else _EXACT
    if not worst < allowed:
        raise ValueError(f"the exported network's answers differ by up to {worst:.2g}, expected less than {allowed}")
    return network


def worst_difference(model: keras.Model, network: bytes, spec: InputSpec) -> float:
    """The largest difference between the answers of a trained network and of its export, on noise.

    Compared in a batch and one by one: an answer must not depend on the others in its batch.
    """
    pictures = np.random.default_rng(0).integers(0, 256, (8, spec.size, spec.size, spec.channels)).astype(np.float32)
    # Class activation maps have 4 dimensions and are not compared.
    expected = {
        name: np.asarray(answer) for name, answer in model(pictures, training=False).items() if answer.ndim == 2
    }
    exported = Network(network, threads=1)
    together = exported.run(pictures)
    singly = [exported.run(picture[np.newaxis]) for picture in pictures]
    return max(
        float(np.abs(answers - trained).max())
        for name, trained in expected.items()
        for answers in (together[name], np.concatenate([answer[name] for answer in singly]))
    )


def _packed(weights: Sequence[NDArray[Any]]) -> bytes:
    content = BytesIO()
    arrays = {f"{at:04d}": values for at, values in enumerate(weights)}
    np.savez_compressed(content, allow_pickle=False, **arrays)
    return content.getvalue()


def _move_into_place(new: Path, destination: Path, old: Path) -> None:
    # A folder cannot replace a folder in one step: the old one is moved aside for the time of a rename.
    if destination.exists():
        destination.replace(old)
    try:
        new.replace(destination)
    except OSError:
        if old.exists():
            old.replace(destination)
        raise
    shutil.rmtree(old, ignore_errors=True)


@dataclass(frozen=True, slots=True, eq=False)
class Exported:
    """The exported network, used as in production: what is calibrated and measured is what the bundle holds."""

    network: Network
    second_look: Mapping[str, float]
    """By attribute: the probability below which the mirror image is evaluated too."""

    @classmethod
    def single_view(cls, content: bytes, answers: Iterable[str]) -> Self:
        """The network in the bytes of a `.tflite` file, with one view per face."""
        return cls(Network(content, threads=os.cpu_count() or 1), dict.fromkeys(answers, 0.0))

    def with_mirror(self, pictures: Pictures, rows: Indices, control: Control) -> Exported:
        """With mirror images as a second view, for as few faces as give nearly the same answers on these pictures.

        Raises:
            Stopped: The caller stopped it.
        """
        first, both = (
            Exported(self.network, dict.fromkeys(self.second_look, below)).predict(pictures, rows, control)
            for below in (0.0, 1.0)
        )
        return Exported(self.network, {name: second_look_cutoff(first[name], both[name]) for name in first})

    def predict(self, pictures: Pictures, rows: Indices, control: Control) -> Probabilities:
        """Uncalibrated probabilities for rows of the pictures.

        Raises:
            Stopped: The caller stopped it.
        """

        def answer(some: Pictures) -> Probabilities:
            found = run_with_mirror(self.network, some.astype(np.float32), self.second_look)
            return {name: np.asarray(found[name], np.float64) for name in self.second_look}

        return answers(answer, pictures, rows, control)
