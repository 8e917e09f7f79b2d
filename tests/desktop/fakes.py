"""Stand-ins for the model: the answers are the test's own, the window is the real one."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from PIL import Image

from core.analysis import Analysis, AnalyzedFace, Timings
from core.chips import CHIP_PX
from core.classifier import HeadAnswer
from core.faces import Face
from core.labels import ETHNICITIES, GENDERS
from core.quality import Quality

SURE = (0.02, 0.90, 0.04, 0.02, 0.02)
UNSURE = (0.15, 0.05, 0.48, 0.01, 0.31)


def face(x: float, *, ethnicity: tuple[float, ...] = SURE, reasons: tuple[str, ...] = ()) -> AnalyzedFace:
    """A face 40 pixels wide whose left edge is at `x`."""
    return AnalyzedFace(
        face=Face(box=(x, 20.0, x + 40.0, 60.0), keypoints=np.zeros((6, 2), np.float32), score=0.9),
        chip=np.full((CHIP_PX, CHIP_PX, 3), 120, np.uint8),
        answers={
            "gender": HeadAnswer(GENDERS, (0.06, 0.94), 0.6),
            "ethnicity": HeadAnswer(ETHNICITIES, ethnicity, 0.55),
        },
        quality=Quality(
            brightness=0.5, contrast=0.2, sharpness=0.1, eye_distance_px=20.0, turn=0.0, visible=1.0, reasons=reasons
        ),
    )


def write_photo(path: Path, *, faces: int, size: tuple[int, int] = (400, 200)) -> Path:
    """A picture in which the fake analyzer finds `faces` faces: it reads the number from the red of a pixel."""
    Image.new("RGB", size, (faces, 90, 120)).save(path)
    return path


class FakeAnalyzer:
    """Answers from the colour of the picture; `gate`, while cleared, holds it up."""

    def __init__(self, name: str = "fake") -> None:
        title = f"{name} 1.0"
        manifest: Any = SimpleNamespace(
            name=name,
            version="1.0",
            terms="for tests",
            results={},
            heads={head: SimpleNamespace(threshold=0.5) for head in ("gender", "ethnicity")},
            files={"model.tflite": "0" * 64},
        )
        self.title = title
        self.detector_name = "made faces"
        self.classifier = SimpleNamespace(
            bundle=SimpleNamespace(title=title, path=Path("models", name), card="# A card", manifest=manifest)
        )
        self.gate = threading.Event()
        self.gate.set()
        self.began = threading.Event()
        self.seen: list[int] = []
        self.extra: dict[str, Any] = {}

    def analyze(self, rgb: np.ndarray) -> Analysis:
        count = int(rgb[0, 0, 0])
        self.began.set()
        assert self.gate.wait(30)
        self.seen.append(count)
        faces = tuple(face(10.0 + 50 * i, **self.extra) for i in range(count))
        return Analysis(faces, rgb.shape[1], rgb.shape[0], self.title, Timings(10, 5, 6))
