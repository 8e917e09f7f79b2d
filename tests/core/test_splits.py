"""Splits that do not leak."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.splits import SIDES, Shares, Split, split


def sides_of(made: Split) -> dict[int, str]:
    return {int(row): side for side in SIDES for row in getattr(made, side)}


@given(
    rows=st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 1), st.integers(0, 4), st.booleans()), min_size=1, max_size=120
    ),
    seed=st.integers(0, 2**32 - 1),
)
def test_copies_never_lie_on_two_sides_and_every_row_asked_for_lies_on_one(
    rows: list[tuple[int, int, int, bool]], seed: int
) -> None:
    groups, gender, ethnicity, used = (np.array(column) for column in zip(*rows, strict=True))
    wanted = np.flatnonzero(used)
    made = split((gender, ethnicity), groups, rows=wanted, seed=seed)
    sides = sides_of(made)
    assert sorted(sides) == wanted.tolist()
    assert sum(len(getattr(made, side)) for side in SIDES) == len(wanted)
    for group in np.unique(groups[wanted]):
        assert len({sides[int(row)] for row in wanted if groups[row] == group}) == 1


def test_every_stratum_has_nearly_its_share_on_every_side() -> None:
    rng = np.random.default_rng(5)
    gender, ethnicity = rng.integers(0, 2, 4000), rng.choice(5, 4000, p=(0.5, 0.2, 0.15, 0.1, 0.05))
    groups = np.arange(4000)
    copies = rng.choice(4000, 300, replace=False)
    groups[copies] = groups[copies - 1]
    stratum = gender * 5 + ethnicity
    stratum = stratum[groups]
    made = split((stratum,), groups, rows=np.arange(4000), seed=1)
    for side, share in zip(SIDES, Shares().values, strict=True):
        found = np.bincount(stratum[getattr(made, side)], minlength=10)
        assert np.abs(found - share * np.bincount(stratum, minlength=10)).max() <= 3


def test_the_seed_decides() -> None:
    labels = np.arange(500) % 5
    splits = [split((labels,), np.arange(500), rows=np.arange(500), seed=seed) for seed in (1, 1, 2)]
    assert sides_of(splits[0]) == sides_of(splits[1])
    assert sides_of(splits[0]) != sides_of(splits[2])


def test_a_side_with_no_share_stays_empty() -> None:
    made = split(
        (np.zeros(100, np.int64),),
        np.arange(100),
        rows=np.arange(100),
        seed=1,
        shares=Shares(train=0.8, validation=0.1, calibration=0.0, test=0.1),
    )
    assert [len(getattr(made, side)) for side in SIDES] == [80, 10, 0, 10]


@pytest.mark.parametrize("shares", [(0.5, 0.1, 0.1, 0.1), (1.2, -0.2, 0.0, 0.0)])
def test_shares_that_are_no_shares_are_refused(shares: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="sum of 1"):
        Shares(*shares)
