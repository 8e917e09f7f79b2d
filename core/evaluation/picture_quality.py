"""Picture quality: which pictures are poor, and whether quality predicts errors."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.datasets.chips import as_chip, central_face
from core.datasets.dataset import FaceDataset, Indices
from core.evaluation.figures import Figure, share_of
from core.model.classifier import CHIP_PX
from core.stats import area_under_curve
from core.vision.detectors import THOROUGH, make_detector
from core.vision.faces import Face, align, framed_face
from core.vision.quality import Quality, measure_quality
from core.work import Progress, ShouldStop, ordered_map

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def poor_pictures(
    dataset: FaceDataset,
    rows: Indices,
    *,
    detector: str = THOROUGH,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> NDArray[np.bool_]:
    """Where `core.vision.quality` reports a problem, for each of `rows`; measured as in a photo.

    The cached chips of a training would not do: they are smaller, which changes sharpness, and do not keep the position
    of the face in its picture. Pictures without a detected face, and small grey pictures of a CSV, are measured as a
    whole.

    Args:
        dataset: The pictures.
        rows: The rows to measure; all of them must be readable.
        detector: A name of `core.vision.detectors.DETECTORS`.
        progress: Called with the number of pictures done and their total.
        should_stop: Asked after every picture.

    Raises:
        DataError, ImageError: A picture cannot be read.
        Stopped: `should_stop` asked for it.
    """
    local = threading.local()

    def is_poor(row: int) -> bool:
        rgb = dataset.image(row)
        face: Face | None = None
        if dataset.grey is None:
            if not hasattr(local, "detector"):
                local.detector = make_detector(detector)
            face = central_face(local.detector.detect(rgb), width=rgb.shape[1], height=rgb.shape[0])
        if face is None:
            rgb = as_chip(rgb)
            face = framed_face(len(rgb), len(rgb))
        return bool(measure_quality(rgb, face, align(rgb, face, CHIP_PX)).reasons)

    found = np.zeros(len(rows), np.bool_)
    for at, poor in enumerate(ordered_map(is_poor, rows.tolist(), should_stop=should_stop)):
        found[at] = poor
        if progress:
            progress(at + 1, len(rows))
    return found


_BAD: Final[Mapping[str, tuple[str, float]]] = MappingProxyType(
    {
        "dark": ("brightness", -1.0),
        "bright": ("brightness", 1.0),
        "low_contrast": ("contrast", -1.0),
        "blurred": ("sharpness", -1.0),
        "small": ("eye_distance_px", -1.0),
        "turned": ("turn", 1.0),
        "cut_off": ("visible", -1.0),
        "sideways": ("roll_degrees", 1.0),
    }
)
"""The measure behind each reason, and its sign: multiplied, larger is worse."""
MEASURED_REASONS: Final = tuple(_BAD)
"""Reasons that are measured in a picture; of a box drawn by hand there is none in labelled data."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well one reason predicts errors."""

    reason: str
    """A key of `core.vision.quality.REASONS`, or `confidence`: the model's own uncertainty, for comparison."""
    count: int
    """Faces for which the reason is reported."""
    error_with: Figure | None
    """Error among them; None without any."""
    error_without: Figure | None
    """Error among the others; None without any."""
    area: tuple[float, float, float] | None
    """Area under the ROC curve of the measure as a predictor of errors (0.5: no better than chance), and its 95 %
    interval; None unless both errors and right answers occur."""


def badness(quality: Quality) -> tuple[list[float], list[bool]]:
    """The measures, larger is worse, and whether each reason is reported, both in the order of `MEASURED_REASONS`."""
    values = [sign * getattr(quality, measure) for measure, sign in _BAD.values()]
    return values, [reason in quality.reasons for reason in MEASURED_REASONS]


def quality_evidence(
    bad: Floats, reported: Flags, unsure: Floats, uncertain: Flags, wrong: Flags
) -> tuple[Evidence, ...]:
    """The evidence for each reason, and for the model's own confidence.

    Args:
        bad: Shape (n, reasons), from `badness`.
        reported: Shape (n, reasons), from `badness`.
        unsure: Shape (n,): one minus the probability of the most likely label.
        uncertain: Shape (n,): whether the answer is "uncertain".
        wrong: Shape (n,): whether the most likely label is not the face's.
    """
    if not len(wrong):
        return ()
    found = [_evidence(reason, bad[:, at], reported[:, at], wrong) for at, reason in enumerate(MEASURED_REASONS)]
    return (*found, _evidence("confidence", unsure, uncertain, wrong))


def _evidence(reason: str, bad: Floats, reported: Flags, wrong: Flags) -> Evidence:
    return Evidence(
        reason=reason,
        count=int(reported.sum()),
        error_with=share_of(wrong[reported]),
        error_without=share_of(wrong[~reported]),
        area=area_under_curve(bad, wrong),
    )
