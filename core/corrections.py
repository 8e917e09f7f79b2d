"""The user's corrections of answers and of boxes, and how well the detector finds faces by those boxes.

Wrong answers are kept as aligned faces in folders named after their labels:

    Female/Asian/3f2a....png         labels of two attributes were given
    Female/9b01....png               only one label was given
    Female/glasses=none/77c0....png  an attribute that does not ship is named too
    boxes/51d0....json               boxes drawn, moved or removed in one picture, by the hash of its pixels

`core.datasets` reads such a folder, so a model can be trained on it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import numpy as np
from PIL import Image

from core.errors import DataError, ExportError
from core.files import is_folder, make_folder, parse_json, read_ordinary, replace_file
from core.schema import ATTRIBUTES
from core.stats import wilson_interval
from core.vision.faces import Box
from core.vision.hand_boxes import BoxEdit
from core.vision.imaging import RGB

BOXES: Final = "boxes"
"""The folder of boxes in a folder of corrections."""
_FORMAT: Final = 1
_HASHED_PIXELS: Final = 2_000_000
_BOXES_BYTES: Final = 10_000_000
"""Size of the largest file of boxes that is read."""
_TRIES: Final = 20

_NOT_IN_NAMES: Final = re.compile(r'[<>:"/\\|?*%\x00-\x1f]|[. ]$')
"""Characters that a file system may not allow in folder names, and `%`, which escapes them."""


class Corrections:
    """The folder of corrections. It is created with the first correction.

    A face is identified by the hash of its aligned picture, so a new label replaces the previous one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def noted(self, chip: RGB) -> dict[str, str]:
        """The corrected labels by attribute of an aligned face of shape (side, side, 3); empty if there are none."""
        return next(_labels_of(_name(chip), self.folder, {}), {})

    def note(self, chip: RGB, labels: Mapping[str, str]) -> dict[str, str]:
        """Store the correct `labels` of an aligned face, or remove it if empty; return the previous labels.

        Raises:
            ExportError: It cannot be written.
        """
        name = _name(chip)
        all_before = [*_labels_of(name, self.folder, {})]  # several if two programs noted it at the same time
        before = next(iter(all_before), {})
        if all_before == ([labels] if labels else []):
            return before
        file = self._file(name, labels)
        try:
            if labels:
                _write(file, _png(chip))
            for other in all_before:
                if other != labels:
                    self._forget(self._file(name, other))
        except OSError as e:
            raise ExportError("export.write", path=file, reason=e.strerror or str(e)) from e
        return before

    def _file(self, name: str, labels: Mapping[str, str]) -> Path:
        in_order = [*(one for one in ATTRIBUTES if one in labels), *sorted(labels.keys() - ATTRIBUTES.keys())]
        return self.folder.joinpath(*(_folder(one, labels[one]) for one in in_order), name)

    def _forget(self, file: Path) -> None:
        file.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # a folder that holds others, or that another program deletes or fills
            for folder in file.parents:
                if folder == self.folder:
                    return
                folder.rmdir()


@dataclass(frozen=True, slots=True)
class PictureBoxes:
    """What the user changed about the faces found in one picture."""

    key: str
    """The picture's `picture_key`."""
    edits: tuple[BoxEdit, ...] = ()
    found: int = 0
    """How many faces the detector had found."""
    detector: str = ""
    """Its name in results."""


class HandBoxes:
    """Boxes by hand by picture: those of the running program, and those of a folder of corrections if there is one.

    Args:
        folder: The folder of corrections; None to keep nothing beyond the session.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._session: dict[str, PictureBoxes] = {}

    def of(self, rgb: RGB) -> PictureBoxes:
        """The boxes of an upright picture; without edits if there are none.

        Raises:
            DataError: Their file is damaged.
        """
        key = picture_key(rgb)
        if key in self._session or self.folder is None:
            return self._session.get(key, PictureBoxes(key))
        try:
            return read_boxes(self._file(key))
        except FileNotFoundError:
            return PictureBoxes(key)

    def edits(self, rgb: RGB, *, quarter_turns: int = 0) -> tuple[BoxEdit, ...]:
        """The edits of a picture that was turned by so many quarters clockwise, in pixels of it as it is now.

        Raises:
            DataError: Their file is damaged.
        """
        if not self._session and (self.folder is None or not (self.folder / BOXES).is_dir()):
            return ()  # no picture has any, so that this one need not be recognized
        upright = np.rot90(rgb, quarter_turns)
        height, width = upright.shape[:2]
        return tuple(edit.turned(quarter_turns, width, height) for edit in self.of(upright).edits)

    def note(self, boxes: PictureBoxes) -> None:
        """Remember the boxes of a picture until the program ends; `save` also stores them."""
        self._session[boxes.key] = boxes

    def save(self, boxes: PictureBoxes) -> None:
        """Store the boxes of a picture in the folder, if there is one; without edits, delete their file.

        Raises:
            ExportError: It cannot be written.
        """
        if self.folder is None:
            return
        file = self._file(boxes.key)
        try:
            if boxes.edits:
                content = {"version": _FORMAT, **asdict(boxes)}
                _write(file, (json.dumps(content) + "\n").encode())
                return
            file.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # it holds others, or was never there
                file.parent.rmdir()
        except OSError as e:
            raise ExportError("export.write", path=file, reason=e.strerror or str(e)) from e

    def _file(self, key: str) -> Path:
        return Path(self.folder or "", BOXES, f"{key}.json")


def hand_boxes(folder: Path | None) -> HandBoxes | None:
    """The boxes by hand in a folder of corrections; None if no folder is named.

    Raises:
        DataError: It does not exist.
    """
    if folder is None:
        return None
    if not is_folder(folder):
        raise DataError("boxes.missing", path=folder)
    return HandBoxes(folder)


def all_boxes(folder: Path) -> list[PictureBoxes]:
    """The boxes of every picture in a folder of corrections.

    Raises:
        DataError: There is no such folder, or a file in it is damaged.
    """
    if not is_folder(folder):
        raise DataError("boxes.missing", path=folder)
    return [read_boxes(file) for file in sorted((folder / BOXES).glob("*.json"))]


def read_boxes(file: Path) -> PictureBoxes:
    """The boxes in one file.

    Raises:
        FileNotFoundError: There is none.
        DataError: It is damaged, or cannot be read.
    """
    try:
        content = parse_json(read_ordinary(file, limit=_BOXES_BYTES))
        if content["version"] != _FORMAT:
            raise ValueError(f"its version is {content['version']}, expected {_FORMAT}")
        edits = tuple(BoxEdit(_box(one["found"]), _box(one["drawn"]), int(one["up"]) % 4) for one in content["edits"])
        return PictureBoxes(file.stem, edits, max(0, int(content["found"])), str(content["detector"]))
    except FileNotFoundError:
        raise
    except KeyError as e:
        raise DataError("boxes.read", path=file, reason=f"{e} is missing") from e
    except (OSError, ValueError, TypeError, OverflowError) as e:
        raise DataError("boxes.read", path=file, reason=getattr(e, "strerror", None) or e) from e


def _box(content: Any) -> Box | None:
    if content is None:
        return None
    x0, y0, x1, y1 = (float(value) for value in content)
    if not (0.0 <= x0 < x1 < 1e6 and 0.0 <= y0 < y1 < 1e6):
        raise ValueError(f"a box: got {content}, expected x0, y0, x1, y1")
    return x0, y0, x1, y1


def picture_key(rgb: RGB) -> str:
    """Identifies a picture by its pixels, however its file is named or encoded; of large ones by some of their rows."""
    # Not the hash of the file: another version of the encoder may write other bytes.
    digest = hashlib.sha256(repr(rgb.shape).encode())
    digest.update(rgb[:: max(1, rgb.shape[0] * rgb.shape[1] // _HASHED_PIXELS)].tobytes())
    return digest.hexdigest()[:32]


def _name(chip: RGB) -> str:
    return picture_key(chip) + ".png"


def label_of(folder: str) -> tuple[str, str] | None:
    """The attribute and label that the name of a folder of corrections means; None for any other folder."""
    name, equals, label = folder.partition("=")
    if equals:
        return name, unquote(label)
    return next(((name, folder) for name, attribute in ATTRIBUTES.items() if folder in attribute.labels), None)


def _folder(name: str, label: str) -> str:
    if label_of(label) == (name, label):
        return label
    return f"{name}=" + _NOT_IN_NAMES.sub(lambda found: f"%{ord(found[0]):02X}", label)


def _labels_of(file: str, folder: Path, above: dict[str, str]) -> Iterator[dict[str, str]]:
    """The labels of the folders in which `file` lies, below `folder`, which has those `above`; no others are read."""
    if above and (folder / file).is_file():
        yield above
    try:
        with os.scandir(folder) as entries:
            folders = [entry.name for entry in entries if entry.is_dir()]
    except OSError:
        return
    for name in folders:
        given = label_of(name)
        if given and given[0] not in above:
            yield from _labels_of(file, folder / name, {**above, given[0]: given[1]})


def _write(file: Path, content: bytes) -> None:
    """Write a file; another program may delete its folder while that is still empty."""
    for attempt in range(_TRIES):
        try:
            make_folder(file.parent)
            replace_file(file, content)
        except (FileNotFoundError, FileExistsError):
            if attempt == _TRIES - 1:
                raise
        else:
            return


def _png(chip: RGB) -> bytes:
    content = BytesIO()
    Image.fromarray(chip).save(content, "PNG")
    return content.getvalue()


ONLY_EDITED: Final = (
    "Only pictures with a box drawn, moved or removed by hand are counted. Pictures in which the detector made no "
    "error are missing, so it does better than this over all of them."
)


@dataclass(frozen=True, slots=True)
class DetectionFigures:
    """What one detector found in pictures whose boxes the user edited."""

    detector: str
    pictures: int
    found: int
    """Boxes of the detector."""
    not_faces: int
    """Of these, the ones that the user removed."""
    missed: int
    """Faces that the user drew."""

    @property
    def right(self) -> int:
        """Boxes of the detector that are faces."""
        return self.found - self.not_faces

    @property
    def faces(self) -> int:
        """Faces as the user sees them."""
        return self.right + self.missed

    @property
    def recall(self) -> float | None:
        """Share of the faces that the detector found; None without faces."""
        return self.right / self.faces if self.faces else None

    @property
    def recall_interval(self) -> tuple[float, float] | None:
        """95 % Wilson interval of `recall`."""
        return wilson_interval(self.right, self.faces) if self.faces else None

    @property
    def precision(self) -> float | None:
        """Share of the detector's boxes that are faces; None without boxes."""
        return self.right / self.found if self.found else None

    @property
    def precision_interval(self) -> tuple[float, float] | None:
        """95 % Wilson interval of `precision`."""
        return wilson_interval(self.right, self.found) if self.found else None


def detection_figures(boxes: Iterable[PictureBoxes]) -> list[DetectionFigures]:
    """The figures of each detector, the one with most pictures first."""
    by_detector: dict[str, list[PictureBoxes]] = {}
    for one in boxes:
        if one.edits:
            by_detector.setdefault(one.detector, []).append(one)
    figures = [_figures(detector, its) for detector, its in by_detector.items()]
    return sorted(figures, key=lambda one: (-one.pictures, one.detector))


def _figures(detector: str, pictures: list[PictureBoxes]) -> DetectionFigures:
    edits = [edit for one in pictures for edit in one.edits]
    # A file edited by a person may remove more boxes than it says were found.
    removed = [min(one.found, sum(edit.drawn is None for edit in one.edits)) for one in pictures]
    return DetectionFigures(
        detector=detector,
        pictures=len(pictures),
        found=sum(one.found for one in pictures),
        not_faces=sum(removed),
        missed=sum(edit.found is None for edit in edits),
    )
