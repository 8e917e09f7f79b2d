"""Convert pictures to the UTKFace CSV and back."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.csv_cells import safe_cell
from core.datasets.chips import NO_FACE, chip_of_row, per_thread
from core.datasets.dataset import FaceDataset, SkippedRow
from core.datasets.utkface import CSV_HEADER, CSV_NAME, CSV_PIXELS, CSV_SIDE_PX, NAME_LABELS, utkface_name
from core.errors import DataError, FacetError
from core.files import replace_file, replacing
from core.schema import AGE, ATTRIBUTES
from core.vision.detectors import THOROUGH
from core.vision.imaging import RGB
from core.work import Progress, ShouldStop, ordered_map, stop_if

_ALIGNED_AT_PX: Final = 192
_PREFIX: Final = re.compile(r"\d{1,3}_\d_\d_", re.ASCII)
_ADDED: Final = re.compile(r"(?:~\d+)?\.png$", re.ASCII)
_NUMBERS: Final = np.array([str(value) for value in range(256)])


@dataclass(frozen=True, slots=True)
class Converted:
    """The result of a conversion."""

    path: Path
    rows: int
    """Number of rows written."""
    skipped: tuple[SkippedRow, ...]


def to_csv(
    dataset: FaceDataset,
    path: Path,
    *,
    detector: str = THOROUGH,
    raw: bool = False,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Converted:
    """Write a data set as the UTKFace CSV with 48 x 48 grey values per row, followed by any further columns.

    Pictures of an aligned data set are resized; in others the face nearest the centre is detected and aligned. Rows
    without a face are skipped, and so are rows that lack the label of a built-in attribute that the data set has.

    Args:
        dataset: The data to write.
        path: The file; it appears when it is complete.
        detector: A name of `core.vision.detectors.DETECTORS`, for pictures that are not aligned.
        raw: Write text that is like a formula as it is (`core.csv_cells`).
        progress: Called with the number of rows done and their total.
        should_stop: Called for each row.

    Raises:
        DataError: The file cannot be written, or every row is skipped.
        DetectorError: The detector is unknown, or its files are missing or damaged.
        Stopped: `should_stop` returned True; no file is left.
    """
    skipped: list[SkippedRow] = []
    written = 0
    header = [name for name in CSV_HEADER if name not in ATTRIBUTES or name in dataset.columns]
    header += [name for name in dataset.columns if name not in CSV_HEADER]
    try:
        with replacing(path) as file:
            # Names of files may contain bytes that are not valid text.
            writer = csv.writer(codecs.getwriter("utf-8")(file, "replace"), lineterminator="\n")
            writer.writerow(header if raw else map(safe_cell, header))
            for row, grey in enumerate(_greys(dataset, None if dataset.aligned else detector, should_stop)):
                missing = [name for name in header if name in ATTRIBUTES and dataset.columns[name].values[row] < 0]
                if isinstance(grey, str):
                    skipped.append(SkippedRow(dataset.names[row], grey))
                elif missing:
                    skipped.append(SkippedRow(dataset.names[row], f"the CSV needs {' and '.join(missing)}"))
                else:
                    written += 1
                    cells = (_field(dataset, row, name, grey) for name in header)
                    writer.writerow(cells if raw else map(safe_cell, cells))
                if progress:
                    progress(row + 1, len(dataset))
            if not written:
                reason = "it has no rows"
                if skipped:
                    reason = f"no row can be converted ({skipped[0].name}: {skipped[0].reason})"
                raise DataError("data.format", path=dataset.title, reason=reason, expected="faces with labels")
    except OSError as e:
        raise DataError("export.write", path=path, reason=e.strerror or str(e)) from e
    return Converted(path, written, tuple(skipped))


def to_folder(
    dataset: FaceDataset,
    folder: Path,
    *,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Converted:
    """Write a data set as a folder of PNG files named like UTKFace's; such names have no place for further columns.

    Args:
        dataset: The data to write.
        folder: Made if necessary; files with the same names are replaced.
        progress: Called with the number of rows done and their total.
        should_stop: Called for each row.

    Raises:
        DataError: A file cannot be written.
        Stopped: `should_stop` returned True; the files written so far are kept.
    """
    skipped: list[SkippedRow] = []
    taken: set[tuple[str, int]] = set()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for row, name in enumerate(dataset.names):
            stop_if(should_stop)
            named = utkface_name(dataset, row, _short(name))
            if named is None:
                skipped.append(SkippedRow(name, f"UTKFace's file names need {', '.join(NAME_LABELS)}"))
                continue
            try:
                content = _png(dataset, row)
            except FacetError as e:
                skipped.append(SkippedRow(name, str(e)))
                continue
            replace_file(folder / _free_name(named, taken), content)
            if progress:
                progress(row + 1, len(dataset))
    except OSError as e:
        raise DataError("export.write", path=folder, reason=e.strerror or str(e)) from e
    return Converted(folder, len(dataset) - len(skipped), tuple(skipped))


def _field(dataset: FaceDataset, row: int, name: str, grey: NDArray[np.uint8]) -> str:
    """The CSV field of a row in the column `name`."""
    if name == CSV_PIXELS:
        return " ".join(_NUMBERS[grey.ravel()].tolist())
    if name == CSV_NAME:
        return _short(dataset.names[row])
    if name == AGE.name:
        return str(dataset.ages[row]) if dataset.ages[row] >= 0 else ""
    column = dataset.columns[name]
    return str(column.values[row]) if column.attribute.numbered else column.label(row) or ""


def _greys(
    dataset: FaceDataset, detector: str | None, should_stop: ShouldStop | None
) -> Iterator[NDArray[np.uint8] | str]:
    """The small grey picture of each row, or why there is none; faces are aligned if a detector is given."""
    detector_of_thread = per_thread(detector) if detector else None

    def make(row: int) -> NDArray[np.uint8] | str:
        try:
            rgb = dataset.image(row)
        except FacetError as e:
            return str(e)
        chip: RGB | None = rgb
        if detector_of_thread is not None:
            chip, _ = chip_of_row(dataset, row, rgb, detector_of_thread(), _ALIGNED_AT_PX)
        return NO_FACE if chip is None else _small(chip)

    return ordered_map(make, range(len(dataset)), should_stop=should_stop)


def _small(rgb: RGB) -> NDArray[np.uint8]:
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    if grey.shape == (CSV_SIDE_PX, CSV_SIDE_PX):
        return np.asarray(grey, np.uint8)
    method = cv2.INTER_AREA if min(grey.shape) >= CSV_SIDE_PX else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(grey, (CSV_SIDE_PX, CSV_SIDE_PX), interpolation=method), np.uint8)


def _short(name: str) -> str:
    """The name for the CSV: without folders, labels and what `to_folder` added at the end."""
    short = _PREFIX.sub("", PurePosixPath(name).name, count=1)
    return _ADDED.sub("", short, count=1)


def _free_name(name: str, taken: set[tuple[str, int]]) -> str:
    """A file name that no other row has and that every system allows."""
    safe = re.sub(r"[^\w.-]+", "-", name)[:150]
    number = next(number for number in count(1) if (safe, number) not in taken)
    taken.add((safe, number))
    return f"{safe}.png" if number == 1 else f"{safe}~{number}.png"


def _png(dataset: FaceDataset, row: int) -> bytes:
    pixels = dataset.image(row) if dataset.grey is None else np.asarray(dataset.grey[row])
    content = BytesIO()
    Image.fromarray(pixels).save(content, "PNG", compress_level=1)
    return content.getvalue()
