"""Which pictures a model was trained with: a table of hashes in its bundle, so that they never count as unseen.

Public face data sets contain each other's pictures in other sizes and encodings, so the table holds difference hashes
(as for near copies), not digests of pixels. A picture cannot be restored from its hash, but someone with a picture can
find out whether it was among the training pictures.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.datasets.audit import NEAR, difference_hash
from core.datasets.dataset import FaceDataset, Indices
from core.errors import BundleError, FacetError
from core.files import parse_arrays, read_ordinary
from core.model.bundle import LEARNED, LIMITS, ModelBundle
from core.work import Progress, ShouldStop, ordered_map, stop_if

Hashes = NDArray[np.uint64]
"""Shape (n, 4): 256-bit difference hashes, sorted and unique where they are a table."""

_WORDS: Final = 4
_BLOCK: Final = 128
_TILE: Final = 1024


def picture_hashes(
    dataset: FaceDataset,
    rows: Indices,
    *,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Hashes:
    """Difference hashes of rows, shape (n, 4), in their order; zeros for pictures that cannot be read.

    Raises:
        Stopped: `should_stop` asked for it.
    """

    def hash_row(row: int) -> Hashes:
        try:
            return difference_hash(dataset.image(row))
        except FacetError:
            return np.zeros(_WORDS, np.uint64)

    found = np.zeros((len(rows), _WORDS), np.uint64)
    for at, value in enumerate(ordered_map(hash_row, rows.tolist(), should_stop=should_stop)):
        found[at] = value
        if progress:
            progress(at + 1, len(rows))
    return found


def join_tables(tables: Sequence[Hashes]) -> Hashes:
    """One table of several; all-zero hashes, of blank and unreadable pictures, are left out."""
    joined = np.unique(np.concatenate([np.zeros((0, _WORDS), np.uint64), *tables]), axis=0)
    return joined[joined.any(axis=1)]


def pack_table(table: Hashes) -> bytes:
    """The content of a bundle's `learned.npz`."""
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, hashes=table)
    return content.getvalue()


def read_table(bundle: ModelBundle) -> Hashes | None:
    """The table of a bundle; None for bundles from before there was one.

    Raises:
        BundleError: It is damaged.
    """
    if LEARNED not in bundle.manifest.files:
        return None
    return unpack_table(bundle.path)


def unpack_table(bundle: Path) -> Hashes:
    """The table in the folder of a bundle.

    Raises:
        BundleError: It is missing or damaged.
    """
    limit = LIMITS[LEARNED]
    try:
        table = parse_arrays(read_ordinary(bundle / LEARNED, limit=limit), limit=limit)["hashes"]
        if table.dtype != np.uint64 or table.ndim != 2 or table.shape[1] != _WORDS:
            raise ValueError(f"{table.dtype} of shape {table.shape}, expected uint64 of shape (n, {_WORDS})")
    except (OSError, ValueError, KeyError) as e:
        raise BundleError("bundle.read", path=bundle, reason=f"{LEARNED}: {e}") from e
    return table


def is_learned(hashes: Hashes, table: Hashes, *, should_stop: ShouldStop | None = None) -> NDArray[np.bool_]:
    """Whether each picture is a copy, exact or near, of one in a table; shape (n,).

    Raises:
        Stopped: `should_stop` asked for it.
    """
    found = np.zeros(len(hashes), np.bool_)
    words = np.ascontiguousarray(table.T)
    for start in range(0, len(hashes), _BLOCK):
        block = np.ascontiguousarray(hashes[start : start + _BLOCK].T)
        stop_if(should_stop)
        for across in range(0, len(table), _TILE):
            apart = np.zeros((block.shape[1], min(_TILE, len(table) - across)), np.uint16)
            for mine, theirs in zip(block, words[:, across : across + _TILE], strict=True):
                apart += np.bitwise_count(mine[:, np.newaxis] ^ theirs)
            found[start : start + _BLOCK] |= (apart <= NEAR).any(axis=1)
    return found & hashes.any(axis=1)
