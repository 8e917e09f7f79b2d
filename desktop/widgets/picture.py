"""Pictures between numpy and Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SMALLEST_LEVEL_PX: Final = 1024


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be painted at any zoom: itself, then copies of half the size each.

    Scaling 12 million pixels down for every repaint is what makes panning stutter; the nearest copy costs little.
    """

    levels: tuple[QImage, ...]

    @property
    def size(self) -> QSize:
        return self.levels[0].size()

    @classmethod
    def from_rgb(cls, rgb: NDArray[np.uint8]) -> Picture:
        levels = [to_image(rgb)]
        while max(levels[-1].width(), levels[-1].height()) > SMALLEST_LEVEL_PX:
            last = levels[-1]
            half = QSize(max(1, last.width() // 2), max(1, last.height() // 2))
            levels.append(
                last.scaled(half, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
            )
        return cls(tuple(levels))


def to_image(rgb: NDArray[np.uint8]) -> QImage:
    """An RGB array of shape (height, width, 3) as an image with its own memory."""
    import numpy as np

    height, width, _ = rgb.shape
    content = np.ascontiguousarray(rgb)
    return QImage(content.data, width, height, 3 * width, QImage.Format.Format_RGB888).convertToFormat(
        QImage.Format.Format_RGB32
    )


def to_rgb(image: QImage) -> NDArray[np.uint8]:
    """An image as an RGB array of shape (height, width, 3)."""
    import numpy as np

    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), dtype=np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).copy()


def to_png(image: QImage) -> bytes:
    """An image as the bytes of a PNG file, packed quickly rather than tightly."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 80)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
