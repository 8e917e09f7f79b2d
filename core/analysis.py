"""From a picture to an answer, for the window, the command line, batches and notebooks."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from core.errors import FacetError
from core.model.bundle import load_bundle
from core.model.chips import CHIP_PX
from core.model.classifier import Answer, Classifier
from core.vision.detectors import THOROUGH, find_detector
from core.vision.faces import Face, FaceDetector, align
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
    """Left to right."""
    width: int
    height: int
    model: str
    """Name and version of the model."""
    timings: Timings


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
    """

    def __init__(
        self, detector: FaceDetector, classifier: Classifier, *, detector_name: str = "", min_score: float = 0.0
    ) -> None:
        self.detector: Final = detector
        self.classifier: Final = classifier
        self.detector_name: Final = f"{detector_name}, score {min_score:g} or more" if min_score else detector_name
        self._min_score = min_score

    @classmethod
    def load(
        cls,
        bundle: Path,
        *,
        threads: int = 1,
        detector: str = THOROUGH,
        min_score: float = 0.0,
        thresholds: Mapping[str, float] = MappingProxyType({}),
    ) -> Analyzer:
        """A detector of `core.vision.detectors.DETECTORS` and the model in the folder `bundle`.

        Args:
            bundle: The model.
            threads: How many threads each may use.
            detector: Its name.
            min_score: Faces with a lower score are left out.
            thresholds: By attribute: probabilities below which an answer is uncertain, in place of the model's own.

        Raises:
            DetectorError: There is no such detector, or its files are missing or damaged.
            BundleError: The model is refused.
        """
        classifier = Classifier(load_bundle(bundle).with_thresholds(thresholds), threads=threads)
        chosen = find_detector(detector)
        return cls(chosen.make(threads), classifier, detector_name=chosen.title, min_score=min_score)

    def analyze_file(self, path: Path) -> PhotoResult:
        """Read and analyze the picture in `path`. A picture that cannot be read is a result too."""
        return self.answer(load_photo(path))

    def answer(self, photo: LoadedPhoto) -> PhotoResult:
        """Analyze a loaded picture; the error of one that could not be loaded becomes the result."""
        start = time.perf_counter()
        analysis = None if photo.rgb is None else self.analyze(photo.rgb)
        milliseconds = photo.milliseconds + (time.perf_counter() - start) * 1e3
        return PhotoResult(str(photo.path), analysis, photo.error, milliseconds, photo.notes)

    def analyze(self, rgb: RGB) -> Analysis:
        """Find the faces in an upright RGB picture of shape (height, width, 3) and run the model on each."""
        start = time.perf_counter()
        faces = [face for face in self.detector.detect(rgb) if face.score >= self._min_score]
        detected = time.perf_counter()
        chips = [align(rgb, face, CHIP_PX) for face in faces]
        qualities = [measure_quality(rgb, face, chip) for face, chip in zip(faces, chips, strict=True)]
        aligned = time.perf_counter()
        answers = self.classifier.classify(chips)
        classified = time.perf_counter()
        height, width = rgb.shape[:2]
        return Analysis(
            faces=tuple(map(AnalyzedFace, faces, chips, answers, qualities)),
            width=width,
            height=height,
            model=self.classifier.bundle.title,
            timings=Timings(
                detect_ms=(detected - start) * 1e3,
                align_ms=(aligned - detected) * 1e3,
                classify_ms=(classified - aligned) * 1e3,
            ),
        )
