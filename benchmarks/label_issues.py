"""How many wrong labels the queue of likely label errors finds.

    python -m benchmarks.label_issues DATA [--faces 4000] [--flipped 200] [--seed 1] [--contradictions]

Draws faces from labelled data such as UTKFace, gives some of them another label, each equally likely, and counts how
many of these are among the first of the queue; once with the default model's features, which may have learned from
these faces, and once with those of its starting network, which has learned from no label of them.
`--contradictions` tells where contradicting exact copies rank in the whole data.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.measure import machine, print_table

if TYPE_CHECKING:
    from core.datasets.audit import Audit
    from core.datasets.dataset import FaceDataset, Indices
    from core.training.face_features import FaceFeatures

_LOOKED_AT: Final = 2
"""The queue's length that is looked at, in numbers of flipped labels."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--faces", type=int, default=4000)
    parser.add_argument("--flipped", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--attributes", nargs="+", default=["gender", "ethnicity"], metavar="NAME")
    parser.add_argument("--contradictions", action="store_true", help="also rank the whole data")
    chosen = parser.parse_args(arguments)
    from core.datasets.audit import audit
    from core.datasets.open import open_dataset
    from core.training.face_features import face_features

    dataset = open_dataset(chosen.data)
    found = audit(dataset)
    print(f"{dataset.title}: {len(dataset)} faces, {chosen.faces} drawn with seed {chosen.seed}. {machine()}.")
    rng = np.random.default_rng(chosen.seed)
    drawn = np.sort(rng.choice(len(dataset), chosen.faces, replace=False))
    part = taken(dataset, drawn)
    copies = {
        "exact_groups": _groups_of(found.exact_groups[drawn]),
        "near_groups": _groups_of(found.near_groups[drawn]),
    }
    first = _LOOKED_AT * chosen.flipped
    rows: list[tuple[str, str]] = []
    for source in ("start", "model"):
        features = face_features(part, source)
        for name in chosen.attributes:
            start = time.perf_counter()
            hits, length = flipped_found(part, features, name, chosen.flipped, chosen.seed, **copies)
            seconds = time.perf_counter() - start
            what = f"{source}: {name}, wrong labels of {chosen.flipped} in the first {first} of {length} issues"
            rows.append((what, f"{hits} ({seconds:.0f} s)"))
            print(*rows[-1], flush=True)
    if chosen.contradictions:
        told = contradictions(dataset, found, face_features(dataset, "start"))
        rows.append(("start, all faces: contradicting groups of exact copies", told))
    print_table("The queue of likely label errors", rows)
    return 0


def taken(dataset: FaceDataset, rows: Indices) -> FaceDataset:
    """Some rows of a data set, as a data set."""
    return replace(
        dataset,
        names=tuple(dataset.names[row] for row in rows),
        ages=dataset.ages[rows],
        columns={name: column.taken(rows) for name, column in dataset.columns.items()},
        own_sides=(),
    )


def flipped_found(
    part: FaceDataset,
    features: FaceFeatures,
    name: str,
    flipped: int,
    seed: int,
    *,
    exact_groups: Indices,
    near_groups: Indices,
) -> tuple[int, int]:
    """How many flipped labels are among the first issues, and the number of issues."""
    from core.datasets.label_issues import find_label_issues
    from core.schema import Column

    rng = np.random.default_rng((seed, flipped))
    column = part.columns[name]
    wrong = rng.choice(np.flatnonzero(column.given & features.usable), flipped, replace=False)
    values, labels = column.values.copy(), len(column.attribute.labels)
    values[wrong] = (values[wrong] + rng.integers(1, labels, flipped)) % labels
    issues = find_label_issues(
        replace(part, columns={name: Column(column.attribute, values)}),
        features.values,
        features.usable,
        exact_groups=exact_groups,
        near_groups=near_groups,
        attributes=(name,),
    )
    first = {issue.row for issue in issues[: _LOOKED_AT * flipped]}
    return len(first & set(wrong.tolist())), len(issues)


def contradictions(dataset: FaceDataset, found: Audit, features: FaceFeatures) -> str:
    """Where the contradicting groups of exact copies are in the queue of all attributes."""
    from core.datasets.label_issues import find_label_issues

    issues = find_label_issues(
        dataset,
        features.values,
        features.usable,
        exact_groups=found.exact_groups,
        near_groups=found.near_groups,
    )
    at: dict[int, int] = {}
    for place, issue in enumerate(issues, start=1):
        if issue.kind == "contradiction":
            at.setdefault(int(found.exact_groups[issue.row]), place)
    last = max(at.values(), default=0)
    return f"{len(at)} of {found.exact.contradicting}, the last at {last} of {len(issues)}"


def _groups_of(firsts: Indices) -> Indices:
    """For rows chosen from a data set, the first chosen row of each one's group."""
    _, first, inverse = np.unique(firsts, return_index=True, return_inverse=True)
    return np.asarray(first[inverse], np.int64)


if __name__ == "__main__":
    raise SystemExit(main())
