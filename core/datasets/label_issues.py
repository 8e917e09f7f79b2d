"""Labels that are probably wrong, worst first, and unlabelled faces whose labels would teach a model most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import FaceDataset, Indices
from core.errors import DataError
from core.schema import AGE, Column
from core.work import Progress, ShouldStop, stop_if

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

Kind = Literal["contradiction", "disagreement"]
"""Why a label is doubted: an exact copy of the picture has another one, or a model that has not seen it disagrees."""

Floats = NDArray[np.float32]

FOLDS: Final = 5
MIN_ROWS: Final = 20
"""With fewer labelled faces, a model that disagrees says nothing about their labels."""
_LEAST_C: Final = 0.003
_C_BY_COUNT: Final = 10.0
"""scikit-learn's C of the logistic regression, times the number of faces: few faces need it as much as many."""
_SEED: Final = 0
_COVERING: Final = 50
"""How many faces are chosen to cover unlabelled data; long before, two labels occur."""


@dataclass(frozen=True, slots=True)
class LabelIssue:
    """A label that is probably wrong."""

    row: int
    name: str
    attribute: str
    label: str
    suggested: str
    certainty: float
    """Probability of the suggested label, by a model that has not seen this picture or a copy of it; NaN if no model
    could judge it."""
    score: float
    """Quality of the label, from 0, surely wrong, to 1; 0 for contradictions."""
    kind: Kind

    def as_json(self) -> dict[str, object]:
        """The issue as in the JSON of the command line."""
        return {
            "name": self.name,
            "attribute": self.attribute,
            "label": self.label,
            "suggested": self.suggested,
            "score": round(self.score, 4),
            "kind": self.kind,
        }


def checkable(dataset: FaceDataset) -> tuple[str, ...]:
    """The attributes whose labels can be checked: all with two labels or more but the ages, which are estimates."""
    return tuple(
        name
        for name, column in dataset.columns.items()
        if name != AGE.name and len(np.unique(column.values[column.given])) > 1
    )


def find_label_issues(
    dataset: FaceDataset,
    features: Floats,
    usable: NDArray[np.bool_],
    *,
    exact_groups: Indices,
    near_groups: Indices,
    attributes: Sequence[str] = (),
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> tuple[LabelIssue, ...]:
    """The labels that are probably wrong, worst first, those of contradicting exact copies before all others.

    For each attribute, a logistic regression on the features gives every face out-of-fold probabilities, with all
    copies of a picture in one fold; confident learning (Northcutt et al. 2021, Confident Learning: Estimating
    Uncertainty in Dataset Labels; cleanlab) ranks the labels that they contradict.

    Args:
        dataset: The faces and their labels.
        features: Shape (n, values).
        usable: Shape (n,): the rows that have features.
        exact_groups: Shape (n,): the first row of each row's exact copies (`core.datasets.audit`).
        near_groups: Likewise of near copies.
        attributes: The attributes to check; by default all of `checkable`.
        progress: Called with the number of folds done and their total.
        should_stop: Called before each fold.

    Raises:
        DataError: An attribute has no two labels, or none has enough labelled faces.
        Stopped: `should_stop` returned True.
    """
    available = checkable(dataset)
    for name in attributes:
        if name not in available:
            raise DataError(
                "issues.no_labels", title=dataset.title, name=name, available=", ".join(available) or "none"
            )
    chosen = tuple(attributes) or available
    folds = {name: _judged(dataset.columns[name], usable) for name in chosen}
    if not any(len(rows) >= MIN_ROWS for rows in folds.values()):
        count = max((len(rows) for rows in folds.values()), default=0)
        raise DataError("issues.too_few", title=dataset.title, count=count, needed=MIN_ROWS)
    found: list[LabelIssue] = []
    for done, name in enumerate(chosen):

        def report(fold: int, total: int, done: int = done) -> None:
            if progress:
                progress(done * total + fold, len(chosen) * total)

        column, rows = dataset.columns[name], folds[name]
        beliefs = np.full((len(dataset), len(column.attribute.labels)), np.nan)
        if len(rows) >= MIN_ROWS:
            beliefs[rows] = _out_of_fold(
                features[rows],
                column.values[rows],
                near_groups[rows],
                labels=len(column.attribute.labels),
                progress=report,
                should_stop=should_stop,
            )
        contradictions = list(_contradictions(dataset, column, exact_groups, beliefs))
        known = {issue.row for issue in contradictions}
        found += contradictions
        found += [issue for issue in _disagreements(dataset, column, rows, beliefs) if issue.row not in known]
    return tuple(sorted(found, key=lambda one: (one.kind != "contradiction", one.score, -np.nan_to_num(one.certainty))))


def most_instructive(features: Floats, labels: Indices, rows: Indices) -> Indices:
    """Rows without a label, those first whose labels would teach a model most.

    Once two labels occur these are the faces that a logistic regression of the labelled ones is least sure of: the
    smallest margin between its two likeliest labels (Scheffer et al. 2001, Active Hidden Markov Models for Information
    Extraction). Before, each is the face farthest from all before it (Gonzalez 1985, Clustering to Minimize the Maximum
    Intercluster Distance), so that the first labels cover the data.

    Args:
        features: Shape (n, values).
        labels: Shape (n,): `NOT_GIVEN` where there is none yet.
        rows: The rows to consider.
    """
    open_rows, given = rows[labels[rows] < 0], rows[labels[rows] >= 0]
    if len(np.unique(labels[given])) > 1 and len(open_rows):
        beliefs = np.sort(_fitted(features[given], labels[given]).predict_proba(features[open_rows]), axis=1)
        margins = beliefs[:, -1] - beliefs[:, -2]
        return np.asarray(open_rows[np.argsort(margins, kind="stable")])
    return _farthest_first(features, open_rows, given)


def guess(features: Floats, labels: Indices, row: int) -> tuple[int, float] | None:
    """What a model of the labelled faces would say of a row, and its probability; None before two labels occur."""
    given = np.flatnonzero(labels >= 0)
    if len(np.unique(labels[given])) < 2:
        return None
    model = _fitted(features[given], labels[given])
    beliefs = model.predict_proba(features[row : row + 1])[0]
    return int(model.classes_[beliefs.argmax()]), float(beliefs.max())


def _judged(column: Column, usable: NDArray[np.bool_]) -> Indices:
    """The labelled rows with features whose label is frequent enough to occur in every fold."""
    rows = np.flatnonzero(column.given & usable)
    counts = np.bincount(column.values[rows], minlength=len(column.attribute.labels))
    rows = rows[counts[column.values[rows]] >= FOLDS]
    return rows if len(np.unique(column.values[rows])) > 1 else rows[:0]


def _out_of_fold(
    features: Floats,
    values: Indices,
    groups: Indices,
    *,
    labels: int,
    progress: Progress,
    should_stop: ShouldStop | None,
) -> NDArray[np.float64]:
    """Probabilities of shape (n, labels), each by a model that has seen neither the row nor a copy of it."""
    from sklearn.model_selection import GroupKFold

    beliefs = np.zeros((len(values), labels))
    folds = GroupKFold(min(FOLDS, len(np.unique(groups))), shuffle=True, random_state=_SEED)
    for done, (train, test) in enumerate(folds.split(features, values, groups)):
        stop_if(should_stop)
        present = np.unique(values[train])
        if len(present) > 1:
            beliefs[np.ix_(test, present)] = _fitted(features[train], values[train]).predict_proba(features[test])
        else:
            beliefs[test, present[0]] = 1.0
        progress(done + 1, folds.get_n_splits())
    return beliefs


def _fitted(features: Floats, values: Indices) -> Pipeline:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    strength = max(_LEAST_C, _C_BY_COUNT / len(values))
    model = make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=2000, tol=1e-3))
    return model.fit(features, values)


def _contradictions(
    dataset: FaceDataset, column: Column, groups: Indices, beliefs: NDArray[np.float64]
) -> Iterator[LabelIssue]:
    """The rows whose exact copies have other labels: those that do not have the likeliest label of their group."""
    members: dict[int, list[int]] = {}
    copied = np.flatnonzero(np.bincount(groups, minlength=len(groups))[groups] > 1)
    for row in copied[column.given[copied]].tolist():
        members.setdefault(int(groups[row]), []).append(row)
    for rows in members.values():
        values = column.values[rows]
        present, counts = np.unique(values, return_counts=True)
        if len(present) < 2:
            continue
        judged = ~np.isnan(beliefs[rows]).any(axis=1)
        mean = beliefs[rows][judged].mean(axis=0) if judged.any() else None
        likeliest = int(present[(counts if mean is None else mean[present]).argmax()])
        certainty = float("nan") if mean is None else float(mean[likeliest])
        for row in rows:
            if column.values[row] != likeliest:
                yield _issue(dataset, column, row, likeliest, certainty, score=0.0, kind="contradiction")


def _disagreements(
    dataset: FaceDataset, column: Column, rows: Indices, beliefs: NDArray[np.float64]
) -> Iterator[LabelIssue]:
    """Labels other than the likeliest, ranked by confident learning."""
    from cleanlab.filter import find_label_issues as wrong_labels
    from cleanlab.rank import get_label_quality_scores

    if len(rows) < MIN_ROWS:
        return
    # cleanlab expects every class to occur.
    present, given = np.unique(column.values[rows], return_inverse=True)
    probabilities = beliefs[rows][:, present]
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    wrong = wrong_labels(given, probabilities, filter_by="predicted_neq_given", n_jobs=1)
    scores = get_label_quality_scores(given, probabilities, method="normalized_margin", adjust_pred_probs=True)
    for at in np.flatnonzero(wrong).tolist():
        others = probabilities[at].copy()
        others[given[at]] = -1.0
        best = int(others.argmax())
        yield _issue(
            dataset,
            column,
            int(rows[at]),
            int(present[best]),
            float(others[best]),
            score=float(scores[at]),
            kind="disagreement",
        )


def _issue(
    dataset: FaceDataset, column: Column, row: int, suggested: int, certainty: float, *, score: float, kind: Kind
) -> LabelIssue:
    attribute = column.attribute
    label = attribute.labels[column.values[row]]
    name = dataset.names[row]
    return LabelIssue(row, name, attribute.name, label, attribute.labels[suggested], certainty, score, kind)


def _farthest_first(features: Floats, rows: Indices, given: Indices) -> Indices:
    """The rows, the first of them each the farthest from all before it and those `given`; then the others."""
    if not len(rows):
        return rows
    scale = features[rows].std(axis=0) + 1e-6
    values = features[rows] / scale
    before = features[given] / scale if len(given) else values.mean(axis=0, keepdims=True)
    nearest = np.min([((values - one) ** 2).sum(axis=1) for one in before], axis=0)
    order: list[int] = []
    while len(order) < min(_COVERING, len(rows)):
        # Without any label the first is the most usual face: the farthest ones are often not faces at all.
        at = int(nearest.argmax() if order or len(given) else nearest.argmin())
        order.append(at)
        nearest = np.minimum(
            nearest if len(order) > 1 or len(given) else np.inf, ((values - values[at]) ** 2).sum(axis=1)
        )
        nearest[order] = -1.0
    rest = np.setdiff1d(np.arange(len(rows)), order)
    return np.asarray(rows[[*order, *rest.tolist()]])
