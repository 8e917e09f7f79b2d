"""Numbers, attributes, answers and errors in words, the same wherever the window says them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDateTime, QLocale

from core.errors import MESSAGES, FacetError
from desktop.app.translation import core_text, texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.analysis import AnalyzedFace
    from core.corrections import DetectionFigures
    from core.model.classifier import Answer
    from core.schema import Attribute
    from core.training.events import Failed


@dataclass(frozen=True, slots=True)
class AttributePhrases:
    """An attribute in the places where it is named."""

    name: str
    """Inside a sentence."""
    title: str
    threshold: str
    """Of its threshold among the settings."""
    heat_map: str
    """In the menu of where the model looked."""
    live: str
    """Of the switch beside a live picture."""
    uncertain: str
    """In place of an answer that is uncertain."""


_ANY: Final = AttributePhrases(
    name="{attribute}",
    title=texts.mark("Perceived {attribute}"),
    threshold=texts.mark("Threshold for perceived {attribute}"),
    heat_map=texts.mark("For perceived {attribute}"),
    live=texts.mark("Show perceived {attribute}"),
    uncertain=texts.mark("perceived {attribute}: uncertain"),
)
_SHIPPED: Final[Mapping[str, AttributePhrases]] = MappingProxyType(
    {
        "gender": AttributePhrases(
            name=texts.mark("gender"),
            title=texts.mark("Perceived gender"),
            threshold=texts.mark("Threshold for perceived gender"),
            heat_map=texts.mark("For perceived &gender"),
            live=texts.mark("Show perceived &gender"),
            uncertain=texts.mark("perceived gender: uncertain"),
        ),
        "ethnicity": AttributePhrases(
            name=texts.mark("ethnicity"),
            title=texts.mark("Perceived ethnicity"),
            threshold=texts.mark("Threshold for perceived ethnicity"),
            heat_map=texts.mark("For perceived &ethnicity"),
            live=texts.mark("Show perceived &ethnicity"),
            uncertain=texts.mark("perceived ethnicity: uncertain"),
        ),
    }
)


def attribute_phrases(attribute: Attribute | str) -> AttributePhrases:
    """The phrases of an attribute in the chosen language; an attribute may be given by its name."""
    name = attribute if isinstance(attribute, str) else attribute.name
    if name in _SHIPPED:
        phrases = {field.name: texts.tr(getattr(_SHIPPED[name], field.name)) for field in fields(AttributePhrases)}
    else:
        title = _title(attribute)
        phrases = {
            field.name: texts.tr(getattr(_ANY, field.name)).format(attribute=title)
            for field in fields(AttributePhrases)
        }
        phrases |= {place: phrases[place].replace("&", "&&") for place in ("heat_map", "live")}  # no access keys
    return AttributePhrases(**phrases)


def _title(attribute: Attribute | str) -> str:
    from core.schema import AGE, ATTRIBUTES

    if not isinstance(attribute, str):
        title = attribute.title
    else:
        title = ATTRIBUTES[attribute].title if attribute in ATTRIBUTES else attribute.replace("_", " ")
    return texts.tr("age") if title == AGE.title else title


_TOOLTIP_LETTERS: Final = 72


def wrapped(text: str) -> str:
    """A long text for a tooltip, which Qt does not break into lines itself; paths within it stay whole."""
    wrapper = textwrap.TextWrapper(_TOOLTIP_LETTERS, break_long_words=False, break_on_hyphens=False)
    return "\n".join(wrapper.fill(line) for line in text.split("\n"))


def number(value: int) -> str:
    """A whole number with the thousands separator of the language."""
    return QLocale().toString(value)


def decimal(value: float, digits: int = 1) -> str:
    """A number with that many digits after the point."""
    return QLocale().toString(float(value), "f", digits)


def percent(probability: float) -> str:
    """A probability as exports write it, such as "94 %"; never 0 or 100."""
    from core.export import percent as export_percent

    return export_percent(probability)


def share(value: float, digits: int = 1) -> str:
    """A share of pictures, such as "84.2 %"."""
    return f"{decimal(100 * value, digits)} %"


def interval(low: float, high: float, digits: int = 1) -> str:
    """A 95 % interval of a share, such as "81.0 – 87.1 %"."""
    return f"{decimal(100 * low, digits)} – {decimal(100 * high, digits)} %"


def pictures(count: int) -> str:
    return texts.tr("%n picture(s)", "", count)


def duration(seconds: float) -> str:
    """About how long, such as "40 s", "6 min" or "1 h 10 min"."""
    if seconds < 55:
        return texts.tr("{n} s").format(n=max(5, 5 * round(seconds / 5)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return texts.tr("{n} min").format(n=minutes)
    return texts.tr("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def date_text(moment: datetime) -> str:
    """A date and time in the short format of the language."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(moment.timestamp())), QLocale.FormatType.ShortFormat)


def attribute_title(attribute: Attribute | str) -> str:
    """An attribute as a title, such as "Perceived age band"."""
    return attribute_phrases(attribute).title


def attribute_name(attribute: Attribute | str) -> str:
    """An attribute inside a sentence."""
    return attribute_phrases(attribute).name


def listed(names: Sequence[str]) -> str:
    """Names in a sentence, such as "gender and ethnicity"."""
    if len(names) < 2:
        return "".join(names)
    return texts.tr("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])


def label_name(label: str, attribute: Attribute | str | None = None) -> str:
    """A label in the user's language; labels of attributes that are not shipped are not translated."""
    from core.schema import ATTRIBUTES

    name = attribute if attribute is None or isinstance(attribute, str) else attribute.name
    return core_text("labels", label) if name is None or name in ATTRIBUTES else label


def answer_text(answer: Answer) -> str:
    """The answer in one line: "Female 94 %", or "uncertain: Asian 48 %, Others 31 %, White 15 %"."""
    ranked = sorted(zip(answer.labels, answer.probabilities, strict=True), key=lambda pair: -pair[1])
    parts = [f"{label_name(label, answer.attribute)} {percent(probability)}" for label, probability in ranked[:3]]
    if not answer.uncertain:
        return parts[0]
    return texts.tr("uncertain: {answers}").format(answers=", ".join(parts))


def labelled(attribute: Attribute | str, label: str) -> str:
    """A label or an answer with its attribute, unless that is a shipped one, whose labels say it themselves."""
    from core.schema import ATTRIBUTES

    name = attribute if isinstance(attribute, str) else attribute.name
    return label if name in ATTRIBUTES else f"{attribute_name(attribute)}: {label}"


def noted_text(labels: Mapping[str, str]) -> str:
    """The corrections of a face in words; empty if there are none."""
    if not labels:
        return ""
    noted = ", ".join(labelled(name, label_name(label, name)) for name, label in labels.items())
    return texts.tr("Noted as right: {labels}").format(labels=noted)


def reason_texts(face: AnalyzedFace) -> list[str]:
    """What in the picture makes the answers for this face less reliable."""
    return [core_text("quality", reason) for reason in face.reasons]


def face_title(face: AnalyzedFace, index: int, count: int) -> str:
    """Which face of the photo it is, and whether the user framed it."""
    title = texts.tr("Face {index} of {count}").format(index=index + 1, count=count)
    return texts.tr("{face} · by hand").format(face=title) if face.face.found_by == "hand" else title


def face_text(face: AnalyzedFace, index: int, count: int, second: AnalyzedFace | None = None, model: str = "") -> str:
    """All that is known of a face in sentences, for screen readers; `second` has the answers of another model."""
    title = face_title(face, index, count)
    answers = [_answer_sentence(one) for one in face.answers.values()]
    if second is not None:
        for name, other in second.answers.items():
            said = texts.tr("{model}: {answer}").format(model=model, answer=_answer_sentence(other))
            differs = name in face.answers and face.answers[name].differs(other)
            answers.append(said + (" " + texts.tr("(differs)") if differs else ""))
    return ". ".join([title, *answers, *reason_texts(face)])


def _answer_sentence(answer: Answer) -> str:
    return f"{attribute_title(answer.attribute)}: {answer_text(answer)}"


def detection_text(figures: Sequence[DetectionFigures]) -> str:
    """What the detector missed and what it took for a face, by the boxes that the user edited; empty without any."""
    lines = []
    for one in figures:
        counted = texts.tr("%n photo(s) with boxes by hand", "", one.pictures)
        if one.recall is not None and one.recall_interval:
            found = texts.tr("Faces found: {found} of {faces}, {share} (95 %: {interval})").format(
                found=number(one.right),
                faces=number(one.faces),
                share=share(one.recall),
                interval=interval(*one.recall_interval),
            )
            counted = f"{counted}. {found}"
        if one.precision is not None and one.precision_interval:
            right = texts.tr("Boxes that were faces: {right} of {boxes}, {share} (95 %: {interval})").format(
                right=number(one.right),
                boxes=number(one.found),
                share=share(one.precision),
                interval=interval(*one.precision_interval),
            )
            counted = f"{counted}. {right}"
        lines.append(f"{one.detector}: {counted}.")
    if lines:
        lines.append(
            texts.tr("Photos in which no box was edited are not counted, so over all photos the detector does better.")
        )
    return "\n".join(lines)


def timing_text(count: int, milliseconds: float) -> str:
    """How many faces were found, how fast."""
    if milliseconds >= 1:
        time = texts.tr("{n} ms").format(n=decimal(milliseconds, 0))
    else:
        time = texts.tr("< 1 ms")
    if count == 0:
        return texts.tr("no face in {time}").format(time=time)
    return texts.tr("%n face(s) in {time}", "", count).format(time=time)


def error_text(error: Exception) -> str:
    """An error in the user's language, by its code; any other exception in its own words."""
    if not isinstance(error, FacetError):
        return str(error)
    return _filled(error.code, error.values)


def failure_text(failure: Failed) -> str:
    """Why a training stopped; for runs of earlier versions in English."""
    try:
        return _filled(failure.code, failure.values)
    except KeyError:
        return failure.text


def _filled(code: str, values: Mapping[str, object]) -> str:
    texts_of_values = {name: core_text("reasons", str(value)) for name, value in values.items()}
    return core_text("errors", MESSAGES[code]).format(**texts_of_values)
