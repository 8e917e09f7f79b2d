"""From a trained network to a bundle: exported, compared with what was trained, and only then moved into place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from core.litert import Network
from core.model.bundle import (
    CARD,
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
from core.training.architectures.maps import with_maps
from core.training.recipe import Recipe

if TYPE_CHECKING:
    import keras

_EXACT: Final = 1e-4
_QUANTISED: Final = 0.2
"""By how much a probability of the exported network may differ from the trained one's. Noise, which they are compared
on, is unlike any face; what 8 bits cost on faces is in the card, whose figures are all of the exported network."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a manifest says of a model besides its network."""

    name: str
    version: str
    text: str
    data: tuple[DataSource, ...]
    terms: str
    created: date
    detector: str = ""
    """What found the faces; empty where they were taken as they are."""


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
) -> None:
    """Write the bundle of a trained network to the folder `destination`, in place of what lies there.

    Args:
        destination: The folder.
        network: As `export_network` gives it.
        weights: Of the network, in its own order.
        recipe: What was trained.
        description: What the manifest says besides.
        heads: How the answers are read.
        results: Figures by name.
        card: Markdown.
    """
    contents = {NETWORK: network, WEIGHTS: _packed(weights), CARD: card.encode()}
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
    destination.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{destination.name}-", dir=destination.parent) as beside:
        new = Path(beside) / "new"
        new.mkdir()
        for file, content in contents.items():
            (new / file).write_bytes(content)
        load_bundle(new)
        _move_into_place(new, destination, Path(beside) / "old")


def export_network(model: keras.Model, recipe: Recipe) -> bytes:
    """The network for LiteRT, with outputs named as the model's and any number of rows in its batch.

    Weights in 8 bits have a scale a filter; what is calculated with them is brought to 8 bits as it comes (dynamic
    range quantisation, Jacob et al. 2018).

    Raises:
        ValueError: The exported network does not answer as the trained one does.
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
    """The largest difference between a trained network's answers and its export's, on pictures of noise.

    They are shown one by one and together: the answer must not depend on the company.
    """
    pictures = np.random.default_rng(0).integers(0, 256, (8, spec.size, spec.size, spec.channels)).astype(np.float32)
    # Maps have rows and columns too.
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


def load_weights(path: Path) -> list[np.ndarray]:
    """The arrays of a bundle's `weights.npz`, in the order of the network's weights."""
    with np.load(path, allow_pickle=False) as held:
        return [held[name] for name in sorted(held.files)]


def _packed(weights: Sequence[NDArray[Any]]) -> bytes:
    content = BytesIO()
    arrays = {f"{at:04d}": values for at, values in enumerate(weights)}
    np.savez_compressed(content, allow_pickle=False, **arrays)
    return content.getvalue()


def _move_into_place(new: Path, destination: Path, old: Path) -> None:
    # A folder cannot replace a folder in one step; the old one stands aside for as long as a rename takes.
    if destination.exists():
        destination.replace(old)
    try:
        new.replace(destination)
    except OSError:
        if old.exists():
            old.replace(destination)
        raise
    shutil.rmtree(old, ignore_errors=True)
