"""The file of the networks' answers for held-out faces, from which the page is written without training.

It holds row numbers, combinations of labels and flags, no pictures and no names.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.files import replace_file
from core.training.recipe import Recipe
from tools.mitigation_figures import HeldOutAnswers
from tools.mitigation_training import WAYS, Outcome

Faces = Mapping[str, tuple[NDArray[np.int64], NDArray[np.int64]]]
"""By the name of a data set: the tested rows, and the combination of each."""


class KeptAnswers:
    """The answers of one network trained on one data set.

    Args:
        path: The file; created if missing.
        recipe: None to read only.
        faces: The tested faces, likewise.

    Raises:
        ValueError: The file belongs to another recipe or to other faces.
    """

    def __init__(self, path: Path, *, recipe: Recipe | None = None, faces: Faces | None = None) -> None:
        self._path = path
        self._held: dict[str, NDArray[Any]] = {}
        if path.exists():
            with np.load(path, allow_pickle=False) as held:
                self._held = dict(held)
        if recipe is None or faces is None:
            return
        told: dict[str, NDArray[Any]] = {}
        for name, (rows, cells) in faces.items():
            told |= {f"rows/{name}": rows.astype(np.int32), f"cells/{name}": cells.astype(np.uint8)}
        if self._held and not self._is_of(recipe, told):
            raise ValueError(f"{path} belongs to another recipe or to other faces: move it away to start again")
        self._held |= {"recipe": np.array(recipe.model_dump_json()), **told}

    def _is_of(self, recipe: Recipe, told: dict[str, NDArray[Any]]) -> bool:
        # Parsed, not compared as text: an older recipe lacks newer fields, which have their defaults.
        return Recipe.model_validate_json(str(self._held["recipe"])) == recipe and all(
            np.array_equal(self._held.get(name, np.array(0)), values) for name, values in told.items()
        )

    @property
    def asked(self) -> list[str]:
        """The names of the tested data sets."""
        return [name.removeprefix("rows/") for name in self._held if name.startswith("rows/")]

    def done(self, seed: int) -> set[str]:
        """The methods measured with a seed."""
        return {way for way in WAYS if f"told/{way}/{seed}/{self.asked[0]}" in self._held}

    @property
    def ways(self) -> set[str]:
        """The methods measured with any seed."""
        return {way for seed in self.seeds(()) for way in self.done(seed)}

    def seeds(self, ways: Iterable[str]) -> list[int]:
        """The seeds with which all of these methods are measured."""
        given = {int(name.split("/")[2]) for name in self._held if name.startswith("told/")}
        return [seed for seed in sorted(given) if self.done(seed) >= set(ways)]

    def told(self, asked: str, way: str, seed: int) -> HeldOutAnswers:
        """The answers of one network for a data set."""
        rows, cells = (self._held[f"{what}/{asked}"].astype(np.int64) for what in ("rows", "cells"))
        right, answered = np.unpackbits(self._held[f"told/{way}/{seed}/{asked}"], axis=1, count=len(rows)).astype(bool)
        return HeldOutAnswers(rows, cells, right, answered)

    def trainings(self, what: str) -> list[NDArray[Any]]:
        """`seconds` or `validation`, the gender accuracy on the validation side by epoch, of all trainings."""
        return [values for name, values in self._held.items() if name.startswith(f"{what}/")]

    def add(self, way: str, seed: int, outcome: Outcome) -> None:
        """Save the outcome of a training.

        Raises:
            OSError: It cannot be written; the file is unchanged.
        """
        for read, by_data in outcome.told.items():
            for asked, flags in by_data.items():
                self._held[f"told/{read}/{seed}/{asked}"] = np.packbits(np.stack(flags), axis=1)
        self._held[f"validation/{way}/{seed}"] = outcome.validation
        self._held[f"seconds/{way}/{seed}"] = np.array(outcome.seconds)
        content = io.BytesIO()
        np.savez_compressed(content, allow_pickle=False, **self._held)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(self._path, content.getvalue())
