"""What the user noted as right where a model was not: aligned faces in folders named for their labels.

    Female/Asian/3f2a....png   both labels were given
    Female/9b01....png         only one

`core.datasets` reads such a folder as it stands, and so a model can be trained from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image

from core.errors import ExportError
from core.files import replace_file
from core.imaging import RGB
from core.labels import HEADS, Head


class Corrections:
    """The folder of corrections. Nothing is read or written before something is noted.

    A face is known by the hash of its aligned picture, so noting another label takes the place of the first.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def noted(self, chip: RGB) -> dict[Head, str]:
        """What was noted for an aligned face of shape (side, side, 3); empty where nothing was."""
        name = _name(chip)
        return next((labels for labels in _choices() if self._file(name, labels).is_file()), {})

    def note(self, chip: RGB, labels: Mapping[Head, str]) -> dict[Head, str]:
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

    def _file(self, name: str, labels: Mapping[Head, str]) -> Path:
        return self.folder.joinpath(*(labels[head] for head in HEADS if head in labels), name)

    def _forget(self, file: Path) -> None:
        file.unlink()
        for folder in file.parents:
            if folder == self.folder or any(folder.iterdir()):
                return
            folder.rmdir()


def _name(chip: RGB) -> str:
    # Not of the file's bytes: another version of the packer may write them in another way.
    return hashlib.sha256(repr(chip.shape).encode() + chip.tobytes()).hexdigest()[:32] + ".png"


def _choices() -> Iterable[dict[Head, str]]:
    """Every set of labels that can be noted."""
    for gender in (None, *HEADS["gender"]):
        for ethnicity in (None, *HEADS["ethnicity"]):
            both: dict[Head, str | None] = {"gender": gender, "ethnicity": ethnicity}
            given = {head: label for head, label in both.items() if label is not None}
            if given:
                yield given


def _png(chip: RGB) -> bytes:
    content = BytesIO()
    Image.fromarray(chip).save(content, "PNG")
    return content.getvalue()
