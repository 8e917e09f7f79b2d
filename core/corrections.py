"""What the user noted as right where a model was not: aligned faces in folders named for their labels.

    Female/Asian/3f2a....png         labels of two attributes were given
    Female/9b01....png               only one
    Female/glasses=none/77c0....png  an attribute that does not ship is named too

`core.datasets` reads such a folder as it stands, and so a model can be trained from it.
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
from core.files import replace_file
from core.schema import ATTRIBUTES
from core.vision.imaging import RGB

_NOT_IN_NAMES: Final = re.compile(r'[<>:"/\\|?*%\x00-\x1f]|[. ]$')
"""What some file system does not take in the name of a folder, and `%`, which takes its place."""


class Corrections:
    """The folder of corrections. Nothing is read or written before something is noted.

    A face is known by the hash of its aligned picture, so noting another label takes the place of the first.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def noted(self, chip: RGB) -> dict[str, str]:
        """Labels by attribute noted for an aligned face of shape (side, side, 3); empty where nothing was."""
        return next(_labels_of(_name(chip), self.folder, {}), {})

    def note(self, chip: RGB, labels: Mapping[str, str]) -> dict[str, str]:
        """Keep `labels` as right for an aligned face, or forget it where there are none; return what was noted before.

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
                file.parent.mkdir(parents=True, exist_ok=True)
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
    # Not of the file's bytes: another version of the packer may write them in another way.
    return hashlib.sha256(repr(chip.shape).encode() + chip.tobytes()).hexdigest()[:32] + ".png"


def label_of(folder: str) -> tuple[str, str] | None:
    """The attribute and label that the name of a folder of corrections stands for; None where it is another's."""
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
