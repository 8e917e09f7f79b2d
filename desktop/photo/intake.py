"""Opening photos: from files, folders, the clipboard, drag and drop, or the camera."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QObject, QTime, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from core.errors import FacetError
from core.files import is_folder
from desktop.app.settings import Settings
from desktop.live.sources import VIDEO_SUFFIXES, is_video
from desktop.photo.photo import Photo
from desktop.widgets.dialogs import documents
from desktop.widgets.inputs import dropped_paths
from desktop.widgets.picture import to_image, to_png
from desktop.wording import error_text
from desktop.worker import Job, Progress, ShouldStop, Worker

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COLLECTION_SUFFIX: Final = ".facet-collection"
OPENED_SUFFIXES: Final = (COLLECTION_SUFFIX, ".csv", ".jsonl", ".parquet")
"""Of collections and tables."""
_FIRST: Final = 1000
"""So many photos are shown while the others are being read."""
_AT_ONCE: Final = 250
_PICTURE_TYPES: Final = ("image/png", "image/jpeg", "image/webp", "image/avif", "image/tiff", "image/gif", "image/bmp")


class Intake(QObject):
    """Turns files, folders and image data into photos, in a worker thread."""

    arrived = Signal(object)
    """A list of `Photo`."""
    followed = Signal(object)
    """Heard after `arrived`: the rest of a long list of photos."""
    folders_arrived = Signal(object)
    """Heard last: the folders among what was handed over."""
    collection_asked = Signal(object)
    """The path of a collection or a table; its photos take the place of those that are open."""
    video_asked = Signal(object)
    """The path of a video; it is no photo, but photos can be captured from it."""
    refused = Signal(str)
    """Why something handed over is no photo, in words."""
    failed = Signal(object)
    """An error nobody expected."""

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._worker = Worker("intake", self)
        self._following: Job | None = None
        """Reads the rest of a long list, whose first photos have arrived."""

    def stop(self) -> None:
        """Drop the rest of a long list: other photos take the place of those that arrived."""
        if self._following is not None:
            self._following.cancel()
            self._following = None

    def close(self) -> None:
        self._worker.close()

    def ask_photos(self) -> list[Path]:
        """Ask which photos and videos to open; none where the user cancels."""
        from core.vision.imaging import SUFFIXES

        kinds = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES | VIDEO_SUFFIXES))
        filters = self.tr("Photos and videos ({kinds});;All files (*)").format(kinds=kinds)
        names, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Open photos"), self._folder(), filters)
        if names:
            self._settings.set_last_folder("photos", Path(names[0]).parent)
        return [Path(name) for name in names]

    def ask_folder(self) -> list[Path]:
        """Ask which folder of photos to open; none where the user cancels."""
        name = QFileDialog.getExistingDirectory(self._window, self.tr("Open a folder of photos"), self._folder())
        if name:
            self._settings.set_last_folder("photos", Path(name))
        return [Path(name)] if name else []

    def _folder(self) -> str:
        return str(self._settings.last_folder("photos") or documents())

    def take_paths(self, paths: Sequence[Path]) -> None:
        """Open files, and folders with all pictures below them. Videos open in a window of their own."""
        job = self._worker.submit(partial(_read_paths, paths))
        job.progress.connect(lambda first: self._on_first(job, first))
        job.result.connect(lambda found: self._on_read(job, found))
        job.failed.connect(self._on_failed)

    def take_rgb(self, rgb: NDArray[np.uint8], name: str) -> None:
        """A still of the camera, a frame of a video."""
        self._take_image(to_image(rgb), name)

    def can_take(self, mime: QMimeData) -> bool:
        return mime.hasUrls() or mime.hasImage() or any(map(mime.hasFormat, _PICTURE_TYPES))

    def take_mime(self, mime: QMimeData, *, pasted: bool) -> None:
        """The clipboard, or what was dropped on the window. Nothing is fetched from the network."""
        paths = dropped_paths(mime)
        name = self._named(self.tr("Pasted") if pasted else self.tr("Dropped"))
        content = next((bytes(mime.data(kind).data()) for kind in _PICTURE_TYPES if mime.hasFormat(kind)), b"")
        if paths:
            self.take_paths(paths)
        elif content:
            self.arrived.emit([Photo(name, content=content)])
        elif mime.hasImage():
            self._take_image(QImage(mime.imageData()), name)
        elif mime.hasUrls():
            self.refused.emit(
                self.tr(
                    "That is only the picture's address, and Facet fetches nothing from the network. "
                    "Copy the picture itself and paste it here."
                )
            )
        else:
            self.refused.emit(self.tr("There is no picture in the clipboard. Copy a picture or a file first."))

    def _take_image(self, image: QImage, name: str) -> None:
        self._submit(lambda: [Photo(name, content=to_png(image))])

    def _submit(self, make: Callable[[], list[Photo]]) -> Job:
        def work(progress: Progress, should_stop: ShouldStop) -> list[Photo]:
            return make()

        job = self._worker.submit(work)
        job.result.connect(self.arrived)
        job.failed.connect(self._on_failed)
        return job

    def _on_first(self, job: Job, photos: list[Photo]) -> None:
        self._following = job
        self.arrived.emit(photos)

    def _on_read(self, job: Job, found: _Found) -> None:
        began, self._following = self._following is job, None
        for video in found.videos:
            self.video_asked.emit(video)
        if found.photos:
            (self.followed if began else self.arrived).emit(found.photos)
        if found.folders and (found.photos or began):
            self.folders_arrived.emit(found.folders)
        for collection in found.collections[:1]:
            self.collection_asked.emit(collection)
        for error in found.refused:
            self.refused.emit(error_text(error))

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, FacetError):
            self.refused.emit(error_text(error))
        else:
            self.failed.emit(error)

    def _named(self, origin: str) -> str:
        return f"{origin} {QTime.currentTime().toString('HH:mm:ss')}"


@dataclass(slots=True)
class _Found:
    """What paths turned out to be."""

    folders: list[Path] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    collections: list[Path] = field(default_factory=list)
    """Collections and tables."""
    videos: list[Path] = field(default_factory=list)
    refused: list[FacetError] = field(default_factory=list)
    """Why a folder has no photos."""


def _absolute(path: Path) -> Path:
    # Without "..", so that one file has one name; a link keeps the name the user gave it.
    return Path(os.path.abspath(path))  # noqa: PTH100


def _read_paths(paths: Sequence[Path], progress: Progress, should_stop: ShouldStop) -> _Found:
    """Read what the paths are; the first photos of many are handed to `progress`, and the result has the others."""
    found = _Found()
    began = False

    def add(photos: Iterable[Photo]) -> None:
        nonlocal began
        for photo in photos:
            found.photos.append(photo)
            if not began and len(found.photos) == _FIRST:
                began = True
                progress(found.photos)
                found.photos = []
            elif began and len(found.photos) % _AT_ONCE == 0:
                # While another thread is reading too, this one would keep the window from its turn for 200 ms.
                time.sleep(0.001)

    for path in paths:
        if should_stop():
            break
        if is_video(path):
            found.videos.append(path)
            continue
        if path.suffix.lower() in OPENED_SUFFIXES and not is_folder(path):
            found.collections.append(_absolute(path))
            continue
        if not is_folder(path):
            add([Photo(path.name, path=_absolute(path))])
            continue
        from core.vision.imaging import image_names

        found.folders.append(_absolute(path))
        try:
            add(Photo(file.name, path=file) for file in map(Path, image_names(_absolute(path))))
        except FacetError as e:
            found.refused.append(e)
    return found
