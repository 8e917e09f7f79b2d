"""UTKFace: pictures with labels in their names, and the CSV of 48 x 48 grey values, read and written.

Zhang, Song, Qi 2017, Age Progression/Regression by Conditional Adversarial Autoencoder.
"""

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

from core.datasets.archive import Files, open_files
from core.datasets.chips import NO_FACE, chip_of_row, per_thread
from core.datasets.columns import MAX_AGE, ColumnMap
from core.datasets.dataset import FaceDataset, SkippedRow
from core.datasets.table import Source, read_pixel_csv
from core.errors import DataError, FacetError
from core.files import replace_file, replacing, safe_cell
from core.schema import AGE, ATTRIBUTES, ETHNICITY, GENDER, shipped_columns
from core.vision.detectors import THOROUGH
from core.vision.imaging import RGB
from core.work import Progress, ShouldStop, ordered_map, stop_if

UTKFACE: Final = "UTKFace"
TERMS: Final = "Non-commercial research only; copyright stays with the images' owners."
LAYOUT: Final = "a zip archive or a folder of pictures named [age]_[gender]_[race]_[date].jpg"
NAME_LABELS: Final = ("age", "gender", "ethnicity")
"""The labels in a file name, in order."""

CSV_SIDE_PX: Final = 48
CSV_NAME: Final = "img_name"
CSV_PIXELS: Final = "pixels"
CSV_HEADER: Final = ("age", "ethnicity", "gender", CSV_NAME, CSV_PIXELS)
CSV_LAYOUT: Final = f"a CSV file in UTF-8 with the columns {', '.join(CSV_HEADER)}"

_NAME: Final = re.compile(r"(?P<age>\d{1,3})_(?P<gender>\d)_(?P<race>\d)_", re.ASCII)
_CSV_COLUMNS: Final = ColumnMap(
    pixels=CSV_PIXELS, name=CSV_NAME, age="age", attributes={"gender": "gender", "ethnicity": "ethnicity"}
)


def read_utkface(path: Path) -> FaceDataset:
    """Read the zip archive or folder at `path`, sorted by name; pictures are decoded later.

    Raises:
        DataError: There is no such path, it is neither, or no file name in it can be parsed.
    """
    return utkface_dataset(open_files(path, expected=LAYOUT))


def utkface_dataset(files: Files) -> FaceDataset:
    """Like `read_utkface`, for files that are already open."""
    names: list[str] = []
    labels: list[tuple[int, int, int]] = []
    skipped: list[SkippedRow] = []
    for name in files.pictures:
        parsed = _labels(PurePosixPath(name).name)
        if isinstance(parsed, str):
            skipped.append(SkippedRow(name, parsed))
        else:
            names.append(name)
            labels.append(parsed)
    if not names:
        raise DataError("data.format", path=files.path, reason="no picture in it has such a name", expected=LAYOUT)
    ages, gender, ethnicity = np.array(labels, np.int64).T
    return FaceDataset(
        title=UTKFACE,
        terms=TERMS,
        names=tuple(names),
        ages=ages,
        columns=shipped_columns(gender=gender, ethnicity=ethnicity),
        skipped=tuple(skipped),
        decode=files.picture,
        content=files.read,
        state=files.state,
    )


def read_utkface_csv(
    path: Path,
    *,
    cache: Path | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> FaceDataset:
    """Read the UTKFace CSV at `path`: imported the first time, then memory-mapped from the cache.

    Args:
        path: The file; its columns may have any order, with further columns between.
        cache: Folder of the cache; by default the user's.
        progress: Called with bytes read and the file's size.
        should_stop: Called after each batch of rows.

    Raises:
        DataError: It is not such a file, or no row of it can be used.
        Stopped: `should_stop` returned True.
    """
    source = Source(path, _CSV_COLUMNS, "UTKFace CSV", TERMS, CSV_LAYOUT, values=CSV_SIDE_PX**2)
    return read_pixel_csv(source, cache=cache, progress=progress, should_stop=should_stop)


def is_utkface_name(name: str) -> bool:
    """Whether a file name starts with labels as UTKFace's do."""
    return _NAME.match(PurePosixPath(name).name) is not None


def utkface_name(dataset: FaceDataset, row: int, rest: str) -> str | None:
    """UTKFace's file name for a row, `rest` after its labels; None if a label is missing."""
    labels = (dataset.ages[row], *(dataset.values(name)[row] for name in NAME_LABELS[1:]))
    return None if min(labels) < 0 else "_".join((*map(str, labels), rest))


def _labels(file: str) -> tuple[int, int, int] | str:
    """Age, gender and ethnicity in a file name, or why they cannot be parsed."""
    match = _NAME.match(file)
    if not match:
        return "the name is not [age]_[gender]_[race]_[date]"
    age, gender, race = (int(match[field]) for field in ("age", "gender", "race"))
    if age > MAX_AGE:
        return f"age {age} is not 0 to {MAX_AGE}"
    if gender >= len(GENDER.labels):
        return f"gender {gender} is not 0 or 1"
    if race >= len(ETHNICITY.labels):
        return f"race {race} is not 0 to 4"
    return age, gender, race


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
        raw: Write text that is like a formula as it is (`core.files`).
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
