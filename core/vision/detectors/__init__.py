"""The face detectors by name. To add one, add a file to this folder and a line to `DETECTORS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from core.errors import DetectorError
from core.vision.detectors.finder import FaceFinder
from core.vision.faces import FaceDetector


@dataclass(frozen=True, slots=True)
class Detector:
    """One way to find faces."""

    title: str
    """Its name in stored results; detectors that find different faces have different titles."""
    make: Callable[[int], FaceDetector]
    """Creates it for a number of threads."""


THOROUGH: Final = "thorough"
FAST: Final = "fast"
DETECTORS: Final[dict[str, Detector]] = {
    THOROUGH: Detector("YuNet and CenterFace", lambda threads: FaceFinder(threads=threads)),
    FAST: Detector("YuNet and CenterFace, fast", lambda threads: FaceFinder(threads=threads, thorough=False)),
}


def make_detector(name: str = THOROUGH, *, threads: int = 1) -> FaceDetector:
    """The detector of this name.

    Raises:
        DetectorError: There is none, or its files are missing or damaged.
    """
    return find_detector(name).make(threads)


def find_detector(name: str) -> Detector:
    """What is known about the detector of this name.

    Raises:
        DetectorError: There is none.
    """
    if name not in DETECTORS:
        raise DetectorError("detector.unknown", name=name, there=", ".join(DETECTORS))
    return DETECTORS[name]
