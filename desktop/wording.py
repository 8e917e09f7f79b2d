"""Numbers and answers in words, the same wherever the window says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from core.analysis import AnalyzedFace
    from core.classifier import HeadAnswer
    from core.labels import Head


def percent(probability: float) -> str:
    """A probability as every export says it, such as "94 %"; never 0 or 100."""
    from core.export import percent as said

    return said(probability)


def head_title(head: Head) -> str:
    if head == "gender":
        return QCoreApplication.translate("wording", "Perceived gender")
    return QCoreApplication.translate("wording", "Perceived ethnicity")


def label_name(label: str) -> str:
    return QCoreApplication.translate("labels", label)


def answer_text(answer: HeadAnswer) -> str:
    """The answer in one line: "Female 94 %", or "uncertain: Asian 48 %, Others 31 %, White 15 %"."""
    ranked = sorted(zip(answer.labels, answer.probabilities, strict=True), key=lambda pair: -pair[1])
    parts = [f"{label_name(label)} {percent(probability)}" for label, probability in ranked[:3]]
    if not answer.uncertain:
        return parts[0]
    return QCoreApplication.translate("wording", "uncertain: {answers}").format(answers=", ".join(parts))


def reason_texts(face: AnalyzedFace) -> list[str]:
    """Why the picture of this face makes its answers less sure."""
    from core.quality import REASONS

    return [QCoreApplication.translate("quality", REASONS[code]) for code in face.quality.reasons]


def face_text(face: AnalyzedFace, index: int, count: int) -> str:
    """Everything said about a face, in one sentence a line, for screen readers."""
    title = QCoreApplication.translate("wording", "Face {index} of {count}").format(index=index + 1, count=count)
    answers = [f"{head_title(head)}: {answer_text(answer)}" for head, answer in face.answers.items()]
    return ". ".join([title, *answers, *reason_texts(face)])


def timing_text(count: int, milliseconds: float) -> str:
    """How many faces were found, how fast."""
    if count == 0:
        faces = QCoreApplication.translate("wording", "no face")
    elif count == 1:
        faces = QCoreApplication.translate("wording", "1 face")
    else:
        faces = QCoreApplication.translate("wording", "{count} faces").format(count=count)
    time = f"{milliseconds:.0f} ms" if milliseconds >= 1 else "< 1 ms"
    return QCoreApplication.translate("wording", "{faces} in {time}").format(faces=faces, time=time)
