"""What is said about an evaluation, in the same words on a page, in a card and at the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from core.evaluation.by_group import Evaluation, HeadEvaluation
from core.evaluation.gaps import Gap
from core.schema import ATTRIBUTES, Attribute

USE: Final = (
    "It says what it perceives in a face, such as a gender or an ethnicity: how people who labelled such pictures "
    "would probably have labelled this one. It is meant for teaching and for research on such models, their errors and "
    "their bias.",
    "It does not know who anybody is, nor their gender, descent or origin. It is not meant for decisions about people, "
    "for sorting or watching them. To categorise people by what their faces seem to say is what the law worries about: "
    "in the European Union the AI Act forbids inferring race and other protected traits of individual people from "
    "biometric data (Art. 5(1)(g)) and treats biometric categorisation by sensitive traits as high-risk (Annex III "
    "1(b)); such data are special under GDPR Art. 9.",
)
LIMITS: Final = (
    "Labels, such as two genders and five ethnicities, are the data's categories, not the world's. \"Others\" among "
    "ethnicities holds Hispanic, Latino and Middle Eastern people together.",
    "The labels were partly estimated by a program and checked by people; some are wrong.",
    "Groups are of unequal size, and agreement differs between them; ages too are spread unevenly. A group of few "
    "faces may be better or worse than its figure.",
    "Poor or harsh light, blur, make-up, masks, sunglasses, turned heads and faces of few pixels make it err more than "
    "these figures say. The pictures come from the web, mostly of public persons; on others it may do worse.",
    "A calibrated probability holds for pictures like these on average, not for every group and every kind of picture.",
)
NO_GAP: Final = "Judged together, no gap between groups is surely more than chance."
NOT_COMPARED: Final = "The groups are too small to be compared."

_FIGURES: Final = {
    "accuracy": "agreement",
    "coverage": "share that gets an answer",
    "error_of_answered": "wrong among the answers given",
    "calibration_error": "calibration error",
}


def figure_text(name: str) -> str:
    """A figure of `tally.figure_names` in words."""
    return _FIGURES.get(name, name)


def columns_text(attributes: Sequence[Attribute]) -> str:
    """A grouping in words."""
    return " and ".join(
        f"perceived {attribute.title}" if attribute.name in ATTRIBUTES else attribute.title for attribute in attributes
    )


def gap_text(gap: Gap) -> str:
    """A gap in a line."""
    return (
        f"{_started(figure_text(gap.figure))} by {columns_text(gap.highest.attributes)}: {gap.highest.title} is "
        f"{points_text(gap)} above {gap.lowest.title}; chance alone would make it {100 * gap.by_chance:.1f}."
    )


def gap_title(gap: Gap) -> str:
    """What a gap is of."""
    return f"{figure_text(gap.figure)}, by {_titles(gap.highest.attributes)}"


def points_text(gap: Gap) -> str:
    """How wide a gap is, with its interval."""
    return f"{100 * gap.gap:.1f} points ({100 * gap.low:.1f} to {100 * gap.high:.1f})"


def _started(text: str) -> str:
    return text[:1].upper() + text[1:]


def summary(evaluation: Evaluation) -> Iterator[str]:
    """What matters most, a sentence or two per answered attribute."""
    if evaluation.side is not None:
        yield _measured_on(evaluation, evaluation.side)
    if evaluation.shares_training_source:
        yield (
            f"{evaluation.model} learned from data of this name. Unless these faces were kept back from it, every "
            "figure here flatters it."
        )
    for found in evaluation.heads.values():
        accuracy, balanced = found.overall.accuracy, found.balanced_accuracy
        text = (
            f"Perceived {found.attribute.title}: the model agrees with the labels on {accuracy.value:.1%} of faces "
            f"({100 * accuracy.low:.1f} to {100 * accuracy.high:.1f}), {balanced.value:.1%} as a mean of the labels."
        )
        yield f"{text} {_fairness(found)}" if found.groups else text
    for attribute in evaluation.not_measured:
        yield f"Perceived {attribute.title} is not measured: the data give no labels of it."


def _measured_on(evaluation: Evaluation, side: str) -> str:
    if side == "test" and not evaluation.shares_training_source:
        return f"Measured on {evaluation.count:,} held-out faces, those of the training's test side."
    return f"Measured on the {side} side of a training, {evaluation.count:,} faces."


def _fairness(found: HeadEvaluation) -> str:
    if not found.cells:
        return "Its groups are too small to be compared."
    titles = _titles(found.cells[0].group.attributes)
    gaps = [gap for gap in found.gaps if gap.figure == "accuracy" and gap.columns == found.cell_columns]
    if not gaps:
        return f"Its groups of {titles} are too small to be compared."
    gap = gaps[0]
    told = (
        f"Between groups of {titles} it differs by up to {100 * gap.gap:.1f} points, lowest for "
        f"{gap.lowest.title}; chance alone would make it {100 * gap.by_chance:.1f}"
    )
    return f"{told}." if gap.more_than_chance else f"{told}, so it may be no more than that."


def _titles(attributes: Sequence[Attribute]) -> str:
    return " and ".join(attribute.title for attribute in attributes)
