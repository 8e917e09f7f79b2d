"""Dragging a face card out of the window as a picture."""

from __future__ import annotations

import os
import shutil
import weakref
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from core.files import fitting_name
from core.purpose import HEADER
from desktop.photo.photo import Photo

_RATIO: Final = 2.0
"""Pixels of the picture a pixel of the card, so that it is sharp in print as well."""


class CardDrag(QObject):
    """Watches cards for the beginning of a drag.

    The picture goes along twice, as an image and as a file, for what takes only one of them. The files lie in a folder
    of their own until the program ends: who is given a file may come for it late.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._stem = ""
        self._folder: Path | None = None
        self._pressed_at: QPoint | None = None

    def watch(self, card: QWidget, photo: Photo) -> None:
        """Let the card be dragged out, its file called after its photo."""
        self._stem = photo.stem
        card.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and isinstance(watched, QWidget):
            at = event.position().toPoint()
            if event.type() == QEvent.Type.MouseButtonPress:
                self._pressed_at = at if event.button() == Qt.MouseButton.LeftButton else None
            elif event.type() == QEvent.Type.MouseMove and self._pressed_at is not None:
                if (at - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
                    self._pressed_at = None
                    self._drag(watched, at)
                return True
        return super().eventFilter(watched, event)

    def _drag(self, card: QWidget, at: QPoint) -> None:
        image = picture_of(card)
        mime = QMimeData()
        mime.setImageData(image)
        path = self._kept(image, card.objectName())
        if path:
            mime.setUrls([QUrl.fromLocalFile(path)])
        drag = QDrag(card)
        drag.setMimeData(mime)
        drag.setPixmap(card.grab())
        drag.setHotSpot(at)
        drag.exec(Qt.DropAction.CopyAction)

    def _kept(self, image: QImage, name: str) -> str:
        """The path of a file with the picture; none on a full disk, and then the image goes along alone.

        One folder per drag: the target of an earlier drag may not have read its file yet.
        """
        try:
            if self._folder is None:
                self._folder = Path(mkdtemp(prefix=f".facet-{os.getpid()}-", suffix=".new"))
                weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            folder = Path(mkdtemp(dir=self._folder))
        except OSError:
            return ""
        path = str(folder / fitting_name(self._stem, f"-{name}.png"))
        return path if image.save(path) else ""


def picture_of(card: QWidget) -> QImage:
    """The card as it looks, with what its answers are not written into it as every export has it."""
    image = QImage(card.size() * _RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_RATIO)
    image.fill(card.palette().window().color())
    card.render(image)
    image.setText("Description", HEADER)
    return image
