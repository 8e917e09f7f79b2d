"""From a picture to an answer, for the window, the command line, batches and notebooks."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from core.corrections import HandBoxes
from core.errors import DataError, FacetError
from core.model.bundle import load_bundle
from core.model.classifier import CHIP_PX, Answer, Classifier
from core.vision.detectors import THOROUGH, find_detector
from core.vision.faces import Face, FaceDetector, align
from core.vision.hand_boxes import BoxEdit, apply_edits
from core.vision.imaging import RGB, LoadedPhoto, load_photo
from core.vision.quality import CAVEATS, REASONS, Quality, measure_quality


@dataclass(frozen=True, slots=True, eq=False)
class AnalyzedFace:
    """A face and what the model perceives in it."""

    face: Face
    chip: RGB
    """The aligned face, shape (CHIP_PX, CHIP_PX, 3)."""
    answers: Mapping[str, Answer]
    """By attribute, in the order of the model's."""
    quality: Quality

    @property
    def uncertain(self) -> bool:
        """Whether any of its answers is."""
        return any(answer.uncertain for answer in self.answers.values())

    @property
    def reasons(self) -> tuple[str, ...]:
        """What makes its answers less reliable, in English, worded by whether one of them is uncertain."""
        wording = REASONS if self.uncertain else CAVEATS
        return tuple(wording[code] for code in self.quality.reasons)


@dataclass(frozen=True, slots=True)
class Timings:
    """Time per step in milliseconds."""

    detect_ms: float
    align_ms: float
    classify_ms: float

    @property
    def total_ms(self) -> float:
        """From the decoded picture to the answer."""
        return self.detect_ms + self.align_ms + self.classify_ms


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """The answer for one picture. No face is an answer, not an error."""

    faces: tuple[AnalyzedFace, ...]
    """In reading order."""
    width: int
    height: int
    model: str
    """Name and version of the model."""
    timings: Timings
    detected: tuple[Face, ...] = ()
    """What the detector found, before edits by hand."""
    detector: str = ""
    """Its name in results."""

    @property
    def edited(self) -> bool:
        """Whether its faces are not those that the detector found."""
        return tuple(one.face for one in self.faces) != self.detected


@dataclass(frozen=True, slots=True, eq=False)
class PhotoResult:
    """The result for one picture file: an analysis or an error."""

    path: str
    analysis: Analysis | None
    error: FacetError | None
    milliseconds: float
    """From the file to the answer."""
    notes: tuple[str, ...] = ()
    """On how the file was read: codes of `core.vision.decoding.NOTES`."""

    def __post_init__(self) -> None:
        if (self.analysis is None) == (self.error is None):
            raise ValueError(f"{self.path}: expected an analysis or an error, not both or neither")


class Analyzer:
    """Finds faces in pictures and runs a model on them.

    Args:
        detector: Finds the faces.
        classifier: The model.
        detector_name: Identifies the detector in results.
        min_score: Faces with a lower score are left out.
        boxes: Boxes by hand that `answer` and `analyze_file` apply to the pictures they are of.
    """

    def __init__(
        self,
        detector: FaceDetector,
        classifier: Classifier,
        *,
        detector_name: str = "",
        min_score: float = 0.0,
        boxes: HandBoxes | None = None,
    ) -> None:
        self.detector: Final = detector
        self.classifier: Final = classifier
        name = f"{detector_name}, score {min_score:g} or more" if min_score else detector_name
        self.detector_name: Final = f"{name}, and boxes by hand" if boxes else name
        self._min_score = min_score
        self._boxes = boxes

    @classmethod
    def load(
        cls,
        bundle: Path,
        *,
        threads: int = 1,
        detector: str = THOROUGH,
        min_score: float = 0.0,
        thresholds: Mapping[str, float] = MappingProxyType({}),
        boxes: HandBoxes | None = None,
    ) -> Analyzer:
        """A detector of `core.vision.detectors.DETECTORS` and the model in the folder `bundle`.

        Args:
            bundle: The model.
            threads: How many threads each may use.
            detector: Its name.
            min_score: Faces with a lower score are left out.
            thresholds: By attribute: probabilities below which an answer is uncertain, in place of the model's own.
            boxes: As for `Analyzer`.

        Raises:
            DetectorError: There is no such detector, or its files are missing or damaged.
            BundleError: The model is refused.
        """
        classifier = Classifier(load_bundle(bundle).with_thresholds(thresholds), threads=threads)
        chosen = find_detector(detector)
        made = chosen.make(threads)
        return cls(made, classifier, detector_name=chosen.title, min_score=min_score, boxes=boxes)

    def use_boxes(self, boxes: HandBoxes) -> None:
        """Apply boxes by hand to the pictures they are of from now on, though `detector_name` does not say so."""
        self._boxes = boxes

    def analyze_file(self, path: Path) -> PhotoResult:
        """Read and analyze the picture in `path`. A picture that cannot be read is a result too."""
        return self.answer(load_photo(path))

    def answer(self, photo: LoadedPhoto, *, quarter_turns: int = 0) -> PhotoResult:
        """Analyze a loaded picture; the error of one that could not be loaded becomes the result.

        Boxes by hand are those of the picture before it was turned by so many quarters clockwise.
        """
        start = time.perf_counter()
        analysis: Analysis | None = None
        error: FacetError | None = photo.error
        if photo.rgb is not None:
            try:
                edits = self._boxes.edits(photo.rgb, quarter_turns=quarter_turns) if self._boxes else ()
                analysis = self.analyze(photo.rgb, edits)
            except DataError as e:  # its boxes cannot be read
                error = e
        milliseconds = photo.milliseconds + (time.perf_counter() - start) * 1e3
        return PhotoResult(str(photo.path), analysis, error, milliseconds, photo.notes)

    def analyze(self, rgb: RGB, edits: Sequence[BoxEdit] = (), *, before: Analysis | None = None) -> Analysis:
        """Find the faces in an upright RGB picture of shape (height, width, 3) and run the model on each.

        Args:
            rgb: The picture.
            edits: Changes by hand to the faces found.
            before: What this analyzer found in the same picture with other edits; it is used again.
        """
        start = time.perf_counter()
        if before:
            detected = before.detected
        else:
            detected = tuple(face for face in self.detector.detect(rgb) if face.score >= self._min_score)
        known = {one.face: one for one in before.faces} if before else {}
        faces = apply_edits(rgb, detected, edits, self.detector, known=list(known)) if edits else detected
        new = [face for face in faces if face not in known]
        found = time.perf_counter()
        chips = [align(rgb, face, CHIP_PX) for face in new]
        qualities = [measure_quality(rgb, face, chip) for face, chip in zip(new, chips, strict=True)]
        aligned = time.perf_counter()
        answers = self.classifier.classify(chips)
        classified = time.perf_counter()
        known |= dict(zip(new, map(AnalyzedFace, new, chips, answers, qualities), strict=True))
        height, width = rgb.shape[:2]
        return Analysis(
            faces=tuple(known[face] for face in faces),
            width=width,
            height=height,
            model=self.classifier.bundle.title,
            timings=Timings(
                detect_ms=(found - start) * 1e3,
                align_ms=(aligned - found) * 1e3,
                classify_ms=(classified - aligned) * 1e3,
            ),
            detected=detected,
            detector=self.detector_name,
        )
