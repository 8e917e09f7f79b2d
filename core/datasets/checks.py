"""Warnings about data that can be read but not fully learnt from or measured on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from core.datasets.dataset import FaceDataset
from core.datasets.groups import NO_LABEL_TEXT, counts_of
from core.schema import AGE, Column

WarningCode = Literal["few_rows", "small_batch", "one_label", "absent_labels", "rare_labels", "unlikely_ages"]
WARNINGS: Final[Mapping[WarningCode, str]] = {
    "few_rows": "Too few rows: {rows}. Expected at least {needed}, some to learn from and some to measure on.",
    "small_batch": "Fewer rows ({rows}) than one batch ({batch}). Choose a smaller batch.",
    "one_label": (
        "{title}: every labelled row is {labels}. A model cannot learn to tell this from anything else, and agreement "
        "with these labels means nothing."
    ),
    "absent_labels": "{title}: labels without any row: {labels}. A model cannot learn to predict them.",
    "rare_labels": "{title}: labels with fewer than {needed} rows: {labels}. Too few to learn from and to measure on.",
    "unlikely_ages": "Ages above {limit}: {rows} rows. Check that ages are given in years.",
}
"""English text by code."""

MIN_ROWS: Final = 50
"""Fewer rows cannot be split into four sides in a useful way."""
MIN_LABEL_ROWS: Final = 20
"""With fewer rows a label is missing on the smallest side of a split, which gets 6 % of them."""
OLDEST_YEARS: Final = 122
"""Age of the oldest person on record."""


@dataclass(frozen=True, slots=True)
class DataWarning:
    """A warning with a stable code, its values and an English text."""

    code: WarningCode
    values: Mapping[str, object]
    """What the text names. `attribute` is the column it is about, if it is about one."""

    def __str__(self) -> str:
        return WARNINGS[self.code].format(**self.values)

    def as_json(self) -> dict[str, object]:
        """The warning as an object of `--json`."""
        return {"code": self.code, "text": str(self), **self.values}


def data_warnings(
    dataset: FaceDataset, *, columns: Sequence[str] | None = None, batch: int | None = None
) -> tuple[DataWarning, ...]:
    """What is missing in a data set, most general first.

    Args:
        dataset: The labels; no picture is decoded.
        columns: Names of the columns to check; by default all. Absent and rare age bands are no reason for a warning.
        batch: Number of pictures per training step, if it is known.
    """
    return tuple(_warnings(dataset, dataset.columns if columns is None else columns, batch))


def _warnings(
    dataset: FaceDataset, columns: Sequence[str] | Mapping[str, Column], batch: int | None
) -> Iterator[DataWarning]:
    rows = len(dataset)
    if rows < MIN_ROWS:
        yield DataWarning("few_rows", {"rows": rows, "needed": MIN_ROWS})
    if batch is not None and rows < batch:
        yield DataWarning("small_batch", {"rows": rows, "batch": batch})
    too_old = int((dataset.ages > OLDEST_YEARS).sum())
    if too_old:
        yield DataWarning("unlikely_ages", {"rows": too_old, "limit": OLDEST_YEARS})
    for name in columns:
        if name in dataset.columns:
            yield from _label_warnings(dataset.columns[name], with_rare=rows >= MIN_ROWS)


def _label_warnings(column: Column, *, with_rare: bool) -> Iterator[DataWarning]:
    counts = counts_of(column)
    counts.pop(NO_LABEL_TEXT, None)

    def warning(code: WarningCode, labels: Sequence[str], **more: object) -> DataWarning:
        attribute = column.attribute
        title = attribute.title[:1].upper() + attribute.title[1:]
        return DataWarning(code, {"attribute": attribute.name, "title": title, "labels": ", ".join(labels), **more})

    present = [label for label, count in counts.items() if count]
    if len(present) == 1:
        yield warning("one_label", present)
    elif column.attribute is not AGE:
        absent = [label for label, count in counts.items() if not count]
        rare = [label for label, count in counts.items() if 0 < count < MIN_LABEL_ROWS]
        if absent:
            yield warning("absent_labels", absent)
        if rare and with_rare:
            yield warning("rare_labels", rare, needed=MIN_LABEL_ROWS)
