"""Write a data set in forms that other tools read, with a data card and Croissant metadata beside it.

    parquet   data/train-00000-of-00001.parquet   as the Hugging Face hub reads image data sets: bytes, class labels
    csv       faces.csv, pictures/                a table of picture files and labels
    folders   Female/Asian/a.jpg, .../hair=long/  pictures in folders named after their labels

Each picture is the original file if that is JPEG, PNG or WebP and shown as it is, otherwise PNG. A split that the data
declare (`core.datasets.declared_sides`) is kept: in the names of the Parquet files, in a column `split`, or as folders
above the others.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import quote

import numpy as np
from PIL import Image

from core.datasets.croissant import CROISSANT, describe
from core.datasets.dataset import Decided, FaceDataset, SkippedRow
from core.datasets.declared_sides import SPLIT, side_named, sides_of
from core.datasets.groups import occurring
from core.datasets.raw_table import FreeNames
from core.datasets.utkface import Converted
from core.errors import DataError, FacetError
from core.files import make_folder, safe_cell
from core.rendering import render
from core.schema import AGE, ATTRIBUTES, NOT_GIVEN
from core.work import Progress, ShouldStop, ordered_map

FORMS: Final = ("parquet", "csv", "folders")
TABLE: Final = "faces.csv"
PICTURES: Final = "pictures"
CARD: Final = "README.md"
_SIZES: Final = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_ROW_GROUP: Final = 100
"""Rows, as the hub writes them: a few pictures can be read without the others."""
_SHARD_BYTES: Final = 400_000_000
_KINDS: Final = ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG", ".png"), (b"RIFF", ".webp"))
_NOT_IN_NAMES: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f#]')
_LONGEST_NAME: Final = 120


def sampled(dataset: FaceDataset, count: int, *, seed: int = 1) -> FaceDataset:
    """A random draw of `count` rows, the same for the same seed, in their order; all of them if there are no more."""
    return _taken(dataset, np.sort(np.random.default_rng(seed).permutation(dataset.used)[:count]))


def export_dataset(
    dataset: FaceDataset,
    folder: Path,
    form: str,
    *,
    raw: bool = False,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Converted:
    """Write a data set, without faces that were left out by hand, to a folder in one of `FORMS`.

    Args:
        dataset: The data, with the labels to write.
        folder: A folder that does not exist yet, or is empty; it appears when it is complete.
        form: A name of `FORMS`.
        raw: Write text in CSV that is like a formula as it is (`core.files`).
        progress: Called with the number of rows done and their total.
        should_stop: Called for each row.

    Raises:
        DataError: There is no such form, the folder is not empty or cannot be written, or no picture can be read.
        Stopped: `should_stop` returned True; nothing is left.
    """
    if form not in FORMS:
        raise DataError("export.form_of_data", form=form, forms=", ".join(FORMS))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DataError("export.not_empty", path=folder)
    decided = dataset.decided
    if len(dataset.used) < len(dataset):
        dataset = _taken(dataset, dataset.used)
    try:
        make_folder(folder.parent)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
            new = Path(beside) / "new"
            new.mkdir()
            pictures = _Pictures(dataset, progress, should_stop)
            if form == "parquet":
                _write_parquet(dataset, pictures, new)
            elif form == "csv":
                _write_csv(dataset, pictures, new, raw=raw)
            else:
                _write_folders(dataset, pictures, new)
            if not pictures.written:
                first = pictures.skipped[0] if pictures.skipped else SkippedRow(dataset.title, "it has no rows")
                raise DataError(
                    "data.format", path=dataset.title, reason=f"{first.name}: {first.reason}", expected="labelled faces"
                )
            written = _taken(dataset, np.array(pictures.written))
            (new / CARD).write_text(_card(written, folder.name, form, decided), "utf-8")
            described = describe(written, new, name=folder.name)
            (new / CROISSANT).write_text(json.dumps(described, indent=2, ensure_ascii=False) + "\n", "utf-8")
            if folder.exists():
                folder.rmdir()
            new.replace(folder)
    except OSError as e:
        raise DataError("export.write", path=folder, reason=e.strerror or str(e)) from e
    return Converted(folder, len(pictures.written), tuple(pictures.skipped))


class _Pictures:
    """The files of a data set's pictures, each with its row and a name of its own; what cannot be read is skipped."""

    def __init__(self, dataset: FaceDataset, progress: Progress | None, should_stop: ShouldStop | None) -> None:
        self._dataset = dataset
        self._progress = progress
        self._should_stop = should_stop
        self.written: list[int] = []
        self.skipped: list[SkippedRow] = []

    def __iter__(self) -> Iterator[tuple[int, str, bytes]]:
        free, dataset = FreeNames(), self._dataset
        files = ordered_map(self._file, range(len(dataset)), should_stop=self._should_stop)
        for row, found in enumerate(files):
            if isinstance(found, str):
                self.skipped.append(SkippedRow(dataset.names[row], found))
            else:
                self.written.append(row)
                yield row, free(_plain_name(dataset.names[row]) + found[1]), found[0]
            if self._progress:
                self._progress(row + 1, len(dataset))

    def _file(self, row: int) -> tuple[bytes, str] | str:
        """The bytes and suffix of a row's picture, or why it cannot be read."""
        dataset = self._dataset
        try:
            rgb = dataset.image(row)
            content = dataset.content(dataset.names[row]) if dataset.content else b""
        except FacetError as e:
            return str(e)
        suffix = next((suffix for mark, suffix in _KINDS if content.startswith(mark)), None)
        if suffix is None:
            pixels = rgb if dataset.grey is None else np.asarray(dataset.grey[row])
            out = io.BytesIO()
            Image.fromarray(pixels).save(out, "PNG", compress_level=1)
            return out.getvalue(), ".png"
        return content, suffix


def _write_parquet(dataset: FaceDataset, pictures: _Pictures, folder: Path) -> None:
    import pyarrow as pa

    image = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
    names = [name for name in dataset.columns if name != AGE.name]
    aged = bool((dataset.ages >= 0).any())
    features: dict[str, Any] = {"image": {"_type": "Image"}}
    features |= {"age": {"dtype": "int64", "_type": "Value"}} if aged else {}
    features |= {name: {"names": list(dataset.columns[name].attribute.labels), "_type": "ClassLabel"} for name in names}
    fields = [("image", image), *((name, pa.int64()) for name in features if name != "image")]
    told = json.dumps({"info": {"features": features}})
    schema = pa.schema(fields, metadata={b"huggingface": told.encode()})
    (folder / "data").mkdir()
    written = {side: _Shards(folder / "data", side, schema) for side in sides_of(dataset) or ("train",)}
    try:
        for row, name, content in pictures:
            labels = {one: int(dataset.columns[one].values[row]) for one in names}
            labels |= {"age": int(dataset.ages[row])} if aged else {}
            given = {one: None if value == NOT_GIVEN else value for one, value in labels.items()}
            written[_side(dataset, row)].add({"image": {"bytes": content, "path": name}, **given}, len(content))
    finally:
        for shards in written.values():
            shards.close()
    for shards in written.values():
        shards.name()


class _Shards:
    """The Parquet files of one side of a split, each of a limited size."""

    def __init__(self, folder: Path, side: str, schema: Any) -> None:
        self._folder, self._side, self._schema = folder, side, schema
        self._files: list[Path] = []
        self._writer: Any = None
        self._rows: list[dict[str, Any]] = []
        self._size = 0

    def add(self, row: dict[str, Any], size: int) -> None:
        """Write a row with a picture of `size` bytes."""
        from pyarrow import parquet

        if self._writer is None or self._size > _SHARD_BYTES:
            self.close()
            self._files.append(self._folder / f"{self._side}-{len(self._files)}.parquet")
            self._writer, self._size = parquet.ParquetWriter(self._files[-1], self._schema), 0
        self._rows.append(row)
        self._size += size
        if len(self._rows) == _ROW_GROUP:
            self._flush()

    def close(self) -> None:
        """End the file that is being written."""
        if self._writer is not None:
            self._flush()
            self._writer.close()
            self._writer = None

    def name(self) -> None:
        """Name the files by their number, once it is known."""
        for at, file in enumerate(self._files):
            file.rename(self._folder / f"{self._side}-{at:05}-of-{len(self._files):05}.parquet")

    def _flush(self) -> None:
        import pyarrow as pa

        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema), row_group_size=_ROW_GROUP)
            self._rows.clear()


def _side(dataset: FaceDataset, row: int) -> str:
    """The side that the data declare for a row; rows without one are to be learned from."""
    return (side_named(dataset.own_sides[row]) if dataset.own_sides else None) or "train"


def _write_csv(dataset: FaceDataset, pictures: _Pictures, folder: Path, *, raw: bool) -> None:
    (folder / PICTURES).mkdir()
    names = [name for name in dataset.columns if name != AGE.name]
    aged = bool((dataset.ages >= 0).any())
    with (folder / TABLE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        declared = [SPLIT] if dataset.own_sides and SPLIT not in names else []
        writer.writerow(["file", *(["age"] if aged else []), *names, *declared])
        for row, name, content in pictures:
            (folder / PICTURES / name).write_bytes(content)
            age = ["" if dataset.ages[row] < 0 else int(dataset.ages[row])] if aged else []
            labels = [dataset.columns[one].label(row) or "" for one in names]
            side = [_side(dataset, row)] if declared else []
            writer.writerow([f"{PICTURES}/{name}", *age, *(labels if raw else map(safe_cell, labels)), *side])


def _write_folders(dataset: FaceDataset, pictures: _Pictures, folder: Path) -> None:
    for row, name, content in pictures:
        top = place = folder / _side(dataset, row) if dataset.own_sides else folder
        for column in dataset.columns.values():
            label = column.label(row)
            if label is not None and column.attribute.name != AGE.name:
                known = column.attribute.name in ATTRIBUTES
                place /= label if known else f"{column.attribute.name}={quote(label, safe=' ')}"
        if place == top:
            pictures.written.pop()
            pictures.skipped.append(SkippedRow(dataset.names[row], "it has no label that a folder could state"))
            continue
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)


def _card(dataset: FaceDataset, name: str, form: str, decided: Decided | None) -> str:
    size = next((text for most, text in _SIZES if len(dataset) < most), "n>1M")
    return render(
        "data_card.md.jinja",
        dataset=dataset,
        name=name,
        form=form,
        decided=decided,
        size=size,
        sides=sides_of(dataset) or ("train",),
        counts=occurring(dataset.columns),
        titles={one: column.attribute.title for one, column in dataset.columns.items()},
    )


def _plain_name(name: str) -> str:
    """The stem of a file for a row: without folders, suffix and what a file system may refuse."""
    path = PurePosixPath(name.replace("\\", "/"))
    stem = path.name.partition("#")[0] or "face"
    stem = stem.rpartition(".")[0] or stem
    return _NOT_IN_NAMES.sub("-", stem).strip(". ")[:_LONGEST_NAME] or "face"


def _taken(dataset: FaceDataset, rows: np.ndarray[Any, np.dtype[Any]]) -> FaceDataset:
    """Some of the rows, as a data set of its own."""
    return replace(
        dataset,
        names=tuple(dataset.names[row] for row in rows),
        ages=dataset.ages[rows],
        columns={name: column.taken(rows) for name, column in dataset.columns.items() if name != AGE.name},
        grey=None if dataset.grey is None else dataset.grey[rows],
        boxes=None if dataset.boxes is None else dataset.boxes[rows],
        own_sides=tuple(dataset.own_sides[row] for row in rows) if dataset.own_sides else (),
        parts=(),
        decided=None,
    )
