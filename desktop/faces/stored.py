"""Photos of the window as those of a collection and back, and stored answers as the photo page shows them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import ExportError
from core.files import make_folder
from core.places import user_data
from desktop.photo.intake import COLLECTION_SUFFIX
from desktop.photo.photo import Photo

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.collection.photos import Photo as StoredPhoto
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
