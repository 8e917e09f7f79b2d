"""Stand-ins for the model: the answers are the test's own, the window is the real one."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from PIL import Image

from core.analysis import Analysis, AnalyzedFace, Analyzer, Timings
from core.model.bundle import InputSpec
from core.model.classifier import CHIP_PX, Answer
from core.schema import ATTRIBUTES, ETHNICITY, GENDER
from core.vision.faces import IN_FRAME, Face
from core.vision.hand_boxes import BoxEdit, apply_edits
from core.vision.quality import Quality

SURE = (0.02, 0.90, 0.04, 0.02, 0.02)
ANSWERS = {"gender": "Female", "ethnicity": "Black"}
UNSURE = (0.15, 0.05, 0.48, 0.01, 0.31)


LOOKED_AT = {"gender": (0.3, 0.3), "ethnicity": (0.7, 0.7)}
"""Where in a chip the fake model looks, as shares of its sides; a chip is bright there."""


def face(x: float, *, ethnicity: tuple[float, ...] = SURE, reasons: tuple[str, ...] = ()) -> AnalyzedFace:
    """A face 40 pixels wide whose left edge is at `x`; its chip shows what its box does."""
    right, left, mouth = np.array(IN_FRAME, np.float32) * 40 + (x, 20)
    keypoints = np.stack([right, left, (right + left + mouth) / 3, mouth, mouth])
    return AnalyzedFace(
        face=Face(box=(x, 20.0, x + 40.0, 60.0), keypoints=keypoints, score=0.9),
        chip=_chip(),
        answers={
            "gender": Answer(GENDER, (0.06, 0.94), 0.6),
            "ethnicity": Answer(ETHNICITY, ethnicity, 0.55),
        },
        quality=Quality(
            brightness=0.5,
            contrast=0.2,
            sharpness=0.1,
            eye_distance_px=20.0,
            turn=0.0,
            visible=1.0,
            roll_degrees=0.0,
            reasons=reasons,
        ),
    )


def _chip() -> np.ndarray:
    chip = np.full((CHIP_PX, CHIP_PX, 3), 40, np.uint8)
    for places in LOOKED_AT.values():
        column, row = (round(place * CHIP_PX) for place in places)
        chip[row - 12 : row + 12, column - 12 : column + 12] = 240
    return chip


def write_photo(path: Path, *, faces: int, size: tuple[int, int] = (400, 200)) -> Path:
    """A picture in which the fake analyzer finds `faces` faces: it reads the number from the red of a pixel."""
    Image.new("RGB", size, (faces, 90, 120)).save(path)
    return path


class FakeClassifier:
    """The surer of its answers the brighter a chip is where it looks; `gate`, while cleared, holds up explaining."""

    def __init__(self, bundle: Any) -> None:
        self.bundle = bundle
        self.gate = threading.Event()
        self.gate.set()
        self.began = threading.Event()
        self.error: Exception | None = None

    def classify(self, chips: list[np.ndarray]) -> list[dict[str, Answer]]:
        if self.error:
            raise self.error
        found = {
            name: rows / rows.sum(axis=1, keepdims=True) for name, rows in self.probabilities(np.stack(chips)).items()
        }
        return [
            {name: Answer(one, tuple(found[name][at].tolist()), 0.55) for name, one in ATTRIBUTES.items()}
            for at in range(len(chips))
        ]

    def probabilities(self, chips_rgb: np.ndarray) -> dict[str, np.ndarray]:
        return {
            name: np.where(np.array(one.labels) == ANSWERS[name], self._sure(chips_rgb, name), 0.1)
            for name, one in ATTRIBUTES.items()
        }

    def probabilities_and_maps(self, chips_rgb: np.ndarray) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
        self.began.set()
        assert self.gate.wait(30)
        if self.error:
            raise self.error
        return self.probabilities(chips_rgb), {}

    def _sure(self, chips_rgb: np.ndarray, head: str) -> np.ndarray:
        side = chips_rgb.shape[1]
        column, row = (round(place * side) for place in LOOKED_AT[head])
        bright = chips_rgb[:, row - 2 : row + 2, column - 2 : column + 2].mean(axis=(1, 2, 3)) / 255.0
        return 1.0 / (1.0 + np.exp(-8.0 * (bright[:, np.newaxis] - 0.5)))


class FakeAnalyzer:
    """Answers from the colour of the picture; `gate`, while cleared, holds it up."""

    def __init__(self, name: str = "fake") -> None:
        title = f"{name} 1.0"
        manifest: Any = SimpleNamespace(
            name=name,
            version="1.0",
            terms="for tests",
            results={},
            input=InputSpec(size=48, channels=1),
            heads={name: SimpleNamespace(threshold=0.5, labels=one.labels) for name, one in ATTRIBUTES.items()},
            attributes=dict(ATTRIBUTES),
            files={"model.tflite": "0" * 64},
        )
        self._boxes = None
        self.title = title
        self.detector_name = "made faces"
        self.classifier = FakeClassifier(
            SimpleNamespace(title=title, path=Path("models", name), card="# A card", manifest=manifest)
        )
        self.gate = threading.Event()
        self.gate.set()
        self.began = threading.Event()
        self.seen: list[int] = []
        self.extra: dict[str, Any] = {}

    answer, use_boxes = Analyzer.answer, Analyzer.use_boxes

    def analyze(self, rgb: np.ndarray, edits: Sequence[BoxEdit] = (), *, before: Analysis | None = None) -> Analysis:
        count = int(rgb[0, 0, 0])
        self.began.set()
        assert self.gate.wait(30)
        if before is None:
            self.seen.append(count)
        known = {one.face: one for one in (face(10.0 + 50 * i, **self.extra) for i in range(count))}
        found = apply_edits(rgb, list(known), edits, NoFace()) if edits else tuple(known)
        faces = tuple(known.get(one) or self._framed(one) for one in found)
        size = rgb.shape[1], rgb.shape[0]
        return Analysis(faces, *size, self.title, Timings(10, 5, 6), tuple(known), self.detector_name)

    def _framed(self, found: Face) -> AnalyzedFace:
        """A face framed by hand, for which the real program gives a reason."""
        return replace(face(0.0, **{**self.extra, "reasons": ("estimated",)}), face=found)


class NoFace:
    """A detector that finds no face, so that those framed by hand are framed by their boxes."""

    def detect(self, rgb: np.ndarray) -> tuple[Face, ...]:
        return ()
