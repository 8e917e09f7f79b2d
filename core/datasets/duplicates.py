"""Pictures that are copies of another, exact or near.

Public face sets are gathered from the web, where one picture lies many times, cut and coloured a little differently.
With a copy on both sides of a split a model is tested on what it has learnt by heart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import Indices
from core.vision.imaging import RGB
from core.work import ShouldStop, stop_if

NEAR: Final = 20
"""Bits of 256 by which the hashes of near copies differ at most."""

_SIDE: Final = 16
_BLOCK: Final = 128
_TILE: Final = 1024
"""So many are compared at once that what comes of it stays in a core's cache."""


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What tells copies apart from other pictures, one row a picture."""

    exact: Indices
    """Rows with the same decoded pixels have the same number."""
    difference: NDArray[np.uint64]
    """Shape (n, 4): the 256 bits of the difference hash."""


def pixel_digest(rgb: RGB) -> bytes:
    """The same for pictures whose decoded pixels are the same."""
    return hashlib.blake2b(np.ascontiguousarray(rgb).tobytes() + repr(rgb.shape).encode(), digest_size=16).digest()


def difference_hash(rgb: RGB) -> NDArray[np.uint64]:
    """Whether each of 16 x 16 fields is darker than its right neighbour, as 4 numbers of 64 bits."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    fields = np.asarray(cv2.resize(grey, (_SIDE + 1, _SIDE), interpolation=cv2.INTER_AREA))
    return np.packbits(fields[:, :-1] < fields[:, 1:]).view(np.uint64)


def exact_copies(prints: Fingerprints) -> Indices:
    """Groups of exact copies: the first row of its group for every row."""
    return _first_rows(prints.exact)


def near_copies(prints: Fingerprints, *, distance: int = NEAR, should_stop: ShouldStop | None = None) -> Indices:
    """Groups of copies, exact or near: the first row of its group for every row.

    A group is everything that a chain of near copies connects, so two of its pictures may be further apart.

    Raises:
        Stopped: `should_stop` asked for it.
    """
    exact_first = _first_rows(prints.exact)
    joined = [(int(first), row) for row, first in enumerate(exact_first) if first != row]
    return _connected(len(prints.exact), [*joined, *_close_pairs(prints.difference, distance, should_stop)])


def contradicting(groups: Indices, *labels: Indices) -> NDArray[np.bool_]:
    """Rows of groups in which any of `labels` differs from row to row; -1, not given, contradicts nothing."""
    found = np.zeros(len(groups), np.bool_)
    for column in labels:
        given = column >= 0
        lowest, highest = np.full(len(groups), np.iinfo(np.int64).max), np.full(len(groups), -1)
        np.minimum.at(lowest, groups[given], column[given])
        np.maximum.at(highest, groups[given], column[given])
        # `groups` holds first rows, so every group has its place there.
        found |= (lowest < highest)[groups]
    return found


def _first_rows(numbers: Indices) -> Indices:
    _, first, inverse = np.unique(numbers, return_index=True, return_inverse=True)
    return np.asarray(first[inverse], np.int64)


def _close_pairs(hashes: NDArray[np.uint64], distance: int, should_stop: ShouldStop | None) -> list[tuple[int, int]]:
    """Pairs (i, j), i < j, whose hashes differ in at most `distance` bits; every pair is compared, block by block."""
    words = np.ascontiguousarray(hashes.T)
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(hashes), _BLOCK):
        stop_if(should_stop)
        for across in range(start, len(hashes), _TILE):
            near = _apart(words[:, start : start + _BLOCK], words[:, across : across + _TILE]) <= distance
            if near.any():
                left, right = np.nonzero(near)
                left, right = left + start, right + across
                later = left < right
                pairs.extend(zip(left[later].tolist(), right[later].tolist(), strict=True))
    return pairs


def _apart(words: NDArray[np.uint64], others: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """In how many bits each of `words`, shape (4, n), differs from each of `others`, shape (4, m)."""
    apart = np.zeros((words.shape[1], others.shape[1]), np.uint16)
    for mine, theirs in zip(words, others, strict=True):
        apart += np.bitwise_count(mine[:, np.newaxis] ^ theirs)
    return apart


def _connected(count: int, pairs: Sequence[tuple[int, int]]) -> Indices:
    """The smallest member of each one's connected component (union-find with path halving)."""
    parent = list(range(count))

    def root(member: int) -> int:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for left, right in pairs:
        a, b = root(left), root(right)
        parent[max(a, b)] = min(a, b)
    return np.array([root(member) for member in range(count)], np.int64)
