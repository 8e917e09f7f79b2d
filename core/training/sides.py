"""The sides of a training: which pictures it learns from, and which it is chosen, calibrated and tested by."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from core.datasets.audit import Reason, audit
from core.datasets.cache import cache_root
from core.datasets.dataset import FaceDataset, Indices
from core.datasets.declared_sides import declared_rows
from core.datasets.splits import SIDES, Shares, Split, split
from core.errors import DataError
from core.files import make_folder, parse_arrays, read_ordinary, replace_file
from core.training.events import Control

LEFT_OUT: Final[tuple[Reason, ...]] = ("unreadable", "blank", "contradicting")
"""Left out by default: the first two show no face, the labels of the third are unreliable."""
_VERSION: Final = 2
_JOINED: Final = Shares(train=0.82, validation=0.04, calibration=0.04, test=0.10)
"""With several data sets, smaller shares are enough to choose the epoch and the temperatures."""


@dataclass(frozen=True, slots=True, eq=False)
class AuditFindings:
    """The results of a data audit that a split depends on."""

    groups: Indices
    """For every row, the first row of its group of near copies."""
    leave_out: dict[Reason, Indices]

    @property
    def copies(self) -> int:
        """Pictures beyond the first of their group."""
        return len(self.groups) - len(np.unique(self.groups))


def make_split(
    dataset: FaceDataset,
    groups: Indices,
    *,
    answers: Sequence[str],
    rows: Indices,
    seed: int,
    known: NDArray[np.bool_] | None = None,
) -> Split:
    """Split rows, stratified by the labels of the answers, whole groups of near copies at a time.

    Rows that lack some of the labels still train the other answers; rows that lack all of them are on no side.

    Args:
        dataset: The data.
        groups: As in `AuditFindings`.
        answers: The attributes that the model answers.
        rows: The rows to use.
        seed: The same seed gives the same split of the same data.
        known: Shape (len(dataset),): rows that the starting model was trained with. They and their near copies are on
            the training side.

    Raises:
        DataError: There are too few pictures for each answer to be trained and measured on all four sides, or the test
            side that the data declare has no label of one.
    """
    labels = [dataset.values(name) for name in answers]
    rows = rows[np.any([values[rows] >= 0 for values in labels], axis=0)]
    seen = np.isin(groups, groups[known]) if known is not None else np.zeros(len(dataset), np.bool_)
    sides = _by_source(dataset, labels, groups, rows, seed, seen)
    if not _all_given(sides, labels):
        # Strata of a few pictures each are all on the training side; a split that ignores labels reaches every side.
        sides = _by_source(dataset, (np.zeros(len(dataset), np.int64),), groups, rows, seed, seen)
    if not _all_given(sides, labels):
        held_out = declared_rows(dataset.own_sides).get("test", rows[:0])
        without = [name for name, values in zip(answers, labels, strict=True) if not (values[held_out] >= 0).any()]
        if len(held_out) and without:
            raise DataError("train.declared_test", title=dataset.title, names=", ".join(without))
        count = min(int((values[rows] >= 0).sum()) for values in labels)
        raise DataError("train.too_few", title=dataset.title, count=count)
    return sides


def _all_given(sides: Split, labels: Sequence[Indices]) -> bool:
    """Whether each side has a label of each answer."""
    return all((values[getattr(sides, side)] >= 0).any() for side in SIDES for values in labels)


def _by_source(
    dataset: FaceDataset,
    strata: Sequence[Indices],
    groups: Indices,
    rows: Indices,
    seed: int,
    seen: NDArray[np.bool_],
) -> Split:
    """Split each data set on its own; what it holds out itself stays so (`core.datasets.declared_sides`).

    Of copies in two data sets only those in the first are used. Rows that are `seen` are on the training side.
    """
    found: list[Split] = []
    taken = np.zeros(0, np.int64)
    for source, own in dataset.sources:
        some = rows[np.isin(rows, own) & ~np.isin(groups[rows], taken)]
        taken = np.union1d(taken, groups[some])
        trained, unseen = some[seen[some]], some[~seen[some]]
        declared = {side: own[held][~seen[own[held]]] for side, held in declared_rows(source.own_sides).items()}
        declared = {side: held for side, held in declared.items() if np.isin(held, some).any()}
        shares = _JOINED if dataset.parts else Shares()
        sides = split(
            strata,
            groups,
            rows=unseen,
            seed=seed,
            shares=_shares_of_unseen(shares, len(trained), len(unseen)) if len(trained) else shares,
            fixed_test=declared.get("test"),
            fixed_validation=declared.get("validation"),
        )
        found.append(replace(sides, train=np.union1d(sides.train, trained)))
    return Split(*(np.sort(np.concatenate([getattr(one, side) for one in found])) for side in SIDES))


def _shares_of_unseen(shares: Shares, trained: int, unseen: int) -> Shares:
    """Shares of the unseen rows such that the sides get their shares of all rows, as far as there are enough."""
    count = np.array(shares.values) * (trained + unseen)
    count[0] = max(0.0, count[0] - trained)
    return Shares(*(count / count.sum()).tolist())


def audit_findings(dataset: FaceDataset, control: Control, *, cache: Path | None = None) -> AuditFindings:
    """Audit the data, or take the findings from the cache.

    Raises:
        DataError: The cache cannot be written.
        Stopped: The caller asked for it.
    """
    decided = f" {dataset.decided.digest}" if dataset.decided else ""
    key = f"{_VERSION} {dataset.state} {dataset.fingerprint}{decided}"
    path = (cache or cache_root()) / "training" / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.npz"
    held = _read(path)
    if held is not None:
        return held
    found = audit(dataset, progress=control.preparing("looking for copies"), should_stop=control.should_stop)
    findings = AuditFindings(found.near_groups, {reason: found.leave_out[reason] for reason in get_args(Reason)})
    try:
        make_folder(path.parent)
        _write(path, findings)
    except OSError as e:
        raise DataError("export.write", path=path, reason=e.strerror or str(e)) from e
    return findings


def rows_to_use(findings: AuditFindings, usable: NDArray[np.bool_], leave_out: Sequence[Reason]) -> Indices:
    """Rows that may be on a side of the split."""
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
        held = parse_arrays(read_ordinary(path))
        return AuditFindings(held["groups"], {reason: held[reason] for reason in get_args(Reason)})
    except (OSError, ValueError, KeyError):
        return None  # the audit is repeated
