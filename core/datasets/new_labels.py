"""Labels given to a folder of unlabelled pictures: a CSV file beside it, which Facet reads as a data set.

Beside the folder `faces` it is `faces.facet-labels.csv`, with the column `file` and one column per attribute; where
that cannot be written, a file in the user's data folder.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from core.csv_cells import plain_text, safe_cell
from core.errors import DataError
from core.files import make_folder, read_ordinary, replace_file
from core.places import user_data

SUFFIX: Final = ".facet-labels.csv"
FILE: Final = "file"
_LIMIT: Final = 256 << 20


class NewLabels:
    """The labels of one folder, saved at each step.

    Args:
        folder: The folder of pictures.

    Raises:
        DataError: The file of labels cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        private = self._private_path()
        self.path = private if private.exists() else self._folder.with_name(self._folder.name + SUFFIX)
        """The CSV file."""
        self._rows = self._read()
        """Labels by attribute, by name of the picture in the folder."""

    def of(self, attribute: str) -> dict[str, str]:
        """The label of each picture that has one."""
        return {name: row[attribute] for name, row in self._rows.items() if attribute in row}

    @property
    def attributes(self) -> dict[str, tuple[str, ...]]:
        """The different labels by attribute, in the order in which they were first given."""
        found: dict[str, dict[str, None]] = {}
        for row in self._rows.values():
            for name, label in row.items():
                found.setdefault(name, {})[label] = None
        return {name: tuple(labels) for name, labels in found.items()}

    def give(self, name: str, attribute: str, label: str | None) -> None:
        """Save the label of a picture; None takes it back.

        Raises:
            DataError: It cannot be saved; nothing has changed.
        """
        row = {one: word for one, word in self._rows.get(name, {}).items() if one != attribute}
        if label is not None:
            row[attribute] = label
        rows = {**self._rows, name: row}
        if not row:
            del rows[name]
        self._save(rows)

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            text = read_ordinary(self.path, limit=_LIMIT).decode("utf-8", "surrogateescape")
            header, *lines = ([*map(plain_text, line)] for line in csv.reader(io.StringIO(text, newline="")))
            if header[:1] != [FILE] or any(len(line) != len(header) for line in lines):
                raise ValueError(f"its first column is not {FILE}, or a row has too few fields")
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, csv.Error) as e:
            raise DataError("labels.damaged", path=self.path, reason=getattr(e, "strerror", None) or str(e)) from e
        return {
            self._name(file): {title: word for title, word in zip(header[1:], words, strict=True) if word}
            for file, *words in lines
        }

    def _save(self, rows: Mapping[str, dict[str, str]]) -> None:
        try:
            try:
                replace_file(self.path, self._content(rows))
            except OSError:
                self.path = self._private_path()
                make_folder(self.path.parent)
                replace_file(self.path, self._content(rows))
        except OSError as e:
            raise DataError("export.write", path=self.path, reason=e.strerror or str(e)) from e
        self._rows = dict(rows)

    def _content(self, rows: Mapping[str, dict[str, str]]) -> bytes:
        titles = tuple(dict.fromkeys(title for row in rows.values() for title in row))
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(map(safe_cell, (FILE, *titles)))
        for name, row in rows.items():
            writer.writerow(map(safe_cell, (f"{self._prefix}{name}", *(row.get(title, "") for title in titles))))
        return text.getvalue().encode("utf-8", "surrogateescape")

    @property
    def _prefix(self) -> str:
        """What stands before a name in the file: paths in it are relative to the file."""
        beside = self.path.parent == self._folder.parent
        return f"{self._folder.name if beside else self._folder.as_posix()}/"

    def _name(self, file: str) -> str:
        return file.removeprefix(self._prefix)

    def _private_path(self) -> Path:
        digest = hashlib.sha256(os.fsencode(self._folder)).hexdigest()[:24]
        return user_data() / "labels" / f"{digest}.csv"
