"""What a model would answer if a face's picture were another: darker, blurred, tilted, with glasses or a mask.

Only the picture changes, so what moves an answer here is the picture, not the person. The changes are those of
`core.evaluation.corruptions`, at any strength, one after the other.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from core.analysis import AnalyzedFace
from core.errors import ExportError
from core.evaluation.corruptions import CORRUPTIONS, STRENGTHS, corrupt
from core.export import answer_text
from core.files import replace_file
from core.model.classifier import CHIP_PX, Classifier
from core.purpose import HEADER
from core.vision.faces import Face, align, frame_matrix
from core.vision.imaging import RGB
from core.vision.quality import measure_again

Unit = Literal["percent", "stops", "degrees", "pixels"]
Amounts = Mapping[str, float]
"""By name of `CHANGES`: from -1 to 1, or from 0 where it goes one way only. 0, or no entry, changes nothing."""

MARGIN_PX: Final = 60
"""What is shown of the photo on each side of the chip; a rotation by 45 degrees brings some of it into the chip."""
_SEED: Final = 1
"""Grain and colours are the same at every step, or answers would move where the slider does not."""
_TEXT_KEY: Final = "facet-what-if"


@dataclass(frozen=True, slots=True)
class End:
    """What a slider does at one of its ends."""

    corruption: str
    """A name in `CORRUPTIONS`; there it has its full strength."""
    chosen: Mapping[str, object] = field(default_factory=dict)
    """What is not left to chance."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a slider changes."""

    title: str
    """For display."""
    right: End
    left: End | None = None
    """None if it goes one way only."""
    unit: Unit = "percent"

    @property
    def lowest(self) -> float:
        """The lowest amount."""
        return -1.0 if self.left else 0.0

    def value(self, amount: float) -> float:
        """The amount in the change's unit; in percent of full strength if it has none of its own."""
        if self.unit == "percent":
            return 100.0 * amount
        level = CORRUPTIONS[self._end(amount).corruption].level(STRENGTHS[-1] * abs(amount))
        return -level if amount < 0 else level

    def apply(self, rgb: RGB, face: Face, amount: float) -> RGB:
        """The picture of `face`, changed by `amount`."""
        end = self._end(amount)
        return corrupt(rgb, face, end.corruption, STRENGTHS[-1] * abs(amount), _SEED, **end.chosen)

    def _end(self, amount: float) -> End:
        if amount >= 0:
            return self.right
        if self.left is None:
            raise ValueError(f"{self.title} by {amount}: expected 0 to 1")
        return self.left


CHANGES: Final[Mapping[str, Change]] = MappingProxyType(
    {
        "glasses": Change("Glasses", End("glasses")),
        "sunglasses": Change("Sunglasses", End("sunglasses")),
        "mask": Change("Mask", End("mask")),
        "hat": Change("Hat", End("hat")),
        "light": Change("Light", End("bright"), End("dark"), "stops"),
        "side_light": Change("Side light", End("side_light", {"side": 1}), End("side_light", {"side": -1})),
        "colour": Change(
            "Blue to yellow", End("colour_cast", {"cast": "yellow"}), End("colour_cast", {"cast": "blue"})
        ),
        "tint": Change("Green to pink", End("colour_cast", {"cast": "pink"}), End("colour_cast", {"cast": "green"})),
        "contrast": Change("Less contrast", End("low_contrast")),
        "tilt": Change("Tilt", End("rotation", {"side": -1}), End("rotation", {"side": 1}), "degrees"),
        "blur": Change("Blur", End("blur")),
        "size": Change("Size", End("low_resolution"), None, "pixels"),
        "noise": Change("Noise", End("noise")),
    }
)
"""By name, in the order in which they are applied: what is worn, then the light, then the camera."""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A face to be changed."""

    original: AnalyzedFace
    rgb: RGB
    """The aligned face with `MARGIN_PX` of the photo around it."""
    framed: Face
    """The face in `rgb`."""
    _steps: list[tuple[str, float, RGB]] = field(default_factory=list, init=False, repr=False)
    """The last changes and the picture after each: a slider that moves need not repeat those before its own."""

    @classmethod
    def in_photo(cls, photo_rgb: RGB, face: AnalyzedFace) -> Subject:
        """An analyzed face and its surroundings in the photo in which it was found."""
        matrix = frame_matrix(face.face, CHIP_PX)
        points = (face.face.keypoints - 0.5) @ matrix[:, :2].T + matrix[:, 2] + 0.5 + MARGIN_PX
        rgb = align(photo_rgb, face.face, CHIP_PX, margin=MARGIN_PX)
        _chip_of(rgb)[:] = face.chip  # to the last bit, so that nothing changed means the same answer
        box = (MARGIN_PX, MARGIN_PX, MARGIN_PX + CHIP_PX, MARGIN_PX + CHIP_PX)
        return cls(face, rgb, Face(box, points.astype(np.float32), face.face.score))

    def changed(self, amounts: Amounts) -> RGB:
        """The picture with all changes, in the order of `CHANGES`. To be called from one thread at a time."""
        wanted = [(name, amount) for name in CHANGES if (amount := amounts.get(name, 0.0))]
        same = 0
        while same < min(len(wanted), len(self._steps)) and self._steps[same][:2] == wanted[same]:
            same += 1
        del self._steps[same:]
        for name, amount in wanted[same:]:
            before = self._steps[-1][2] if self._steps else self.rgb
            self._steps.append((name, amount, CHANGES[name].apply(before, self.framed, amount)))
        return self._steps[-1][2] if self._steps else self.rgb

    def eye_distance_px(self, amounts: Amounts) -> float:
        """Pixels between the eyes that are left of those in the photo."""
        pixels = self.original.quality.eye_distance_px
        size = amounts.get("size", 0.0)
        return min(pixels, CHANGES["size"].value(size)) if size else pixels


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a model answers for a changed face."""

    amounts: Amounts
    rgb: RGB
    """The changed picture, with its margin."""
    face: AnalyzedFace
    """Chip, answers and quality are those of the changed picture."""
    model: str


def what_if(classifier: Classifier, subject: Subject, amounts: Amounts) -> Outcome:
    """The model's answers for a face changed by `amounts`.

    The face stays where it was found in the photo: it is not detected and aligned again.
    """
    rgb = subject.changed(amounts)
    chip = np.ascontiguousarray(_chip_of(rgb))
    quality = measure_again(subject.original.quality, chip, eye_distance_px=subject.eye_distance_px(amounts))
    (answers,) = classifier.classify([chip])
    face = replace(subject.original, chip=chip, answers=answers, quality=quality)
    return Outcome(dict(amounts), rgb, face, classifier.bundle.title)


def along(
    classifier: Classifier, subject: Subject, amounts: Amounts, name: str, places: Sequence[float]
) -> dict[str, NDArray[np.float64]]:
    """Probabilities by attribute, shape (places, labels), where change `name` has each of the amounts `places`."""
    chips = [_chip_of(subject.changed({**amounts, name: place})) for place in places]
    return classifier.probabilities(np.stack(chips))


def write_changed(path: Path, outcome: Outcome) -> None:
    """Write the changed picture as PNG; what was changed and answered stands in its text fields.

    Raises:
        ExportError: The file cannot be written.
    """
    amounts = {name: round(amount, 3) for name, amount in outcome.amounts.items() if amount}
    answers = "; ".join(f"perceived {one.attribute.title}: {answer_text(one)}" for one in outcome.face.answers.values())
    info = PngInfo()
    info.add_itxt("Description", f"{HEADER} Changed: {_in_words(amounts)}. {outcome.model}: {answers}.")
    info.add_itxt(_TEXT_KEY, json.dumps(amounts))
    content = io.BytesIO()
    Image.fromarray(outcome.rgb).save(content, "PNG", pnginfo=info)
    try:
        replace_file(path, content.getvalue())
    except OSError as e:
        raise ExportError("export.write", path=path, reason=e.strerror or str(e)) from e


def _chip_of(rgb: RGB) -> RGB:
    return rgb[MARGIN_PX : MARGIN_PX + CHIP_PX, MARGIN_PX : MARGIN_PX + CHIP_PX]


def _in_words(amounts: Amounts) -> str:
    units = {"percent": "%"}
    said = (
        f"{CHANGES[name].title.lower()} {CHANGES[name].value(amount):.3g} {units.get(unit := CHANGES[name].unit, unit)}"
        for name, amount in amounts.items()
    )
    return ", ".join(said) or "nothing"
