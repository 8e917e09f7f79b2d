"""A photo the user opened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from core.analysis import Analysis
    from core.errors import FacetError


@dataclass(slots=True, eq=False)
class Photo:
    """A file, or the bytes of a picture that has none: pasted, dragged in, or taken with the camera."""

    name: str
    path: Path | None = None
    content: bytes = b""
    analysis: Analysis | None = None
    """What was found in it, once it was shown."""
    error: FacetError | None = None
    """Why it cannot be read."""
    milliseconds: float = 0.0
    """From the file to the answer."""

    @property
    def label(self) -> str:
        """What tells it from others in messages and exports: its path where it has one."""
        return str(self.path) if self.path else self.name

    def read(self) -> NDArray[np.uint8]:
        """Decode it, upright RGB.

        Raises:
            ImageError: It cannot be read.
        """
        from core.vision.imaging import decode_image, read_image

        return read_image(self.path) if self.path else decode_image(self.content, name=self.name)

    def forget_chips(self) -> None:
        """Let go of the faces' pictures; they are made again when the photo is shown again."""
        if self.analysis is None:
            return
        faces = tuple(replace(face, chip=face.chip[:0, :0].copy()) for face in self.analysis.faces)
        self.analysis = replace(self.analysis, faces=faces)
