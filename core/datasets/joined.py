"""Several data sets as one, so that a model can learn from all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np

from core.datasets.dataset import FaceDataset, SkippedRow
from core.datasets.fairface import RACE, SIDE
from core.errors import DataError
from core.imaging import RGB

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
        gender=np.concatenate([part.gender for part in parts]),
        ethnicity=np.concatenate([part.ethnicity for part in parts]),
        skipped=tuple(SkippedRow(f"{part.title}/{row.name}", row.reason) for part in parts for row in part.skipped),
        decode=decode,
        aligned=False,
        state=hashlib.sha256(" ".join(part.state for part in parts).encode()).hexdigest(),
        extra={
            column: tuple(value for part in parts for value in part.extra.get(column, ("",) * len(part)))
            for column in (RACE, SIDE)
            if any(column in part.extra for part in parts)
        },
        parts=tuple(parts),
    )
