"""How well the detector finds faces, as the user sees it: from boxes drawn, moved and removed by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from core.corrections import PictureBoxes
from core.stats import wilson_interval

ONLY_EDITED: Final = (
    "Only pictures with a box drawn, moved or removed by hand are counted. Pictures in which the detector made no "
    "error are missing, so it does better than this over all of them."
)


@dataclass(frozen=True, slots=True)
class DetectionFigures:
    """What one detector found in pictures whose boxes the user edited."""

    detector: str
    pictures: int
    found: int
    """Boxes of the detector."""
    not_faces: int
    """Of these, the ones that the user removed."""
    missed: int
    """Faces that the user drew."""

    @property
    def right(self) -> int:
        """Boxes of the detector that are faces."""
        return self.found - self.not_faces

    @property
    def faces(self) -> int:
        """Faces as the user sees them."""
        return self.right + self.missed

    @property
    def recall(self) -> float | None:
        """Share of the faces that the detector found; None without faces."""
        return self.right / self.faces if self.faces else None

    @property
    def recall_interval(self) -> tuple[float, float] | None:
        """95 % Wilson interval of `recall`."""
        return wilson_interval(self.right, self.faces) if self.faces else None

    @property
    def precision(self) -> float | None:
        """Share of the detector's boxes that are faces; None without boxes."""
        return self.right / self.found if self.found else None

    @property
    def precision_interval(self) -> tuple[float, float] | None:
        """95 % Wilson interval of `precision`."""
        return wilson_interval(self.right, self.found) if self.found else None


def detection_figures(boxes: Iterable[PictureBoxes]) -> list[DetectionFigures]:
    """The figures of each detector, the one with most pictures first."""
    by_detector: dict[str, list[PictureBoxes]] = {}
    for one in boxes:
        if one.edits:
            by_detector.setdefault(one.detector, []).append(one)
    figures = [_figures(detector, its) for detector, its in by_detector.items()]
    return sorted(figures, key=lambda one: (-one.pictures, one.detector))


def _figures(detector: str, pictures: list[PictureBoxes]) -> DetectionFigures:
    edits = [edit for one in pictures for edit in one.edits]
    # A file edited by a person may remove more boxes than it says were found.
    removed = [min(one.found, sum(edit.drawn is None for edit in one.edits)) for one in pictures]
    return DetectionFigures(
        detector=detector,
        pictures=len(pictures),
        found=sum(one.found for one in pictures),
        not_faces=sum(removed),
        missed=sum(edit.found is None for edit in edits),
    )
