"""How often the model errs for similar answers, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.app.translation import texts
from desktop.wording import decimal, label_name, number

if TYPE_CHECKING:
    from core.analysis import AnalyzedFace
    from core.evaluation.similar_faces import SimilarFacesError


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """The error rate shown beside an answer."""

    text: str
    short: str
    """The same in a few words."""
    shortest: str
    """In fewer still."""
    measured_on: str
    """On which faces it was measured, with its interval."""


def error_rates(face: AnalyzedFace, shown: Mapping[str, object], results: Mapping[str, float]) -> dict[str, ErrorRate]:
    """What can be said beside each answer that is shown; nothing where the model's maker did not measure it.

    Args:
        face: With all its answers and reasons.
        shown: By attribute: an answer that is not shown is not hinted at either.
        results: Of the model's manifest.
    """
    from core.evaluation.similar_faces import similar_faces_error

    answers = {name: answer for name, answer in face.answers.items() if name in shown}
    perceived = {name: answer.label for name, answer in answers.items()}
    poor = bool(face.quality.reasons)
    found = {}
    for name, answer in answers.items():
        similar = similar_faces_error(results, name, perceived=perceived, confidence=answer.confidence, poor=poor)
        if similar is not None:
            found[name] = _error_rate(similar, uncertain=answer.uncertain)
    return found


def _error_rate(similar: SimilarFacesError, *, uncertain: bool) -> ErrorRate:
    from core.evaluation.similar_faces import ANY

    values = {
        "answer": texts.tr("any label") if similar.answer == ANY else label_name(similar.answer),
        "certainty": f"{similar.from_percent} – {similar.to_percent} %",
        "errors": number(similar.of_100) if similar.of_100 else texts.tr("fewer than 1"),
        "label": label_name(similar.label),
    }
    said = _sentences(similar, uncertain=uncertain).format(**values)
    beyond = {
        1: texts.tr("That is more often than these percentages say."),
        -1: texts.tr("That is less often than these percentages say."),
    }
    short = (
        texts.tr("Taken anyway: wrong in {errors} of 100")
        if uncertain
        else texts.tr("Wrong in {errors} of 100 such faces")
    )
    text = " ".join(filter(None, (said, beyond.get(similar.beyond_probability, ""))))
    shortest = texts.tr("{errors} % wrong").format(errors=number(similar.of_100) if similar.of_100 else "< 1")
    return ErrorRate(text, short.format(**values), shortest, _measured_on(similar))


def _sentences(similar: SimilarFacesError, *, uncertain: bool) -> str:
    from core.evaluation.groups import PICTURE
    from core.evaluation.similar_faces import ANY

    if similar.attribute == ANY:
        if uncertain:
            return texts.tr("Taken anyway, {answer} with {certainty} would be wrong in {errors} of 100.")
        return texts.tr("Where it answers {answer} with {certainty}, the model errs in {errors} of 100.")
    if similar.attribute != PICTURE.name:
        if uncertain:
            return texts.tr(
                "Taken anyway, {answer} with {certainty} would be wrong in {errors} of 100 where it perceives {label}."
            )
        return texts.tr(
            "Where it answers {answer} with {certainty} and perceives {label}, the model errs in {errors} of 100."
        )
    if similar.label == PICTURE.labels[0]:
        if uncertain:
            return texts.tr(
                "Taken anyway, {answer} with {certainty} would be wrong in {errors} of 100 in clear pictures."
            )
        return texts.tr(
            "Where it answers {answer} with {certainty} in clear pictures, the model errs in {errors} of 100."
        )
    if uncertain:
        return texts.tr("Taken anyway, {answer} with {certainty} would be wrong in {errors} of 100 in poor pictures.")
    return texts.tr("Where it answers {answer} with {certainty} in poor pictures, the model errs in {errors} of 100.")


def _measured_on(similar: SimilarFacesError) -> str:
    from core.evaluation.groups import PICTURE

    low, high = (decimal(100 * end, 0) for end in similar.interval)
    told = texts.tr(
        "Measured on %n held-out face(s) that it answered so: {low} to {high} of 100, with 95 % confidence.",
        "",
        similar.count,
    ).format(low=low, high=high)
    poor = (similar.attribute, similar.label) == (PICTURE.name, PICTURE.labels[1])
    kind = texts.tr("Poor are pictures that are dark, bright, flat, blurred, small, turned away or cut off.")
    meant = texts.tr("It is said of such faces, not of this person.")
    return " ".join((told, kind, meant) if poor else (told, meant))
