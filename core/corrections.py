"""The user's corrections of wrong answers: aligned faces in folders named after their labels.

    Female/Asian/3f2a....png         labels of two attributes were given
    Female/9b01....png               only one label was given
    Female/glasses=none/77c0....png  an attribute that does not ship is named too

`core.datasets` reads such a folder, so a model can be trained on it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from PIL import Image

from core.errors import ExportError
from core.files import make_folder, replace_file
from core.schema import ATTRIBUTES
from core.vision.imaging import RGB

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
        before = self.noted(chip)
        if labels == before:
            return before
        name = _name(chip)
        file = self._file(name, labels)
        try:
            if labels:
                make_folder(file.parent)
                replace_file(file, _png(chip))
            if before:
                self._forget(self._file(name, before))
        except OSError as e:
            raise ExportError("export.write", path=file, reason=e.strerror or str(e)) from e
        return before

    def _file(self, name: str, labels: Mapping[str, str]) -> Path:
        in_order = [*(one for one in ATTRIBUTES if one in labels), *sorted(labels.keys() - ATTRIBUTES.keys())]
        return self.folder.joinpath(*(_folder(one, labels[one]) for one in in_order), name)

    def _forget(self, file: Path) -> None:
        file.unlink()
        for folder in file.parents:
            if folder == self.folder or any(folder.iterdir()):
                return
            folder.rmdir()


def _name(chip: RGB) -> str:
    # Not the hash of the file: another version of the encoder may write other bytes.
    return hashlib.sha256(repr(chip.shape).encode() + chip.tobytes()).hexdigest()[:32] + ".png"


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


def _png(chip: RGB) -> bytes:
    content = BytesIO()
    Image.fromarray(chip).save(content, "PNG")
    return content.getvalue()
