"""UTKFace as the CSV file that the student report used: 48 x 48 grey values in one column of text."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from core.datasets.columns import ColumnMap
from core.datasets.dataset import FaceDataset
from core.datasets.pixel_csv import Source, read_pixel_csv
from core.datasets.terms import UTKFACE_TERMS
from core.work import Progress, ShouldStop

SIDE_PX: Final = 48
NAME: Final = "img_name"
PIXELS: Final = "pixels"
HEADER: Final = ("age", "ethnicity", "gender", NAME, PIXELS)
LAYOUT: Final = "a CSV file in UTF-8 with the columns age, ethnicity, gender, img_name, pixels"

COLUMNS: Final = ColumnMap(
    pixels=PIXELS,
    name=NAME,
    age="age",
    attributes={"gender": "gender", "ethnicity": "ethnicity"},
)


def read_utkface_csv(
    path: Path,
    *,
    cache: Path | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> FaceDataset:
    """Read the CSV file at `path`: imported the first time, memory-mapped from the cache afterwards.

    Args:
        path: The file; its columns may stand in any order, with others between.
        cache: The folder of the cache; by default the user's.
        progress: Called with bytes read and the file's size.
        should_stop: Asked after each batch of rows.

    Raises:
        DataError: It is not such a file, or no row of it can be used.
        Stopped: `should_stop` asked for it.
    """
    source = Source(path, COLUMNS, "UTKFace CSV", UTKFACE_TERMS, LAYOUT, values=SIDE_PX**2)
    return read_pixel_csv(source, cache=cache, progress=progress, should_stop=should_stop)
