"""UTKFace as its authors hand it out: labels in the file names, in a zip archive or an unpacked folder.

Zhang, Song, Qi 2017, Age Progression/Regression by Conditional Adversarial Autoencoder.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np

from core.datasets.dataset import FaceDataset, SkippedRow
from core.errors import DataError
from core.imaging import RGB, decode_image, read_image
from core.labels import ETHNICITIES, GENDERS

TITLE: Final = "UTKFace"
TERMS: Final = "Non-commercial research only; copyright stays with the images' owners."

_LAYOUT: Final = "a zip archive or a folder of pictures named [age]_[gender]_[race]_[date].jpg"
_NAME: Final = re.compile(r"(?P<age>\d{1,3})_(?P<gender>\d)_(?P<race>\d)_", re.ASCII)
_PICTURES: Final = frozenset((".jpg", ".jpeg", ".png"))


def read_utkface(path: Path) -> FaceDataset:
    """Read the zip archive or folder at `path`, in the order of the names; no picture is decoded yet.

    Raises:
        DataError: There is nothing there, it is neither, or no name in it can be read.
    """
    if path.is_dir():
        found = (str(file.relative_to(path)) for file in path.rglob("*"))
        return _dataset(path, found, lambda name: read_image(path / name))
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError as e:
        raise DataError("data.missing", path=path) from e
    except zipfile.BadZipFile as e:
        raise DataError("data.format", path=path, reason="it is not a zip archive", expected=_LAYOUT) from e
    except OSError as e:
        raise DataError("data.format", path=path, reason=e.strerror or str(e), expected=_LAYOUT) from e
    return _dataset(path, archive.namelist(), lambda name: _from_archive(archive, name))


def _from_archive(archive: zipfile.ZipFile, name: str) -> RGB:
    try:
        content = archive.read(name)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError) as e:
        raise DataError("data.format", path=archive.filename, reason=f"{name}: {e}", expected=_LAYOUT) from e
    return decode_image(content, name=name)


def _dataset(path: Path, found: Iterable[str], decode: Callable[[str], RGB]) -> FaceDataset:
    names: list[str] = []
    labels: list[tuple[int, int, int]] = []
    skipped: list[SkippedRow] = []
    for name in sorted(name for name in found if PurePosixPath(name).suffix.lower() in _PICTURES):
        parsed = _labels(PurePosixPath(name).name)
        if isinstance(parsed, str):
            skipped.append(SkippedRow(name, parsed))
        else:
            names.append(name)
            labels.append(parsed)
    if not names:
        raise DataError("data.format", path=path, reason="no picture in it has such a name", expected=_LAYOUT)
    ages, gender, ethnicity = np.array(labels, np.int64).T
    return FaceDataset(
        title=TITLE,
        terms=TERMS,
        names=tuple(names),
        ages=ages,
        gender=gender,
        ethnicity=ethnicity,
        skipped=tuple(skipped),
        decode=decode,
    )


def _labels(file: str) -> tuple[int, int, int] | str:
    """Age, gender and ethnicity of a file name, or why they cannot be read."""
    match = _NAME.match(file)
    if not match:
        return "the name is not [age]_[gender]_[race]_[date]"
    age, gender, race = (int(match[field]) for field in ("age", "gender", "race"))
    if gender >= len(GENDERS):
        return f"gender {gender} is not 0 or 1"
    if race >= len(ETHNICITIES):
        return f"race {race} is not 0 to 4"
    return age, gender, race
