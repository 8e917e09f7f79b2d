"""How often a model errs for faces like one just answered, known by its own answers and the picture alone.

A label is not there when a photo is answered, so faces are likened by what the model perceives in them, and by whether
the picture is poor: whether `core.quality` gives a reason to doubt. The figures lie in a manifest's `results`, under
keys such as `like/Female/Asian/clear/n` and `like/Female/Asian/clear/gender_error`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.evaluation.asked import Asked
from core.evaluation.groups import SMALL
from core.labels import ETHNICITIES, GENDERS, HEADS, Head

ANY: Final = "any"
_PICTURES: Final = ("clear", "poor")


@dataclass(frozen=True, slots=True)
class LikeFaces:
    """How often the model erred for faces like one."""

    gender: str
    """As perceived; `any` where there were too few faces alike in it."""
    ethnicity: str
    picture: str
    """`clear`, `poor` or `any`."""
    count: int
    error: float

    @property
    def of_100(self) -> int:
        """Errors in a hundred such faces."""
        return round(100 * self.error)


def likeness(asked: Asked, *, minimum: int = SMALL) -> dict[str, float]:
    """The table, flat, for a manifest's `results`; kinds of fewer than `minimum` faces are not in it.

    Faces that were not found are not in it either: nobody is shown an answer for them.
    """
    kept = asked.found & (asked.labels["gender"] >= 0) & (asked.labels["ethnicity"] >= 0)
    asked = asked.taken(kept)
    gender, ethnicity = asked.predicted("gender"), asked.predicted("ethnicity")
    everybody = np.ones(len(asked), np.bool_)
    genders = {ANY: everybody} | {label: gender == at for at, label in enumerate(GENDERS)}
    ethnicities = {ANY: everybody} | {label: ethnicity == at for at, label in enumerate(ETHNICITIES)}
    pictures = {ANY: everybody}
    if asked.poor is not None:
        pictures |= {"clear": ~asked.poor, "poor": asked.poor}
    table: dict[str, float] = {}
    for first, of_gender in genders.items():
        for second, of_ethnicity in ethnicities.items():
            for third, of_picture in pictures.items():
                rows = of_gender & of_ethnicity & of_picture
                count = int(rows.sum())
                if count < minimum:
                    continue
                key = f"like/{first}/{second}/{third}"
                table[f"{key}/n"] = count
                for head in HEADS:
                    wrong = asked.predicted(head)[rows] != asked.labels[head][rows]
                    table[f"{key}/{head}_error"] = round(float(wrong.mean()), 4)
    return table


def like_faces(
    results: Mapping[str, float], head: Head, *, gender: str, ethnicity: str, poor: bool
) -> LikeFaces | None:
    """How often the model erred for the likest faces that were enough to say it; None where a manifest says nothing.

    Poor pictures are few. Where there were too few of such faces, what is told is the worse of two: how often it erred
    for such faces in any picture, and for others in poor ones.

    Args:
        results: Of a manifest.
        head: Whose errors.
        gender: As the model perceives it.
        ethnicity: As the model perceives it.
        poor: Whether the picture is a reason to doubt.
    """
    own = (ANY, ethnicity) if head == "ethnicity" else (gender, ANY)
    people = ((gender, ethnicity), own, (ANY, ANY))
    alike, any_picture = (_likest(results, head, people, picture) for picture in (_PICTURES[poor], ANY))
    if alike is None or any_picture is None:
        return alike or any_picture
    if people.index((alike.gender, alike.ethnicity)) <= people.index((any_picture.gender, any_picture.ethnicity)):
        return alike
    return max(alike, any_picture, key=lambda like: like.error) if poor else any_picture


def _likest(
    results: Mapping[str, float], head: Head, people: Sequence[tuple[str, str]], picture: str
) -> LikeFaces | None:
    """The first of `people` of whom there were enough in such pictures."""
    for gender, ethnicity in people:
        key = f"like/{gender}/{ethnicity}/{picture}"
        if f"{key}/n" in results and f"{key}/{head}_error" in results:
            return LikeFaces(gender, ethnicity, picture, int(results[f"{key}/n"]), results[f"{key}/{head}_error"])
    return None
