"""The words for results, the same on a page, in a card and in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from core.evaluation.counterfactual import CHANGES, Counterfactual, GroupedBy, Sensitivity
from core.evaluation.figures import Evaluation, Figure, HeadEvaluation
from core.evaluation.picture_quality import Evidence
from core.evaluation.robustness import Mode, Robustness
from core.evaluation.tally import Gap
from core.schema import ATTRIBUTES, Attribute
from core.vision.detectors import DETECTORS
from core.vision.quality import REASONS

USE: Final = (
    "The model says what it perceives in a face, such as a gender or an ethnicity: how people who labelled similar "
    "pictures would probably have labelled this one. It is meant for teaching and for research on such models, their "
    "errors and their bias.",
    "It does not know anyone's identity, gender, descent or origin. It is not meant for decisions about people, or for "
    "sorting or monitoring them. The law restricts categorising people by their faces: in the European Union the AI "
    "Act forbids inferring race and other protected traits of individual people from biometric data (Art. 5(1)(g)) and "
    "treats biometric categorisation by sensitive traits as high-risk (Annex III 1(b)); such data are a special "
    "category under GDPR Art. 9.",
)
LIMITS: Final = (
    "Labels, such as two genders and five ethnicities, are the data's categories, not the world's. \"Others\" among "
    "ethnicities holds Hispanic, Latino and Middle Eastern people together.",
    "The labels were partly estimated by a program and checked by people; some are wrong.",
    "Groups differ in size and in accuracy, and ages are distributed unevenly. The figures of small groups are "
    "imprecise.",
    "The model errs more often than these figures say in poor or harsh light, with blur, make-up, masks, sunglasses, "
    "turned heads and faces of few pixels. The pictures come from the web, mostly of public figures; on others it may "
    "do worse.",
    "A calibrated probability holds for pictures like these on average, not for every group and every kind of picture.",
)
EMPTY: Final = "-"
"""In place of a figure that could not be measured."""
NO_GAP: Final = "No gap between groups is significant after correction for multiple comparisons."
NOT_COMPARED: Final = "The groups are too small to be compared."

_FIGURES: Final = {
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy",
    "coverage": "coverage",
    "error_of_answered": "error of given answers",
    "calibration_error": "calibration error",
}
MODES: Final[Mapping[Mode, str]] = {
    "photos": (
        "Pictures are corrupted first; then the face is detected and aligned in them. A face no longer detected counts "
        "as wrong."
    ),
    "chips": "Aligned faces are corrupted, so the effect on detection and alignment is not included.",
}
_CORRUPTED: Final = "all corrupted pictures (intervals are too narrow: versions of a picture count as independent)"
EVIDENCE_HEADER: Final = ("reason", "faces", "error with it", "error without", "area under the ROC curve")
GROUPED_BY: Final[Mapping[GroupedBy, str]] = {
    "labels": "Groups are the labels.",
    "answers": "Groups are the model's own answers to the original pictures.",
}
_NO_DIFFERENCE: Final = "No difference between groups is significant."
_GAPS: Final = 3


def share_text(figure: Figure | None) -> str:
    """A share and its interval, in percent."""
    return EMPTY if figure is None else f"{figure.value:.1%} ({100 * figure.low:.1f} to {100 * figure.high:.1f})"


def points(figure: Figure | Gap) -> str:
    """A difference of shares and its interval, in percentage points."""
    value = figure.gap if isinstance(figure, Gap) else figure.value
    return f"{100 * value:.1f} ({100 * figure.low:.1f} to {100 * figure.high:.1f})"


def figure_text(name: str) -> str:
    """A figure of `tally.figure_names` in words."""
    return _FIGURES.get(name, name)


def columns_text(attributes: Sequence[Attribute]) -> str:
    """A grouping in words."""
    return " and ".join(
        f"perceived {attribute.title}" if attribute.name in ATTRIBUTES else attribute.title for attribute in attributes
    )


def gap_text(gap: Gap) -> str:
    """A gap in a sentence."""
    return (
        f"{_capitalized(figure_text(gap.figure))} by {columns_text(gap.highest.attributes)}: {gap.highest.title} is "
        f"{points_text(gap)} above {gap.lowest.title}; {_by_chance(gap)}."
    )


def gap_title(gap: Gap) -> str:
    """The figure and the grouping of a gap."""
    return f"{figure_text(gap.figure)}, by {_titles(gap.highest.attributes)}"


def points_text(gap: Gap) -> str:
    """The size of a gap with its interval."""
    return f"{100 * gap.gap:.1f} points ({100 * gap.low:.1f} to {100 * gap.high:.1f})"


def no_labels_text(attribute: Attribute) -> str:
    """Why an attribute was not measured: the data have no labels of it."""
    return f"Perceived {attribute.title} is not measured: the data have no labels of it."


def one_label_note(attribute: Attribute, label: str) -> str:
    """What accuracy on data with a single label does not say."""
    return (
        f"{label} is the only label of perceived {attribute.title} in the data: accuracy does not show whether the "
        "model tells labels apart, only how much is lost."
    )


def one_label_text(attribute: Attribute, label: str) -> str:
    """Why an attribute could not be measured: only one label occurs."""
    return (
        f"Perceived {attribute.title} cannot be measured: {label} is the only label in the data, so a model that "
        "always gives this answer would be perfect."
    )


def summary(evaluation: Evaluation) -> Iterator[str]:
    """The main results, one or two sentences per answered attribute."""
    if evaluation.side is not None:
        yield _measured_on(evaluation, evaluation.side)
    if evaluation.shares_training_source:
        yield (
            f"{evaluation.model} was trained on data of this name. Unless these faces were held out, every figure here "
            "is optimistic."
        )
    elif evaluation.shares_training_source is None:
        yield (
            f"It is not known what {evaluation.model} was trained on. If these faces were among it, every figure here "
            "is optimistic."
        )
    for found in evaluation.heads.values():
        accuracy = found.overall.accuracy
        text = (
            f"Perceived {found.attribute.title}: the model agrees with the labels on "
            f"{accuracy.value:.1%} of faces ({100 * accuracy.low:.1f} to {100 * accuracy.high:.1f}); balanced accuracy "
            f"{found.balanced_accuracy.value:.1%}."
        )
        yield f"{text} {_fairness(found)}" if found.groups else text
    yield from map(no_labels_text, evaluation.not_measured)
    yield from (one_label_text(attribute, label) for attribute, label in evaluation.one_label)


def how_text(how: Mapping[str, Any]) -> str:
    """How the faces were prepared, from the `how` of a `Report`; empty if that does not tell."""
    sentences = []
    if how.get("detector") in DETECTORS:
        sentences.append(f"Faces were detected with {DETECTORS[how['detector']].title} and aligned as in a photo.")
    elif how.get("framing") == "as is":
        sentences.append("Pictures were used as aligned faces, without detection.")
    elif how.get("framing") == "picture":
        sentences.append("The model was shown whole pictures.")
    if how.get("faces_not_found") == "left out":
        sentences.append("Faces that were not detected are left out.")
    if how.get("without_answer"):
        sentences.append(f"{how['without_answer']:,} faces of the data have no row in the table of answers.")
    if how.get("near_copies") == "left out":
        sentences.append("Near copies are left out.")
    if how.get("decisions"):
        sentences.append(f"The labels were checked: {how['decisions']}.")
    return " ".join(sentences)


def evidence_tables(found: Robustness) -> list[tuple[str, Sequence[Evidence]]]:
    """How well picture quality predicts errors: the tables, with titles."""
    return [
        (f"Perceived {head}, {which}", evidence[head])
        for which, evidence in (("original pictures", found.evidence_clean), (_CORRUPTED, found.evidence_corrupted))
        for head in evidence
        if evidence[head]
    ]


def evidence_row(one: Evidence) -> tuple[str, ...]:
    """The cells of a row below `EVIDENCE_HEADER`."""
    area = EMPTY if one.area is None else f"{one.area[0]:.2f} ({one.area[1]:.2f} to {one.area[2]:.2f})"
    reason = REASONS.get(one.reason, "the model itself is uncertain")
    return reason, f"{one.count:,}", share_text(one.error_with), share_text(one.error_without), area


def counterfactual_note(attribute: Attribute) -> str:
    """What is done, and what is expected."""
    return (
        "Each aligned face is answered as it is and with a changed picture. Nothing about the person changes, so the "
        f"perceived {attribute.title} should not either."
    )


def counterfactual_lines(attribute: Attribute, one: Sensitivity) -> Iterator[str]:
    """The effect of a change: overall, then the differences between groups."""
    became = ", ".join(f"{count:,} became {label}" for label, count in one.towards.items() if count)
    yield (
        f"{_capitalized(CHANGES[one.change])}: the perceived {attribute.title} changes for {one.overall.value:.1%} of "
        f"faces ({100 * one.overall.low:.1f} to {100 * one.overall.high:.1f}){f'; {became}' if became else ''}."
    )
    real = [gap for gap in one.gaps if gap.more_than_chance]
    if not real:
        yield _NO_DIFFERENCE if one.gaps else NOT_COMPARED
    for gap in real[:_GAPS]:
        yield (
            f"By {columns_text(gap.highest.attributes)}: {gap.highest.title} {points_text(gap)} more often than "
            f"{gap.lowest.title}; {_by_chance(gap)}."
        )


def left_out_text(found: Counterfactual | Robustness) -> str:
    """The number of pictures left out; empty if there are none."""
    if not found.left_out:
        return ""
    return f"{found.left_out:,} more {'was' if found.left_out == 1 else 'were'} left out: no face was detected."


def _measured_on(evaluation: Evaluation, side: str) -> str:
    if side == "test" and evaluation.shares_training_source is False:
        return f"Measured on {evaluation.count:,} held-out test faces."
    return f"Measured on {evaluation.count:,} faces of the {side} side of a training."


def _fairness(found: HeadEvaluation) -> str:
    titles = _titles(found.cells[0].group.attributes) if found.cells else ""
    gaps = [gap for gap in found.gaps if gap.figure == "accuracy" and gap.columns == found.cell_columns]
    if not gaps:
        return f"The groups{' of ' if titles else ''}{titles} are too small to be compared."
    gap = gaps[0]
    text = (
        f"Accuracy differs by up to {100 * gap.gap:.1f} points between groups of {titles}, and is lowest for "
        f"{gap.lowest.title}; {_by_chance(gap)}"
    )
    return f"{text}." if gap.more_than_chance else f"{text}, so the difference may be chance."


def _by_chance(gap: Gap) -> str:
    return f"chance alone would give about {100 * gap.by_chance:.1f}"


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _titles(attributes: Sequence[Attribute]) -> str:
    return " and ".join(attribute.title for attribute in attributes)
