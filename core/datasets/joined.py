"""Several data sets as one, so that a model can learn from all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from core.datasets.dataset import FaceDataset, SkippedRow
from core.errors import DataError
from core.schema import NOT_GIVEN, Column
from core.vision.imaging import RGB

_AND: Final = " and "


def join(parts: Sequence[FaceDataset]) -> FaceDataset:
    """The rows of all parts in their order, each name under the title of its data; a single part is given back.

    Faces are to be found and aligned in all of them, or they would be framed in two ways.

    Raises:
        DataError: A part is small and grey, so that no face can be looked for in it, or two have one title.
    """
    if len(parts) == 1:
        return parts[0]
    titles = [part.title for part in parts]
    for part in parts:
        if part.grey is not None or titles.count(part.title) > 1:
            raise DataError("data.not_joinable", titles=_AND.join(titles), title=part.title)
    held = {f"{part.title}/{name}": (part, name) for part in parts for name in part.names}

    def decode(name: str) -> RGB:
        part, own = held[name]
        assert part.decode is not None  # it is not grey
        return part.decode(own)

    return FaceDataset(
        title=_AND.join(titles),
        terms=" ".join(f"{part.title}: {part.terms}" for part in parts),
        names=tuple(held),
        ages=np.concatenate([part.ages for part in parts]),
        columns=_columns(parts),
        skipped=tuple(SkippedRow(f"{part.title}/{row.name}", row.reason) for part in parts for row in part.skipped),
        decode=decode,
        aligned=False,
        state=hashlib.sha256(" ".join(part.state for part in parts).encode()).hexdigest(),
        own_sides=_own_sides(parts),
        parts=tuple(parts),
    )


def _columns(parts: Sequence[FaceDataset]) -> dict[str, Column]:
    """Every column of any part; where parts have other labels of one name, the labels of all."""
    return {name: _column(name, parts) for name in dict.fromkeys(name for part in parts for name in part.columns)}


def _column(name: str, parts: Sequence[FaceDataset]) -> Column:
    held = [part.columns[name].attribute for part in parts if name in part.columns]
    labels = tuple(dict.fromkeys(label for one in held for label in one.labels))
    attribute = replace(held[0], labels=labels)
    values = []
    for part in parts:
        own = part.values(name)
        if name in part.columns:
            places = np.array([labels.index(label) for label in part.columns[name].attribute.labels])
            own = np.where(own >= 0, places[own], NOT_GIVEN)
        values.append(own)
    return Column(attribute, np.concatenate(values))


def _own_sides(parts: Sequence[FaceDataset]) -> tuple[str, ...]:
    if not any(part.own_sides for part in parts):
        return ()
    return tuple(side for part in parts for side in part.own_sides or ("",) * len(part))
