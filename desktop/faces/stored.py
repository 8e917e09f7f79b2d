"""Photos of the window as those of a collection and back, and stored answers as the photo page shows them."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import ExportError, ImageError
from core.files import is_private, make_folder
from core.places import user_data
from desktop.photo.intake import COLLECTION_SUFFIX
from desktop.photo.photo import Photo

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.collection.photos import Photo as StoredPhoto
    from core.collection.workers import PhotoAnswer
    from core.model.bundle import Manifest
    from core.vision.imaging import RGB


def session_path() -> Path:
    """Where the answers of the running program lie; an orderly end deletes them."""
    return user_data() / "open" / f"answers{COLLECTION_SUFFIX}"


def kept_path() -> Path:
    """The collection that was kept when the window was closed; it is opened at the next start."""
    return user_data() / f"kept{COLLECTION_SUFFIX}"


def own_place() -> Path:
    """A folder of this process in the user's data; a later start deletes it if this one cannot."""
    make_folder(user_data())
    return Path(tempfile.mkdtemp(prefix=f".facet-{os.getpid()}-", suffix=".new", dir=user_data()))


def put_away(path: Path, *, keep: bool) -> None:
    """What remains to be done when a collection was closed: one that is to be kept is moved where the next start looks.

    Raises:
        OSError: It cannot be moved; it is where it was.
    """
    if keep and path != kept_path():
        path.replace(kept_path())
    if is_private(path) and path.parent not in (session_path().parent, kept_path().parent):
        shutil.rmtree(path.parent, ignore_errors=True)


def delete_leftover() -> None:
    """Delete what a crash left of a session, unless another window has it."""
    if session_path().is_file():
        from core.collection.open import is_being_written
        from core.collection.store import delete_collection

        if not is_being_written(session_path()):
            with contextlib.suppress(OSError):
                delete_collection(session_path())


def stored_photo(photo: Photo) -> StoredPhoto:
    """A photo of the window as one of a collection."""
    from core.collection.photos import Photo as Stored

    if photo.path is not None:
        return Stored(photo.path, quarter_turns=photo.quarter_turns % 4)
    return Stored(Path(photo.name), content=photo.content, quarter_turns=photo.quarter_turns % 4)


def opened_photo(photo: StoredPhoto) -> Photo:
    """A photo of a collection as one of the window."""
    turns = photo.quarter_turns
    if photo.content is not None:
        return Photo(str(photo.path), content=photo.content, quarter_turns=turns)
    return Photo(photo.path.name, path=photo.path, quarter_turns=turns)


def given_answer(photo: Photo, found: Analysis | ImageError, model: str) -> PhotoAnswer:
    """What the photo page found in a photo, or the error that it met, as an answer of `model` to be stored."""
    from core.analysis import PhotoResult
    from core.collection.workers import photo_answer

    if isinstance(found, ImageError):
        result = PhotoResult(photo.label, None, found, 0.0)
    else:
        result = PhotoResult(photo.label, found, None, photo.milliseconds, photo.notes)
    return photo_answer(stored_photo(photo), result, model, photo.state)


def recalled(path: Path, photo: Photo, rgb: RGB, manifest: Manifest, question: Mapping[str, Any]) -> Analysis | None:
    """The answer in the collection at `path` to a photo decoded as `rgb`, if it answers `question` and still holds."""
    from core.collection.batch import same_question
    from core.collection.restored import restored_analysis
    from core.collection.view import Collection

    try:
        with Collection(path) as collection:
            stored = collection.stored(stored_photo(photo).key)
            if stored is None or not same_question(collection.asked, question):
                return None
    except ExportError:
        return None
    if photo.path is not None and (stored.state is None or photo.state != stored.state):
        return None
    if stored.record.get("quarter_turns", 0) != photo.quarter_turns % 4 or stored.record.get("edited"):
        return None  # boxes by hand may have changed since
    return restored_analysis(stored, rgb, manifest, str(question["about"]["detector"]))
