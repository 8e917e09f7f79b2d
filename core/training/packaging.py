"""From a trained network to a bundle: exported, compared with what was trained, and only then moved into place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from core.bundle import CARD, MANIFEST, NETWORK, WEIGHTS, DataSource, HeadSpec, InputSpec, Manifest, load_bundle, sha256
from core.labels import HEADS, Head
from core.litert import Network
from core.training.recipe import Recipe

if TYPE_CHECKING:
    import keras

TOLERANCE: Final = 1e-4
"""By how much a probability of the exported network may differ from the trained one's."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a manifest says of a model besides its network."""

    name: str
    version: str
    text: str
    data: tuple[DataSource, ...]
    terms: str
    created: date


def write_bundle(
    destination: Path,
    model: keras.Model,
    recipe: Recipe,
    description: Description,
    *,
    heads: Mapping[Head, HeadSpec],
    results: Mapping[str, float],
    card: str,
) -> None:
    """Write the bundle of a trained network to the folder `destination`, in place of what lies there.

    Raises:
        ValueError: The exported network does not answer as the trained one does.
    """
    network = export_network(model)
    worst = worst_difference(model, network, recipe.input)
    if not worst < TOLERANCE:
        raise ValueError(f"the exported network's answers differ by up to {worst:.2g}, expected less than {TOLERANCE}")
    contents = {NETWORK: network, WEIGHTS: _packed_weights(model), CARD: card.encode()}
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


def export_network(model: keras.Model) -> bytes:
    """The network for LiteRT, with outputs named as the model's and any number of rows in its batch."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / NETWORK
        model.export(file, format="litert", verbose=False)
        return file.read_bytes()


def worst_difference(model: keras.Model, network: bytes, spec: InputSpec) -> float:
    """The largest difference between a trained network's answers and its export's, on pictures of noise.

    They are shown one by one and together, so that a network that takes only one at a time does not pass.
    """
    pictures = np.random.default_rng(0).integers(0, 256, (8, spec.size, spec.size, spec.channels)).astype(np.float32)
    expected = {head: np.asarray(answer) for head, answer in model(pictures, training=False).items()}
    exported = Network(network, threads=1)
    together = exported.run(pictures)
    singly = [exported.run(picture[np.newaxis]) for picture in pictures]
    return max(
        float(np.abs(answers - expected[head]).max())
        for head in HEADS
        for answers in (together[head], np.concatenate([answer[head] for answer in singly]))
    )


def load_weights(path: Path) -> list[np.ndarray]:
    """The arrays of a bundle's `weights.npz`, in the order of the network's weights."""
    with np.load(path, allow_pickle=False) as held:
        return [held[name] for name in sorted(held.files)]


def _packed_weights(model: keras.Model) -> bytes:
    content = BytesIO()
    arrays = {f"{at:04d}": weights for at, weights in enumerate(model.get_weights())}
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
