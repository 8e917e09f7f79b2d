"""A photo the user opened, its thumbnail and its boxes by hand, and the list of all open photos."""

from __future__ import annotations

import os
from collections import OrderedDict, deque
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QTransform

from core.errors import FacetError
from desktop.app.opencv import import_opencv
from desktop.wording import error_text
from desktop.worker import Progress, ShouldStop, Worker

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from core.analysis import Analysis
    from core.collection.photos import FileState
    from core.corrections import HandBoxes, PictureBoxes
    from core.errors import FacetError
    from core.vision.hand_boxes import BoxEdit
    from core.vision.imaging import RGB


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
    quarter_turns: int = 0
    """Clockwise, as the user turned it after it was opened."""
    recalled: bool = False
    """Whether the analysis was made from a stored answer."""
    state: FileState | None = None
    """The file when it was read."""
    boxes: PictureBoxes | None = None
    """What the user changed about its boxes, in the picture before it was turned; None until it was read."""
    key: str | bytes = field(init=False)
    """Equal for two photos of the same file or content."""
    notes: tuple[str, ...] = ()
    """On how it was read: codes of `core.vision.decoding.NOTES`."""

    def __post_init__(self) -> None:
        self.key = os.path.normcase(self.path) if self.path else self.content

    @property
    def label(self) -> str:
        """What tells it from others in messages and exports: its path where it has one."""
        return str(self.path) if self.path else self.name

    @property
    def stem(self) -> str:
        """A name for files made of it, on any system: without suffix, colons and what is not Unicode."""
        stem = self.path.stem if self.path else self.name
        return stem.replace(":", ".").encode(errors="ignore").decode()

    def read(self) -> NDArray[np.uint8]:
        """Decode it as RGB, upright and turned as the user wants it.

        Raises:
            ImageError: It cannot be read.
        """
        from core.collection.photos import FileState
        from core.vision.imaging import decode_with_notes, read_with_notes

        self.state = FileState.of(self.path) if self.path else None  # before it is read: a later change shows
        decoded = read_with_notes(self.path) if self.path else decode_with_notes(self.content, name=self.name)
        self.notes = decoded.notes
        if not self.quarter_turns:
            return decoded.rgb
        import numpy as np

        return np.ascontiguousarray(np.rot90(decoded.rgb, -self.quarter_turns))

    def forget_chips(self) -> None:
        """Free the face crops; they are made again when the photo is shown again."""
        if self.analysis is None:
            return
        faces = tuple(replace(face, chip=face.chip[:0, :0].copy()) for face in self.analysis.faces)
        self.analysis = replace(self.analysis, faces=faces)


THUMBNAIL_PX: Final = 224
"""The longer side; twice what the strip shows, for dense screens."""
_WANTED_AT_MOST: Final = 64


def photo_thumbnail(photo: Photo) -> QImage:
    """A photo as the film strip shows it.

    Raises:
        ImageError: It cannot be read.
    """
    from core.vision.imaging import read_thumbnail
    from desktop.widgets.picture import to_image

    if photo.path:
        image = to_image(read_thumbnail(photo.path, THUMBNAIL_PX))
        return image.transformed(QTransform().rotate(90 * photo.quarter_turns)) if photo.quarter_turns else image
    return _shrunk(photo.read())


class ThumbnailLoader(QObject):
    """Makes thumbnails, the newest request first.

    Old requests are dropped; the list asks again when the photo is visible.

    Args:
        make: Makes the thumbnail of what is asked for, in a thread.
    """

    loaded = Signal(object, object)
    """What was asked for, and its thumbnail."""
    failed = Signal(object, object)
    """What was asked for, and the error."""

    def __init__(self, parent: QObject | None = None, *, make: Callable[[Any], QImage] = photo_thumbnail) -> None:
        super().__init__(parent)
        self._make = make
        self._worker = Worker("thumbnails", self)
        self._wanted: deque[Any] = deque(maxlen=_WANTED_AT_MOST)
        self._under_way: Any = None

    def want(self, wanted: Any) -> None:
        if wanted != self._under_way and wanted not in self._wanted:
            self._wanted.append(wanted)
            self._go_on()

    def close(self) -> None:
        self._wanted.clear()
        self._worker.close()

    def _go_on(self) -> None:
        if self._under_way is not None or not self._wanted:
            return
        wanted = self._under_way = self._wanted.pop()

        def work(progress: Progress, should_stop: ShouldStop) -> QImage:
            return self._make(wanted)

        job = self._worker.submit(work)
        job.result.connect(lambda image: self.loaded.emit(wanted, image))
        job.failed.connect(lambda error: self.failed.emit(wanted, error))
        job.finished.connect(self._on_finished)

    def _on_finished(self) -> None:
        self._under_way = None
        self._go_on()


def _shrunk(rgb: NDArray[np.uint8]) -> QImage:
    from desktop.widgets.picture import to_image

    return to_image(rgb).scaled(
        THUMBNAIL_PX,
        THUMBNAIL_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


PHOTO_ROLE: Final = Qt.ItemDataRole.UserRole
_THUMBNAILS_KEPT: Final = 400
_SLICE: Final = 1000
"""Photos that join the list at a time; more would hold up the event loop."""

_Index = QModelIndex | QPersistentModelIndex


class PhotoList(QStringListModel):
    """Photos in the order they were opened. Thumbnails are requested when a view first needs one.

    Rows are counted by Qt's own model: a view asks for their number twice per row whenever it lays them out, and in
    Python that would take seconds for a long list.
    """

    thumbnail_wanted = Signal(object)
    joined = Signal(object)
    """A list of photos that were added, or opened again."""
    left = Signal(object)
    """A list of photos that were removed."""
    completed = Signal()
    """The last of a long list of photos has joined."""

    def __init__(self) -> None:
        super().__init__()
        self._photos: list[Photo] = []
        self._by_key: dict[str | bytes, Photo] = {}
        self._thumbnails: OrderedDict[Photo, QImage] = OrderedDict()
        self._stale: set[Photo] = set()
        """Opened again, so their files may have changed; the old thumbnail is shown until the new one is made."""
        self._coming: deque[Photo] = deque()
        self._slices = QTimer(self)
        self._slices.timeout.connect(self._on_slice)
        self.rowsRemoved.connect(self._on_rows_removed)  # before any view's slot

    @property
    def photos(self) -> Sequence[Photo]:
        return self._photos

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren

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

    @property
    def complete(self) -> bool:
        """Whether all photos that were added are in the list."""
        return not self._coming

    def add(self, photos: Sequence[Photo]) -> Photo | None:
        """Append those not yet in the list, a thousand at once; returns the entry of the first of `photos`."""
        first = self._append(photos[:_SLICE])
        self.follow(photos[_SLICE:])
        return first

    def follow(self, photos: Sequence[Photo]) -> None:
        """Append photos in slices, after those that are still to come."""
        self._coming.extend(photos)
        if self._coming:
            self._slices.start()

    def stop(self) -> None:
        """Drop the photos that are still to come."""
        self._coming.clear()
        self._slices.stop()

    def _on_slice(self) -> None:
        self._append([self._coming.popleft() for _ in range(min(_SLICE, len(self._coming)))])
        if not self._coming:
            self._slices.stop()
            self.completed.emit()

    def _append(self, photos: Sequence[Photo]) -> Photo | None:
        known = self._by_key
        again: list[Photo] = []
        fresh: list[Photo] = []
        for photo in photos:
            if photo.key in known:
                again.append(known[photo.key])
                continue
            if photo.path is None:
                _name_apart(photo, {other.name for other in known.values()})
            known[photo.key] = photo
            fresh.append(photo)
        self.renew([photo for photo in again if photo.path])
        if fresh:
            first = len(self._photos)
            self._photos.extend(fresh)
            self.insertRows(first, len(fresh))
        self.joined.emit([*fresh, *again])
        return known[photos[0].key] if photos else None

    def find(self, photo: Photo) -> Photo | None:
        """The entry for the same file or content."""
        return self._by_key.get(photo.key)

    def renew(self, photos: Sequence[Photo]) -> None:
        """Have the thumbnails of photos made again."""
        stale = {photo for photo in photos if photo in self._thumbnails}
        self._stale |= stale
        if stale:
            self.dataChanged.emit(self.index(0), self.index(len(self._photos) - 1))

    def insert(self, row: int, photo: Photo) -> None:
        """Put a photo that was removed back where it was."""
        row = min(row, len(self._photos))
        self._photos.insert(row, photo)
        self._by_key[photo.key] = photo
        self.insertRows(row, 1)
        self.joined.emit([photo])

    def remove(self, photo: Photo) -> None:
        self.removeRows(self.row(photo), 1)
        self.left.emit([photo])

    def clear(self) -> None:
        """Remove all photos, and drop those still to come; `left` is not emitted."""
        self.stop()
        self.removeRows(0, len(self._photos))

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

    def _on_rows_removed(self, parent: QModelIndex, first: int, last: int) -> None:
        for photo in self._photos[first : last + 1]:
            del self._by_key[photo.key]
            self._thumbnails.pop(photo, None)
            self._stale.discard(photo)
        del self._photos[first : last + 1]

    def _thumbnail(self, photo: Photo) -> QImage | None:
        image = self._thumbnails.get(photo)
        if image is not None:
            self._thumbnails.move_to_end(photo)
        if (image is None or photo in self._stale) and not photo.error:
            self.thumbnail_wanted.emit(photo)
        return image

    def _announce(self, photo: Photo) -> None:
        if self.find(photo) is photo:
            index = self.index(self.row(photo))
            self.dataChanged.emit(index, index)


def _name_apart(photo: Photo, taken: Container[str]) -> None:
    """Number the name of a photo without a path: messages and tables identify it by name alone."""
    name, number = photo.name, 2
    while photo.name in taken:
        photo.name, number = f"{name} ({number})", number + 1


class PhotoBoxes:
    """`core.corrections.HandBoxes` for photos of the window, loaded late: importing them takes a moment."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._kept: HandBoxes | None = None

    @property
    def folder(self) -> Path | None:
        """Where boxes are kept beyond the session; None if they are not."""
        return self._folder

    @folder.setter
    def folder(self, folder: Path | None) -> None:
        self._folder = folder
        if self._kept is not None:
            self._kept.folder = folder

    def look_up(self, photo: Photo, rgb: RGB) -> None:
        """Set the boxes of a photo that was read as `rgb`, turned as the user wants it.

        Raises:
            DataError: Their file is damaged; the photo has none then.
        """
        import_opencv()
        import numpy as np

        from core.corrections import PictureBoxes, picture_key

        upright = np.rot90(rgb, photo.quarter_turns)
        photo.boxes = PictureBoxes(picture_key(upright))
        photo.boxes = self.kept.of(upright)

    def shown(self, photo: Photo, rgb: RGB) -> tuple[BoxEdit, ...]:
        """The edits of a photo that was looked up, in pixels of `rgb`, which is the photo as it is turned."""
        if photo.boxes is None:
            return ()
        height, width = rgb.shape[:2]
        upright = (height, width) if photo.quarter_turns % 2 else (width, height)
        return tuple(edit.turned(photo.quarter_turns, *upright) for edit in photo.boxes.edits)

    def note(self, boxes: PictureBoxes) -> None:
        """As `HandBoxes.note`."""
        self.kept.note(boxes)

    def save(self, boxes: PictureBoxes) -> None:
        """As `HandBoxes.save`."""
        self.kept.save(boxes)

    @property
    def kept(self) -> HandBoxes:
        """The boxes themselves; may be read in any thread."""
        from core.corrections import HandBoxes

        if self._kept is None:
            self._kept = HandBoxes(self._folder)
        return self._kept
