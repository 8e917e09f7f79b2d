"""A heat map as a picture, and its place in the photo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QImage, QTransform

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from core.vision.faces import Face

_EDGE: Final = 0.16
"""Over this share of its side a soft map fades out: a hard line there would look like a finding."""


def heat_image(values: NDArray[np.float32], *, soft: bool) -> QImage:
    """A heat map, shape (height, width), 0 to 1, as colours, clear where there is no heat and, if soft, at its edge."""
    import numpy as np

    from core.model.explain import heat_colours

    colours = heat_colours(values)
    height, width = values.shape
    if soft:
        opaque = colours[..., 3] * _fade(height)[:, np.newaxis] * _fade(width)
        colours[..., 3] = opaque.astype(np.uint8)
    image = QImage(colours.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def place_in_photo(face: Face, side: int) -> QTransform:
    """What takes the pixels of an aligned face of that side to those of its photo."""
    from core.vision.faces import frame_matrix

    (a, b, x), (c, d, y) = frame_matrix(face, side).tolist()
    # The matrix counts from the centre of the first pixel, Qt from its edge.
    to_chip = QTransform(a, c, b, d, x + 0.5 - (a + b) / 2, y + 0.5 - (c + d) / 2)
    return to_chip.inverted()[0]


def _fade(count: int) -> NDArray[np.float64]:
    """From 0 at both ends of a row of pixels smoothly to 1."""
    import numpy as np

    places = (np.arange(count) + 0.5) / count
    way = np.minimum(np.minimum(places, 1.0 - places) / _EDGE, 1.0)
    return way * way * (3.0 - 2.0 * way)
