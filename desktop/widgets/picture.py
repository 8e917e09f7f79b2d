"""Pictures between numpy and Qt, and charts saved as PNG, or SVG to be scaled and edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from core.errors import ExportError
from core.files import fitting_name, replace_file
from desktop.app.settings import Settings
from desktop.app.translation import texts
from desktop.widgets.dialogs import ask_where, documents
from desktop.widgets.theme import theme

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


_PNG_RATIO: Final = 2.0


def offer_picture(chart: QWidget, asked: Callable[[QWidget], None]) -> None:
    """Add "Save as picture…" to the context menu of `chart`; `asked` is called with it."""
    action = QAction(texts.tr("Save as picture…"), chart)
    action.triggered.connect(lambda: asked(chart))
    chart.addAction(action)
    chart.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)


def ask_and_save_picture(chart: QWidget, name: str, settings: Settings) -> Path | None:
    """Ask where to save a picture of `chart`, and save it there; None where the user cancels.

    Raises:
        ExportError: The file could not be written.
    """
    kinds = {".png": texts.tr("Picture (*.png)"), ".svg": texts.tr("Vector graphics (*.svg)")}
    folder = settings.last_folder("pictures") or documents()
    path = ask_where(chart, texts.tr("Save as picture"), folder / fitting_name(name, ".png"), kinds)
    if path is None:
        return None
    settings.set_last_folder("pictures", path.parent)
    save_picture(chart, path)
    return path


def save_picture(chart: QWidget, path: Path) -> None:
    """Write `chart` as it is on the screen; the suffix of `path` says whether as PNG or SVG.

    Raises:
        ExportError: The file could not be written.
    """
    try:
        replace_file(path, _svg(chart) if path.suffix.lower() == ".svg" else _png(chart))
    except OSError as e:
        raise ExportError("export.write", path=path, reason=e.strerror or str(e)) from e


def _png(chart: QWidget) -> bytes:
    image = QImage(chart.size() * _PNG_RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_PNG_RATIO)
    image.fill(theme().color("panel"))
    chart.render(image, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _svg(chart: QWidget) -> bytes:
    from PySide6.QtSvg import QSvgGenerator

    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(chart.size())
    generator.setViewBox(QRect(QPoint(), chart.size()))
    cached = _without_cache(chart)
    painter = QPainter(generator)
    painter.fillRect(chart.rect(), theme().color("panel"))
    chart.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    painter.end()
    for item, mode in cached:
        item.setCacheMode(mode)
    return bytes(buffer.data().data())


def _without_cache(chart: QWidget) -> Sequence[tuple[QGraphicsItem, QGraphicsItem.CacheMode]]:
    """Items of charts that are painted from cached pixels: in an SVG these would be pixels too."""
    items = [item for view in chart.findChildren(QGraphicsView) for item in view.items()]
    cached = [(item, item.cacheMode()) for item in items if item.cacheMode() != QGraphicsItem.CacheMode.NoCache]
    for item, _ in cached:
        item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
    return cached
