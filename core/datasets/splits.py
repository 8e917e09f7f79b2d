"""Splits that do not leak: copies of a picture never lie on two sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

import numpy as np

from core.datasets.dataset import Indices

Side = Literal["train", "validation", "calibration", "test"]
SIDES: Final[tuple[Side, ...]] = get_args(Side)


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of the data goes to each side; together 1."""

    train: float = 0.76
    validation: float = 0.08
    calibration: float = 0.06
    test: float = 0.10

    def __post_init__(self) -> None:
        if min(self.values) < 0 or abs(sum(self.values) - 1) > 1e-9:
            raise ValueError(f"shares {self.values}: expected none below 0 and a sum of 1")

    @property
    def values(self) -> tuple[float, ...]:
        """In the order of `SIDES`."""
        return tuple(getattr(self, side) for side in SIDES)


@dataclass(frozen=True, slots=True)
class Split:
    """Rows of a data set by side, each sorted."""

    train: Indices
    """What the network learns from."""
    validation: Indices
    """What the epoch and the settings are chosen by."""
    calibration: Indices
    """What temperatures and thresholds are fitted on."""
    test: Indices
    """What the figures of the card are measured on, once."""


def split(
    strata: Sequence[Indices],
    groups: Indices,
    *,
    rows: Indices,
    seed: int,
    shares: Shares | None = None,
    fixed_test: Indices | None = None,
) -> Split:
    """Split `rows`, whole groups at a time, with nearly the same shares in every stratum.

    Args:
        strata: Values of the columns whose combinations are to be spread evenly, shape (n,) each; none: no column.
        groups: One number a row of the data set; rows of one number stay together.
        rows: The rows to use; others are on no side.
        seed: The same seed gives the same split of the same data.
        shares: Of each side.
        fixed_test: Rows that are the test side and nothing else is, as where a data set says so itself; their
            copies are on no side, and the others go to the remaining sides by their shares.
    """
    wanted = np.array((shares or Shares()).values)
    if fixed_test is not None:
        rest = rows[~np.isin(groups[rows], groups[fixed_test])]
        wanted[SIDES.index("test")] = 0.0
        shared = split(strata, groups, rows=rest, seed=seed, shares=Shares(*(wanted / wanted.sum()).tolist()))
        return replace(shared, test=np.sort(np.intersect1d(fixed_test, rows)))
    columns = np.stack([np.zeros_like(groups), *strata], axis=1)
    _, stratum = np.unique(columns, axis=0, return_inverse=True)
    order = np.random.default_rng(seed).permutation(rows)
    members: dict[int, list[int]] = {}
    for row in order.tolist():
        members.setdefault(int(groups[row]), []).append(row)
    sides: list[list[int]] = [[] for _ in SIDES]
    filled = np.zeros((int(stratum.max(initial=0)) + 1, len(SIDES)))
    # Large groups first, so that the many single pictures even out what they upset; each goes where the share is
    # furthest behind (d'Hondt's rule, which gives a rare stratum to the largest side first).
    for group in sorted(members.values(), key=len, reverse=True):
        of = stratum[group[0]]
        with np.errstate(divide="ignore", invalid="ignore"):
            side = int(np.argmin((filled[of] + len(group)) / wanted))
        filled[of, side] += len(group)
        sides[side].extend(group)
    return Split(*(np.array(sorted(side), np.int64) for side in sides))
