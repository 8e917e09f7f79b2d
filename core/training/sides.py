"""Which pictures a network learns from, and which it is judged by."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from core.datasets.audit import Reason, audit
from core.datasets.cache import cache_root
from core.datasets.dataset import FaceDataset, Indices
from core.datasets.fairface import HELD_BACK
from core.datasets.splits import SIDES, Shares, Split, split
from core.errors import DataError
from core.files import replace_file
from core.training.control import Control

LEFT_OUT: Final[tuple[Reason, ...]] = ("unreadable", "blank", "contradicting")
"""What lies on no side unless the user wishes otherwise: the first two show nothing, the third cannot be judged."""
_VERSION: Final = 2
_JOINED: Final = Shares(train=0.82, validation=0.04, calibration=0.04, test=0.10)
"""What chooses the epoch and the temperatures is enough in number when it comes from several data sets."""


@dataclass(frozen=True, slots=True, eq=False)
class AuditFindings:
    """What an audit says that a split depends on."""

    groups: Indices
    """The first row of its group of near copies for every row."""
    leave_out: dict[Reason, Indices]

    @property
    def copies(self) -> int:
        """Pictures beyond the first of their group."""
        return len(self.groups) - len(np.unique(self.groups))


def make_split(dataset: FaceDataset, groups: Indices, *, answers: Sequence[str], rows: Indices, seed: int) -> Split:
    """Split rows by the labels of what is answered, whole groups at a time.

    Rows that lack some of the labels teach the other answers; rows that lack all of them lie on no side.

    Raises:
        DataError: There are too few pictures for each answer to be learnt and measured on all four sides.
    """
    labels = [dataset.values(name) for name in answers]
    rows = rows[np.any([values[rows] >= 0 for values in labels], axis=0)]
    sides = _by_source(dataset, labels, groups, rows, seed)
    if not _all_given(sides, labels):
        # Strata of a few pictures each lie on the first side alone; together they reach every one.
        sides = _by_source(dataset, (np.zeros(len(dataset), np.int64),), groups, rows, seed)
    if not _all_given(sides, labels):
        count = min(int((values[rows] >= 0).sum()) for values in labels)
        raise DataError("train.too_few", title=dataset.title, count=count)
    return sides


def _all_given(sides: Split, labels: Sequence[Indices]) -> bool:
    """Whether each side has a label of each answer."""
    return all((values[getattr(sides, side)] >= 0).any() for side in SIDES for values in labels)


def _by_source(dataset: FaceDataset, strata: Sequence[Indices], groups: Indices, rows: Indices, seed: int) -> Split:
    """Each data set split on its own, what it calls its validation side being the test.

    Copies of a picture in two data sets are kept in the first alone.
    """
    found: list[Split] = []
    taken = np.zeros(0, np.int64)
    for source, own in dataset.sources:
        some = rows[np.isin(rows, own) & ~np.isin(groups[rows], taken)]
        taken = np.union1d(taken, groups[some])
        held_back = own[np.array(source.own_sides) == HELD_BACK] if source.own_sides else own[:0]
        found.append(
            split(
                strata,
                groups,
                rows=some,
                seed=seed,
                shares=_JOINED if dataset.parts else None,
                fixed_test=held_back if len(held_back) else None,
            )
        )
    return Split(*(np.sort(np.concatenate([getattr(one, side) for one in found])) for side in SIDES))


def look_over(dataset: FaceDataset, control: Control, *, cache: Path | None = None) -> AuditFindings:
    """The audit's groups and reasons, or what the cache holds of the same data.

    Raises:
        DataError: The cache cannot be written.
        Stopped: The caller asked for it.
    """
    told = f"{_VERSION} {dataset.state} {dataset.fingerprint}"
    path = (cache or cache_root()) / "training" / f"{hashlib.sha256(told.encode()).hexdigest()[:24]}.npz"
    held = _read(path)
    if held is not None:
        return held
    found = audit(dataset, progress=control.preparing("looking for copies"), should_stop=control.should_stop)
    findings = AuditFindings(found.near_groups, {reason: found.leave_out[reason] for reason in get_args(Reason)})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, findings)
    except OSError as e:
        raise DataError("export.write", path=path, reason=e.strerror or str(e)) from e
    return findings


def rows_to_use(findings: AuditFindings, usable: NDArray[np.bool_], leave_out: Sequence[Reason]) -> Indices:
    """Rows that may lie on a side."""
    used = usable.copy()
    for reason in ("unreadable", *leave_out):
        used[findings.leave_out[reason]] = False
    return np.flatnonzero(used)


def _write(path: Path, findings: AuditFindings) -> None:
    content = io.BytesIO()
    arrays: dict[str, Any] = {"groups": findings.groups}
    arrays |= {str(reason): rows for reason, rows in findings.leave_out.items()}
    np.savez(content, allow_pickle=False, **arrays)
    replace_file(path, content.getvalue())


def _read(path: Path) -> AuditFindings | None:
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as held:
            return AuditFindings(held["groups"], {reason: held[reason] for reason in get_args(Reason)})
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None  # it can be made anew
