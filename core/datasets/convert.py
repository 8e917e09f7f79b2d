"""From pictures to the UTKFace CSV and back."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from itertools import count, islice
from pathlib import Path, PurePosixPath
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.datasets.chips import central_face
from core.datasets.dataset import FaceDataset, SkippedRow
from core.datasets.utkface import NAMED, utkface_name
from core.datasets.utkface_csv import HEADER, NAME, PIXELS, SIDE_PX
from core.errors import DataError, FacetError
from core.schema import AGE, ATTRIBUTES
from core.vision.detectors import THOROUGH, make_detector
from core.vision.faces import FaceDetector, align
from core.vision.imaging import RGB
from core.work import Progress, ShouldStop, stop_if

_ALIGNED_AT_PX: Final = 192
_PREFIX: Final = re.compile(r"\d{1,3}_\d_\d_", re.ASCII)
_ADDED: Final = re.compile(r"(?:~\d+)?\.png$", re.ASCII)
_NUMBERS: Final = np.array([str(value) for value in range(256)])


@dataclass(frozen=True, slots=True)
class Converted:
    """What a conversion wrote."""

    path: Path
    rows: int
    skipped: tuple[SkippedRow, ...]


def to_csv(
    dataset: FaceDataset,
    path: Path,
    *,
    detector: str = THOROUGH,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Converted:
    """Write a data set as the UTKFace CSV: 48 x 48 grey values a row, and every further column behind them.

    Pictures of an aligned data set are made small as they are; in others the face nearest the middle is found and
    aligned. Rows without a face, or that lack a label of an attribute that ships and the data set has, are left out and
    listed.

    Args:
        dataset: What to write.
        path: The file; it appears when it is whole.
        detector: A name of `core.vision.detectors.DETECTORS`, for pictures that are not aligned.
        progress: Called with rows done and their number.
        should_stop: Asked row by row.

    Raises:
        DataError: The file cannot be written, or no row can.
        DetectorError: There is no such detector, or its files are missing or damaged.
        Stopped: `should_stop` asked for it; nothing is left.
    """
    skipped: list[SkippedRow] = []
    written = 0
    header = [name for name in HEADER if name not in ATTRIBUTES or name in dataset.columns]
    header += [name for name in dataset.columns if name not in HEADER]
    beside = path.with_name(f".facet-{os.getpid()}.new")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            for row, grey in enumerate(_greys(dataset, None if dataset.aligned else detector)):
                stop_if(should_stop)
                lacking = [name for name in header if name in ATTRIBUTES and dataset.columns[name].values[row] < 0]
                if isinstance(grey, str):
                    skipped.append(SkippedRow(dataset.names[row], grey))
                elif lacking:
                    skipped.append(SkippedRow(dataset.names[row], f"the CSV needs {' and '.join(lacking)}"))
                else:
                    written += 1
                    writer.writerow(_field(dataset, row, name, grey) for name in header)
                if progress:
                    progress(row + 1, len(dataset))
        if not written:
            raise DataError("data.format", path=dataset.title, reason=_none(skipped), expected="faces with labels")
        beside.replace(path)
    except OSError as e:
        raise DataError("export.write", path=path, reason=e.strerror or str(e)) from e
    finally:
        with suppress(OSError):
            beside.unlink()
    return Converted(path, written, tuple(skipped))


def to_folder(
    dataset: FaceDataset,
    folder: Path,
    *,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Converted:
    """Write a data set as a folder of pictures named as UTKFace's are; grey pictures lose nothing, as PNG.

    Such names have no place for further columns. Pictures that were stopped half way are written again; those of the
    same name and content stay.

    Args:
        dataset: What to write.
        folder: Made where it is not there.
        progress: Called with rows done and their number.
        should_stop: Asked row by row.

    Raises:
        DataError: A file cannot be written.
        Stopped: `should_stop` asked for it; what was written is kept.
    """
    skipped: list[SkippedRow] = []
    taken: set[tuple[str, int]] = set()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for row, name in enumerate(dataset.names):
            stop_if(should_stop)
            named = utkface_name(dataset, row, _short(name))
            if named is None:
                skipped.append(SkippedRow(name, f"a name as UTKFace's needs {', '.join(NAMED)}"))
                continue
            try:
                content = _png(dataset, row)
            except FacetError as e:
                skipped.append(SkippedRow(name, str(e)))
                continue
            file = folder / _free_name(named, taken)
            _write(file, content)
            if progress:
                progress(row + 1, len(dataset))
    except OSError as e:
        raise DataError("export.write", path=folder, reason=e.strerror or str(e)) from e
    return Converted(folder, len(dataset) - len(skipped), tuple(skipped))


def _field(dataset: FaceDataset, row: int, name: str, grey: NDArray[np.uint8]) -> str:
    """What the CSV holds of a row in the column `name`."""
    if name == PIXELS:
        return " ".join(_NUMBERS[grey.ravel()].tolist())
    if name == NAME:
        return _short(dataset.names[row])
    if name == AGE.name:
        return str(dataset.ages[row]) if dataset.ages[row] >= 0 else ""
    column = dataset.columns[name]
    return str(column.values[row]) if column.attribute.numbered else column.label(row) or ""


def _greys(dataset: FaceDataset, detector: str | None) -> Iterator[NDArray[np.uint8] | str]:
    finder = make_detector(detector) if detector else None

    def one(row: int) -> NDArray[np.uint8] | str:
        try:
            rgb = dataset.image(row)
        except FacetError as e:
            return str(e)
        chip = rgb if finder is None else _aligned(rgb, finder)
        return "no face was found in it" if chip is None else _small(chip)

    rows = iter(range(len(dataset)))
    # A detector's network serves one thread; decoding alone can use all cores.
    with ThreadPoolExecutor(1 if finder else os.cpu_count()) as pool:
        while batch := list(islice(rows, 64)):
            yield from pool.map(one, batch)


def _aligned(rgb: RGB, detector: FaceDetector) -> RGB | None:
    face = central_face(detector.detect(rgb), width=rgb.shape[1], height=rgb.shape[0])
    return None if face is None else align(rgb, face, _ALIGNED_AT_PX)


def _small(rgb: RGB) -> NDArray[np.uint8]:
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    if grey.shape == (SIDE_PX, SIDE_PX):
        return np.asarray(grey, np.uint8)
    shrinking = min(grey.shape) >= SIDE_PX
    method = cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(grey, (SIDE_PX, SIDE_PX), interpolation=method), np.uint8)


def _short(name: str) -> str:
    """The name without its folders and labels, as the CSV has it; what `to_folder` put to its end comes off."""
    short = _PREFIX.sub("", PurePosixPath(name).name, count=1)
    return _ADDED.sub("", short, count=1)


def _free_name(name: str, taken: set[tuple[str, int]]) -> str:
    """A file's name that no other row has and every system allows."""
    safe = re.sub(r"[^\w.-]+", "-", name)[:150]
    number = next(number for number in count(1) if (safe, number) not in taken)
    taken.add((safe, number))
    return f"{safe}.png" if number == 1 else f"{safe}~{number}.png"


def _png(dataset: FaceDataset, row: int) -> bytes:
    pixels = dataset.image(row) if dataset.grey is None else np.asarray(dataset.grey[row])
    content = BytesIO()
    Image.fromarray(pixels).save(content, "PNG", compress_level=1)
    return content.getvalue()


def _write(file: Path, content: bytes) -> None:
    beside = file.with_name(f".facet-{os.getpid()}.new")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    finally:
        with suppress(OSError):
            beside.unlink()


def _none(skipped: list[SkippedRow]) -> str:
    return f"no row can be converted ({skipped[0].name}: {skipped[0].reason})" if skipped else "it has no rows"
