"""The photos that are open, as a list a view can show."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Container, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage

from core.errors import FacetError
from desktop.photo.photo import Photo
from desktop.wording import error_text

PHOTO_ROLE: Final = Qt.ItemDataRole.UserRole
_THUMBNAILS_KEPT: Final = 400

_Index = QModelIndex | QPersistentModelIndex


class PhotoList(QAbstractListModel):
    """Photos in the order they were opened. Thumbnails are asked for when a view first wants one."""

    thumbnail_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._photos: list[Photo] = []
        self._thumbnails: OrderedDict[Photo, QImage] = OrderedDict()
        self._stale: set[Photo] = set()
        """Opened again, so their files may be others now; what was shown of them stays until a view sees them."""

    @property
    def photos(self) -> Sequence[Photo]:
        return self._photos

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._photos)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        photo = self._photos[index.row()]
        if role == PHOTO_ROLE:
            return photo
        if role == Qt.ItemDataRole.DisplayRole:
            return photo.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return error_text(photo.error) if photo.error else photo.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{photo.name}. {error_text(photo.error)}" if photo.error else photo.name
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnail(photo)
        return None

    def add(self, photos: Sequence[Photo]) -> Photo | None:
        """Append those not yet in the list; returns the one to look at: the first of `photos`."""
        known = {photo.path or photo.content: photo for photo in self._photos}
        self._make_stale([known[photo.path] for photo in photos if photo.path in known])
        names = {photo.name for photo in self._photos}
        fresh: list[Photo] = []
        for photo in photos:
            if (photo.path or photo.content) not in known:
                known[photo.path or photo.content] = photo
                _name_apart(photo, names)
                names.add(photo.name)
                fresh.append(photo)
        if fresh:
            first = len(self._photos)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._photos.extend(fresh)
            self.endInsertRows()
        return known[photos[0].path or photos[0].content] if photos else None

    def _make_stale(self, photos: Sequence[Photo]) -> None:
        stale = {photo for photo in photos if photo in self._thumbnails}
        self._stale |= stale
        if stale:
            self.dataChanged.emit(self.index(0), self.index(len(self._photos) - 1))

    def insert(self, row: int, photo: Photo) -> None:
        """Put a photo that was removed back where it was."""
        row = min(row, len(self._photos))
        self.beginInsertRows(QModelIndex(), row, row)
        self._photos.insert(row, photo)
        self.endInsertRows()

    def remove(self, photo: Photo) -> None:
        row = self.row(photo)
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._photos[row]
        self._thumbnails.pop(photo, None)
        self._stale.discard(photo)
        self.endRemoveRows()

    def row(self, photo: Photo) -> int:
        return self._photos.index(photo)

    def thumbnail_made(self, photo: Photo) -> bool:
        return photo in self._thumbnails

    def set_thumbnail(self, photo: Photo, image: QImage) -> None:
        self._thumbnails[photo] = image
        self._stale.discard(photo)
        while len(self._thumbnails) > _THUMBNAILS_KEPT:
            self._thumbnails.popitem(last=False)
        self._announce(photo)

    def set_error(self, photo: Photo, error: FacetError | None) -> None:
        photo.error = error
        self._announce(photo)

    def _thumbnail(self, photo: Photo) -> QImage | None:
        image = self._thumbnails.get(photo)
        if image is not None:
            self._thumbnails.move_to_end(photo)
        if (image is None or photo in self._stale) and not photo.error:
            self.thumbnail_wanted.emit(photo)
        return image

    def _announce(self, photo: Photo) -> None:
        if photo in self._photos:
            index = self.index(self.row(photo))
            self.dataChanged.emit(index, index)


def _name_apart(photo: Photo, taken: Container[str]) -> None:
    """A photo without a path is told by its name alone, in messages and in tables."""
    name, number = photo.name, 2
    while photo.path is None and photo.name in taken:
        photo.name, number = f"{name} ({number})", number + 1
