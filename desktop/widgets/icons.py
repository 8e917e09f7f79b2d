"""Line icons in the colour of the text, whatever the scheme."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from core.places import resource

_SIZES_PX: Final = (16, 20, 40)


def icon(name: str) -> QIcon:
    """The icon `name` in the present palette's colours; make it anew when the theme has changed."""
    palette = QApplication.palette()
    made = QIcon()
    for mode, group in (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
    ):
        color = palette.color(group, QPalette.ColorRole.ButtonText)
        for size in _SIZES_PX:
            made.addPixmap(_drawn(name, color, size, 1.0), mode)
    return made


def pixmap(name: str, color: QColor, size_px: int, *, ratio: float = 1.0) -> QPixmap:
    """The icon `name` in one colour, `size_px` wide on a screen of that device-pixel `ratio`."""
    return _drawn(name, color, size_px, ratio)


def program_icon() -> QIcon:
    made = QIcon()
    for size in (16, 32, 64, 128, 256):
        made.addPixmap(_drawn("facet", QColor(Qt.GlobalColor.black), size, 1.0))
    return made


def _drawn(name: str, color: QColor, size_px: int, ratio: float) -> QPixmap:
    key = f"{name} {color.name(QColor.NameFormat.HexArgb)} {size_px} {ratio}"
    drawn = QPixmap()
    if QPixmapCache.find(key, drawn):
        return drawn
    side = round(size_px * ratio)
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color.name()).encode()))
    painter = QPainter(drawn)
    painter.setOpacity(color.alphaF())
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


@cache
def _source(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")
