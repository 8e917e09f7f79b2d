"""The model card (Mitchell et al. 2019, Model Cards for Model Reporting), and the figures in a manifest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from core.datasets.dataset import FaceDataset
from core.evaluation import words
from core.evaluation.calibration import Calibration
from core.evaluation.comparison import ALLOWED_LOSS, FramingCheck
from core.evaluation.corruptions import CORRUPTIONS, STRENGTHS
from core.evaluation.figures import Evaluation, Figure, GroupFigures, measure, share_of
from core.evaluation.predictions import LabelledPredictions
from core.evaluation.robustness import AT_STRENGTH, Robustness
from core.evaluation.tally import true_positive
from core.model.bundle import STARTING_WEIGHTS, DataSource, split_card
from core.rendering import render
from core.schema import AGE, Attribute

CONFIDENT_SHARE: Final = 0.8
"""The share of the most confident answers whose accuracy is reported."""
_SHOWN: Final = ("accuracy", "coverage", "error_of_answered", "calibration_error")
_GAPS: Final = 5
_HUB_FIGURES: Final = ("accuracy", "balanced_accuracy", "worst_group_accuracy", "calibration_error")


@dataclass(frozen=True, slots=True)
class CardText:
    """The parts of a card that only the maker of a model can write."""

    title: str
    summary: str
    training: Sequence[str]
    """Items of a list."""
    data: Sequence[DataSource]
    split: Sequence[tuple[str, int]]
    """Name and number of pictures of each side."""
    split_note: str
    terms: str
    made_with: Sequence[str] = ()
    """What the training would have to be repeated with: items of a list."""


@dataclass(frozen=True, slots=True)
class DataFigures:
    """The figures of one answered attribute on the test side of one data set."""

    data: str
    attribute: Attribute
    accuracy: Figure
    balanced_accuracy: Figure
    worst: GroupFigures
    """The cell with the lowest accuracy."""
    calibration_error: Figure | None
    of_surest: Figure | None
    """Accuracy of the `CONFIDENT_SHARE` most confident answers."""
    without_infants: Figure | None
    """Accuracy without the first age band, in which attributes are hard to perceive."""


def render_card(
    text: CardText,
    evaluation: Evaluation,
    how: Mapping[str, Calibration],
    framing: FramingCheck | None,
    *,
    uncalibrated: Mapping[str, float],
    by_data: Sequence[DataFigures] = (),
) -> str:
    """The card as Markdown.

    Args:
        text: What only the maker of the model can write.
        evaluation: On the test side, by group.
        how: The calibration of each answered attribute.
        framing: The cost of detection and alignment; None for data that do not come aligned.
        uncalibrated: The calibration error of the network itself, by answered attribute.
        by_data: The test side of each data set on its own, if there are several.
    """
    return render(
        "card.md.jinja",
        text=text,
        evaluation=evaluation,
        how=how,
        framing=framing,
        missed=[] if framing is None else [name for name, lost in framing.lost.items() if lost > ALLOWED_LOSS],
        allowed=ALLOWED_LOSS,
        uncalibrated=uncalibrated,
        by_data=by_data,
        confident=CONFIDENT_SHARE,
        infants=AGE.labels[0],
        shown=[words.figure_text(name) for name in _SHOWN],
        recall=true_positive,
        zip=zip,
        most_gaps=_GAPS,
        words=words,
    )


def robustness_section(found: Robustness) -> str:
    """The section of a card on corrupted pictures, as Markdown that begins with its heading."""
    return render(
        "robustness.md.jinja",
        found=found,
        corruptions=CORRUPTIONS,
        strengths=STRENGTHS,
        at=AT_STRENGTH,
        words=words,
    )


def flat_results(
    evaluation: Evaluation, framing: FramingCheck | None, *, similar: Mapping[str, float] | None = None
) -> dict[str, float]:
    """The figures in a manifest; without those that could not be measured. `similar` comes from `similar_faces`."""
    results: dict[str, float] = {"test_faces": evaluation.count}
    if framing is not None:
        results = {"test_faces": framing.count, "test_faces_not_found": framing.not_found}
    for name, measured in evaluation.heads.items():
        overall = {figure: one.value for figure, one in measured.overall.figures.items()}
        figures = {
            "accuracy": overall["accuracy"] if framing is None else framing.realigned[name],
            "balanced_accuracy": measured.balanced_accuracy.value,
            "worst_group_accuracy": (measured.worst or measured.overall).accuracy.value,
        }
        figures |= {figure: overall[figure] for figure in _SHOWN[1:] if figure in overall}
        if framing is not None:
            figures["accuracy_as_is"] = framing.as_is[name]
        results |= {f"{name}_{figure}": round(value, 4) for figure, value in figures.items()}
    return results | dict(similar or {})


def with_front_matter(
    card: str,
    name: str,
    attributes: Mapping[str, Attribute],
    data: Sequence[DataSource],
    results: Mapping[str, float],
) -> str:
    """A card with the metadata that model hubs read before it, in YAML; those it had are replaced.

    Args:
        card: As Markdown.
        name: Of the model.
        attributes: What it answers.
        data: What it was trained on.
        results: The figures of its manifest.
    """
    front = render(
        "hub.yaml.jinja",
        name=name,
        library="tflite",
        datasets=hub_datasets(data),
        evaluations=hub_evaluations(attributes, data, results),
    )
    return front + split_card(card)[1]


def hub_datasets(data: Sequence[DataSource]) -> list[str]:
    """The names of data in the form of a hub's, without the network that the training started from."""
    names = (source.name.lower() for source in data if not source.name.startswith(STARTING_WEIGHTS))
    return [re.sub(r"[^a-z0-9]+", "-", name).strip("-") for name in names]


def hub_evaluations(
    attributes: Mapping[str, Attribute], data: Sequence[DataSource], results: Mapping[str, float]
) -> list[dict[str, Any]]:
    """The figures of a manifest as the evaluation results of a model on the Hugging Face hub.

    One per attribute and data set, on pictures the model had not seen, with `data` empty for all of them together.
    """
    found = []
    for name, attribute in attributes.items():
        for source in ("", *(one.name for one in data)):
            prefix = f"{source} {name}_" if source else f"{name}_"
            figures = {figure: results.get(f"{prefix}{figure}") for figure in _HUB_FIGURES}
            given = {figure: value for figure, value in figures.items() if value is not None}
            if given:
                found.append({"attribute": attribute.title, "data": source, "figures": given})
    return found


def by_data(predictions: LabelledPredictions, dataset: FaceDataset) -> tuple[DataFigures, ...]:
    """The figures on each of the data sets that `dataset` is joined from."""
    found: list[DataFigures] = []
    for source, rows in dataset.sources:
        some = predictions.taken(np.isin(predictions.rows, rows))
        if any((some.labels(name) >= 0).any() for name in some.attributes):
            found += _data_figures(some, source.title)
    return tuple(found)


def flat(figures: Sequence[DataFigures]) -> dict[str, float]:
    """These figures for a manifest, by data, attribute and name; those that could not be measured are left out."""
    return {
        f"{one.data} {one.attribute.name}_{name}": round(figure.value, 4)
        for one in figures
        for name, figure in (
            ("accuracy", one.accuracy),
            ("balanced_accuracy", one.balanced_accuracy),
            ("worst_group_accuracy", one.worst.accuracy),
            ("calibration_error", one.calibration_error),
            ("accuracy_of_surest", one.of_surest),
            ("accuracy_without_infants", one.without_infants),
        )
        if figure is not None
    }


def _data_figures(predictions: LabelledPredictions, data: str) -> list[DataFigures]:
    found = []
    for name, measured in measure(predictions).heads.items():
        labelled = predictions.taken(predictions.labels(name) >= 0)
        correct = labelled.predicted(name) == labelled.labels(name)
        confident = np.argsort(-labelled.confidence(name), kind="stable")[: round(CONFIDENT_SHARE * len(labelled))]
        found.append(
            DataFigures(
                data,
                measured.attribute,
                measured.overall.accuracy,
                measured.balanced_accuracy,
                measured.worst or measured.overall,
                measured.overall.figures.get("calibration_error"),
                share_of(correct[confident]),
                share_of(correct[labelled.labels(AGE.name) != 0]),
            )
        )
    return found
