"""What the tests of core share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from core.analysis import Analyzer
from core.places import shipped
from core.vision.detectors import DETECTORS, Detector, make_detector
from core.vision.imaging import read_image

RGB = NDArray[np.uint8]


@pytest.fixture(scope="session")
def portrait(portrait_path: Path) -> RGB:
    """The sample picture, 512 x 512, with one face."""
    return read_image(portrait_path)


@pytest.fixture(scope="session")
def detector() -> make_detector:
    return make_detector()


@pytest.fixture(scope="session")
def report_cnn() -> Path:
    """The bundle of the report's network, shipped with Facet."""
    return shipped("models") / "report-cnn"


@pytest.fixture(scope="session")
def analyzer(report_cnn: Path) -> Analyzer:
    return Analyzer.load(report_cnn)


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Callable[[type], str]:
    """Registers a detector for one test, under its class's name, which it returns."""

    def add(made: type) -> str:
        monkeypatch.setitem(DETECTORS, made.__name__, Detector(made.__name__, lambda threads: made()))
        return made.__name__

    return add
