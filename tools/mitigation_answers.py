"""The file of what networks told of the faces held out: what the measured page is written from, without training.

It holds numbers of rows, combinations of labels and flags, no pictures and no names.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.files import replace_file
from core.training.recipe import Recipe
from tools.mitigation_figures import Told
from tools.mitigation_training import WAYS, Outcome

Faces = Mapping[str, tuple[NDArray[np.int64], NDArray[np.int64]]]
"""By the name of a data set: which of its rows are asked about, and the combination each belongs to."""


class KeptAnswers:
    """Those of one network that learnt from one data set.

    Args:
        path: The file; begun where there is none.
        recipe: None where nothing is to be added.
        faces: Those asked about, likewise.

    Raises:
        ValueError: What the file holds is of another recipe or of other faces.
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
            raise ValueError(f"{path} is of another recipe or of other faces: move it away to begin anew")
        self._held |= {"recipe": np.array(recipe.model_dump_json()), **told}

    def _is_of(self, recipe: Recipe, told: dict[str, NDArray[Any]]) -> bool:
        # Read, not as text: a recipe may have got fields since, which are at their defaults in an older one.
        return Recipe.model_validate_json(str(self._held["recipe"])) == recipe and all(
            np.array_equal(self._held.get(name, np.array(0)), values) for name, values in told.items()
        )

    @property
    def asked(self) -> list[str]:
        """The names of the data that were asked about."""
        return [name.removeprefix("rows/") for name in self._held if name.startswith("rows/")]

    def done(self, seed: int) -> set[str]:
        """The ways that are measured with a seed."""
        return {way for way in WAYS if f"told/{way}/{seed}/{self.asked[0]}" in self._held}

    @property
    def seeds(self) -> list[int]:
        """Those with which every way is measured."""
        given = {int(name.split("/")[2]) for name in self._held if name.startswith("told/")}
        return [seed for seed in sorted(given) if self.done(seed) == set(WAYS)]

    def told(self, asked: str, way: str, seed: int) -> Told:
        """What one network told of some data."""
        rows, cells = (self._held[f"{what}/{asked}"].astype(np.int64) for what in ("rows", "cells"))
        right, answered = np.unpackbits(self._held[f"told/{way}/{seed}/{asked}"], axis=1, count=len(rows)).astype(bool)
        return Told(rows, cells, right, answered)

    def trainings(self, what: str) -> list[NDArray[Any]]:
        """`seconds` or `validation`, the gender accuracy on the validation side by epoch, of all trainings."""
        return [values for name, values in self._held.items() if name.startswith(f"{what}/")]

    def add(self, way: str, seed: int, outcome: Outcome) -> None:
        """Keep what came of a training.

        Raises:
            OSError: It cannot be written; what was kept stays.
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
