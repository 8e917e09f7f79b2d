"""How often the model errs for pictures like one, in the user's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.translation import texts
from desktop.wording import decimal, label_name

if TYPE_CHECKING:
    from core.analysis import AnalyzedFace
    from core.evaluation.likeness import LikeFaces
    from core.labels import Head


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is said beside an answer."""

    text: str
    measured_on: str
    """Of whom, and how sure that is."""


def likenesses(face: AnalyzedFace, shown: Mapping[Head, object], results: Mapping[str, float]) -> dict[Head, Likeness]:
    """What can be said beside each answer that is shown; nothing where the model's maker did not measure it.

    Args:
        face: With all its answers and reasons.
        shown: By head: an answer that is not shown is not hinted at either.
        results: Of the model's manifest.
    """
    from core.evaluation.likeness import ANY, like_faces

    perceived = {"gender": ANY, "ethnicity": ANY}
    perceived |= {head: face.answers[head].label if head in shown else ANY for head in face.answers}
    poor = bool(face.quality.reasons)
    found = {
        head: like_faces(results, head, gender=perceived["gender"], ethnicity=perceived["ethnicity"], poor=poor)
        for head in shown
        if head in perceived
    }
    return {head: Likeness(_text(like), _measured_on(like)) for head, like in found.items() if like is not None}


def _text(like: LikeFaces) -> str:
    if like.of_100 == 0:
        return texts.tr("For pictures like this one the model errs in fewer than 1 of 100.")
    return texts.tr("For pictures like this one the model errs in {errors} of 100.").format(errors=like.of_100)


def _measured_on(like: LikeFaces) -> str:
    from core.evaluation.likeness import ANY
    from core.evaluation.metrics import wilson_interval

    low, high = (decimal(100 * end, 0) for end in wilson_interval(round(like.error * like.count), like.count))
    who = ", ".join(label_name(label) for label in (like.gender, like.ethnicity) if label != ANY)
    told = texts.tr(
        "Measured on %n labelled face(s) in which it perceives {who}: {low} to {high} of 100, with 95 % confidence.",
        "",
        like.count,
    ).format(who=who or texts.tr("anybody"), low=low, high=high)
    kinds = {
        "clear": texts.tr("Clear pictures only."),
        "poor": texts.tr("Only faces that are dark, bright, flat, blurred, small, turned away or cut off."),
    }
    meant = texts.tr("It is said of such pictures, not of this person.")
    return " ".join(part for part in (told, kinds.get(like.picture, ""), meant) if part)
