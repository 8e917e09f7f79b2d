"""A model's answers beside the labels as a CSV file: written for other programs, and read from any model.

One row per face. For an attribute `A`, such as gender:

    A                 the label
    A_LABEL           the probability of each label, such as A_Male and A_Female; or, in their place,
    A_predicted       the predicted label, for models without probabilities
    A_threshold       below this probability the answer is uncertain; or A_uncertain, true or false. Both optional

    name              of the picture; optional
    age               in years, or as age bands; optional
    any other         a column to group by, if its words repeat

Empty predictions mean that no face was found, which counts as wrong.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.datasets.column_choice import are_pictures
from core.datasets.columns import MAX_LABELS, read_age
from core.datasets.csv_file import CsvFile, fields
from core.datasets.dataset import OWN_TERMS, FaceDataset
from core.datasets.picture_files import Pictures
from core.errors import DataError, ExportError
from core.evaluation.predictions import LabelledPredictions, beside_answers
from core.files import replace_file, safe_cell
from core.schema import AGE, ATTRIBUTES, NOT_GIVEN, Attribute, Column, age_column, attribute_name, column_of_words
from core.vision.imaging import RGB, read_image

Floats = NDArray[np.float64]
Words = Sequence[str]

EXPECTED: Final = (
    "a CSV file in UTF-8 with one row per face and, for an attribute such as gender, its label in the column gender "
    "and the model's answer as probabilities in gender_Male and gender_Female, or as a label in gender_predicted"
)
NAMES: Final = ("name", "path", "file", "filename", "file_name", "image", "img_name", "picture")
_PREDICTED: Final = ("{}_predicted", "predicted_{}", "{}_prediction", "{}_pred", "pred_{}")
_TRUE, _FALSE = ("true", "1", "yes"), ("false", "0", "no", "")
_MISSING: Final = ("", "nan", "na", "none")
_PERCENT: Final = 100.0
_ROUNDED: Final = 0.02
"""How far the sum of probabilities may be from 1."""


@dataclass(frozen=True, slots=True, eq=False)
class PredictionsFile:
    """The content of such a file."""

    predictions: LabelledPredictions
    names: tuple[str, ...]
    """By row."""


def is_predictions_file(path: Path) -> bool:
    """Whether the path of a model is that of a table of predictions instead."""
    return path.suffix.lower() == ".csv" and path.is_file()


def has_answers(path: Path) -> bool:
    """Whether the titles of a CSV file are those of a table of predictions rather than of labelled data."""
    try:
        titles = [title.casefold() for title in CsvFile(path, expected=EXPECTED).header]
    except DataError:
        return False
    table = dict.fromkeys(titles, ())
    for name in {name for title in titles for name in _answered_by(title, table)}:
        labels = [title.removeprefix(f"{name}_") for title in titles if title.startswith(f"{name}_")]
        known = ATTRIBUTES.get(name)
        if sum(known is None or known.index(label) is not None for label in labels) > 1:
            return True
        if any(pattern.format(name) in table for pattern in _PREDICTED):
            return True
    return False


def read_predictions(path: Path, dataset: FaceDataset | None = None) -> PredictionsFile:
    """Read the answers of any model.

    Args:
        path: The file.
        dataset: Takes the place of the labels and groups in the file; rows are matched by name. Its other rows are
            left out.

    Raises:
        DataError: It is not such a file; the message says in which line.
    """
    file = CsvFile(path, expected=EXPECTED)
    table = _table(file)
    answers = _answers(file, table)
    if not answers:
        raise file.refused(f"it has no column of answers (it has: {', '.join(file.header[:12])})")
    found = _found(file, answers)
    name_column: str | None = next((column for column in NAMES if column in table), None)
    if name_column is None:  # as pandas' index, or under another title
        name_column = next((column for column, words in table.items() if are_pictures(words)), None)
    names = tuple(table[name_column]) if name_column is not None else tuple(f"row {at + 1}" for at in range(len(found)))
    used = {name_column, *(column for one in answers.values() for column in one.columns)}
    columns, rows = _columns(file, table, answers, used), np.arange(len(found))
    if dataset is not None:
        if name_column is None:
            raise file.refused(f"it has no column with the names of the pictures ({', '.join(NAMES)})")
        columns, rows, kept = _of_dataset(file, dataset, names, {name: one.attribute for name, one in answers.items()})
        found, names = found[kept], dataset.names
        answers = {name: one.taken(kept) for name, one in answers.items()}
    predictions = LabelledPredictions(
        model=path.stem,
        data=path.name if dataset is None else dataset.title,
        rows=rows,
        found=found,
        attributes={name: one.attribute for name, one in answers.items()},
        probabilities={name: one.probabilities for name, one in answers.items()},
        thresholds={name: one.thresholds for name, one in answers.items()},
        columns=columns,
        shares_training_source=None,
        labels_only=frozenset(name for name, one in answers.items() if one.labels_only),
    )
    return PredictionsFile(predictions, names)


def as_dataset(read: PredictionsFile, path: Path) -> FaceDataset:
    """The labels in such a file as a data set; its pictures are looked for where their names say, beside the file."""

    def decode(name: str) -> RGB:
        return read_image(path.parent / name)

    return FaceDataset(
        title=path.name,
        terms=OWN_TERMS,
        names=read.names,
        ages=np.full(len(read.names), NOT_GIVEN, np.int64),
        columns=read.predictions.columns,
        skipped=(),
        decode=decode,
    )


def rows_as_in(first: PredictionsFile, second: PredictionsFile) -> LabelledPredictions:
    """The answers of the second file to faces of the first, with its row numbers, matched by name.

    Raises:
        DataError: They have no name in common.
    """
    places = {name: at for at, name in enumerate(first.names)}
    at = np.array([places.get(name, -1) for name in second.names], np.int64)
    kept = np.flatnonzero(at >= 0)
    if not len(kept):
        model, other = first.predictions.model, second.predictions.model
        raise DataError("evaluate.nothing_alike", first=model, second=other)
    return replace(second.predictions.taken(kept), rows=at[kept])


def predictions_table(predictions: LabelledPredictions, names: Sequence[str]) -> dict[str, list[object]]:
    """The columns of the file, by title; a missing value is None. `names` are those of the data set's rows."""
    columns: dict[str, list[object]] = {"name": [names[row] for row in predictions.rows.tolist()]}
    every = range(len(predictions))
    columns |= {name: [column.label(at) for at in every] for name, column in predictions.columns.items()}
    for name, attribute in predictions.attributes.items():
        for at, label in enumerate(attribute.labels):
            columns[f"{name}_{label}"] = _where_found(predictions.probabilities[name][:, at], predictions)
        columns[f"{name}_threshold"] = _where_found(predictions.thresholds[name], predictions)
    return columns


def write_predictions(path: Path, predictions: LabelledPredictions, names: Sequence[str], *, raw: bool = False) -> None:
    """Write a model's answers beside the labels.

    Args:
        path: The file.
        predictions: The answers.
        names: Of the pictures, by row of the data set.
        raw: Write text that is like a formula as it is (`core.files`).

    Raises:
        ExportError: It cannot be written.
    """
    columns = predictions_table(predictions, names)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    rows = zip(*columns.values(), strict=True)
    writer.writerows(rows if raw else (map(safe_cell, row) for row in rows))
    try:
        replace_file(path, text.getvalue().encode("utf-8", "replace"))
    except OSError as e:
        raise ExportError("export.write", path=path, reason=e.strerror or e) from e


@dataclass(frozen=True, slots=True, eq=False)
class _Answers:
    """The answers to one attribute."""

    attribute: Attribute
    probabilities: Floats
    """NaN where there is none."""
    thresholds: Floats
    columns: tuple[str, ...]
    """Of the table."""
    labels_only: bool

    def taken(self, rows: NDArray[np.int64]) -> _Answers:
        return _Answers(self.attribute, self.probabilities[rows], self.thresholds[rows], self.columns, self.labels_only)


def _table(file: CsvFile) -> dict[str, list[str]]:
    """The columns, by their titles in lower case."""
    titles = [title.casefold() for title in file.header]
    columns: list[list[str]] = [[] for _ in titles]
    for line in file.rows():
        row = file.split(line, fields)
        if isinstance(row, str):
            raise file.refused(f"line {line.number}: {row}")
        for column, value in zip(columns, row, strict=True):
            column.append(value.strip())
    if not columns or not columns[0]:
        raise file.refused("it has no rows")
    return dict(zip(titles, columns, strict=True))


def _answers(file: CsvFile, table: Mapping[str, Words]) -> dict[str, _Answers]:
    """The answers in the table, by attribute, in the order of its columns."""
    found: dict[str, _Answers] = {}
    for title in file.header:
        for name in _answered_by(title.casefold(), table):
            if name not in found and (one := _of_attribute(file, table, name)) is not None:
                found[name] = one
    return found


def _answered_by(title: str, table: Mapping[str, Words]) -> list[str]:
    """Attributes to which a column may be an answer."""
    names = [name for name in (*ATTRIBUTES, *table) if title.startswith(f"{name}_")]
    for pattern in _PREDICTED:
        before, after = pattern.split("{}")
        if title.startswith(before) and title.endswith(after) and len(title) > len(before) + len(after):
            names.append(title[len(before) : len(title) - len(after)])
    return names


def _of_attribute(file: CsvFile, table: Mapping[str, Words], name: str) -> _Answers | None:
    label_words = table.get(name, ())
    predicted = next((column for pattern in _PREDICTED if (column := pattern.format(name)) in table), None)
    limits = [column for column in (f"{name}_threshold", f"{name}_uncertain") if column in table]
    parts = [title for title in file.header if title.casefold().startswith(f"{name}_")]
    parts = [
        title
        for title in parts
        if title.casefold() not in (*limits, predicted) and _all_numbers(table[title.casefold()])
    ]
    attribute = ATTRIBUTES.get(name)
    if len(parts) > 1:
        labels = tuple(title[len(name) + 1 :] for title in parts)
        attribute = attribute or _attribute(file, name, _named_alike(labels, label_words))
        places = [attribute.index(label) for label in labels]
        if None in places or len(set(places)) < len(attribute.labels):
            raise file.refused(f"the columns {', '.join(parts)} are not those of {', '.join(attribute.labels)}")
        order = np.argsort(np.array(places, np.int64))
        values = np.array([[_number(word) for word in table[title.casefold()]] for title in parts]).T[:, order]
        probabilities = _checked(file, parts, values)
    elif predicted is not None:
        words = table[predicted]
        attribute = attribute or _attribute(file, name, _natural_labels(name, [*label_words, *words]))
        at = _indices(file, predicted, attribute, words)
        probabilities = np.where(at[:, np.newaxis] < 0, np.nan, np.eye(len(attribute.labels))[at])
    else:
        return None
    return _Answers(
        attribute,
        probabilities,
        _thresholds(file, table, limits, len(probabilities)),
        tuple(filter(None, (predicted, *limits, *(title.casefold() for title in parts)))),
        labels_only=len(parts) < 2,
    )


def _found(file: CsvFile, answers: Mapping[str, _Answers]) -> NDArray[np.bool_]:
    """Where there is an answer to every attribute; fills the others with zeros."""
    given = np.stack([np.isfinite(one.probabilities[:, 0]) for one in answers.values()])
    partly = np.flatnonzero(given.any(axis=0) & ~given.all(axis=0))
    if len(partly):
        raise file.refused(f"row {partly[0] + 1} has answers to some attributes only")
    for one in answers.values():
        np.nan_to_num(one.probabilities, copy=False)
    return np.asarray(given.all(axis=0))


def _columns(
    file: CsvFile, table: Mapping[str, Words], answers: Mapping[str, _Answers], used: set[str | None]
) -> dict[str, Column]:
    """Labels and groups in the table."""
    columns: dict[str, Column] = {}
    for title in file.header:
        key = title.casefold()
        name, words = attribute_name(title), table[key]
        if key in used or not any(words) or name in columns:
            continue
        known = answers[name].attribute if name in answers else ATTRIBUTES.get(name)
        if known is not None:
            columns[name] = Column(known, _indices(file, title, known, words))
        elif name == AGE.name:
            columns[name] = _ages(file, words)
        elif 1 < len(set(filter(None, words))) <= MAX_LABELS:
            columns[name] = column_of_words(title, words)
    return columns


def _of_dataset(
    file: CsvFile, dataset: FaceDataset, names: Sequence[str], attributes: Mapping[str, Attribute]
) -> tuple[dict[str, Column], NDArray[np.int64], NDArray[np.int64]]:
    """The columns of a data set for the rows of the table, their rows in it, and the table's rows that are in it."""
    rows = _rows_named(dataset.names, names)
    kept = np.flatnonzero(rows >= 0)
    if not len(kept):
        raise file.refused(f"none of its names, such as {names[0]!r}, is a picture of {dataset.title}")
    if len(np.unique(rows[kept])) < len(kept):
        raise file.refused("it names a picture twice")
    columns = {name: column.taken(rows[kept]) for name, column in dataset.columns.items()}
    return beside_answers(attributes, columns), rows[kept], kept


def _rows_named(own: Sequence[str], names: Sequence[str]) -> NDArray[np.int64]:
    """The rows of a data set that names mean; -1 for none.

    If no name is that of a row, their ends are compared, then their ends without suffix: others may have read the
    pictures from another folder.
    """
    places = {name: row for row, name in enumerate(own)}
    found = [places.get(name, -1) for name in names]
    if max(found, default=-1) < 0:
        pictures = Pictures(own, ".")
        found = [-1 if (there := pictures.find(name)) is None else places[there] for name in names]
    if max(found, default=-1) < 0:
        stems: dict[str, list[int]] = {}
        for name, row in places.items():
            stems.setdefault(PurePosixPath(name).stem, []).append(row)
        only = {stem: rows[0] for stem, rows in stems.items() if len(rows) == 1}
        found = [only.get(PurePosixPath(name.replace("\\", "/")).name, -1) for name in names]
    return np.array(found, np.int64)


def _ages(file: CsvFile, words: Words) -> Column:
    if all(not word or word in AGE.labels for word in words):
        return Column(AGE, np.array([AGE.labels.index(word) if word else NOT_GIVEN for word in words], np.int64))
    ages = [read_age(word) for word in words]
    for row, age in enumerate(ages):
        if isinstance(age, str):
            raise file.refused(f"row {row + 1}: {age}")
    return age_column(np.array(ages, np.int64))


def _attribute(file: CsvFile, name: str, labels: tuple[str, ...]) -> Attribute:
    try:
        return Attribute(attribute_name(name), labels)
    except ValueError as e:
        raise file.refused(f"the attribute {name}: {e}") from e


def _named_alike(titles: tuple[str, ...], words: Words) -> tuple[str, ...]:
    """Labels as the column of labels writes them, which may differ from the titles in case."""
    written = {word.casefold(): word for word in words if word}
    return tuple(written.get(title.casefold(), title) for title in titles)


def _natural_labels(name: str, words: Words) -> tuple[str, ...]:
    different = set(filter(None, words))
    return column_of_words(name, words).attribute.labels if len(different) > 1 else tuple(different)


def _indices(file: CsvFile, title: str, attribute: Attribute, words: Words) -> NDArray[np.int64]:
    """The labels that words stand for; `NOT_GIVEN` for empty ones."""
    places = {word: attribute.index(word) if word else NOT_GIVEN for word in set(words)}
    for row, word in enumerate(words):
        if places[word] is None:
            allowed = ", ".join(attribute.labels)
            raise file.refused(f"row {row + 1}: {title} {word[:40]!r} is not one of {allowed}")
    return np.array([places[word] for word in words], np.int64)


def _checked(file: CsvFile, parts: Sequence[str], values: Floats) -> Floats:
    """Probabilities that sum to 1; rows without any are NaN."""
    empty = np.isnan(values)
    partly = np.flatnonzero(empty.any(axis=1) & ~empty.all(axis=1))
    if len(partly):
        raise file.refused(f"row {partly[0] + 1} lacks some of {', '.join(parts)}")
    sums = values.sum(axis=1)
    if len(sums[sums > 0]) and (np.abs(sums[sums > 0] - _PERCENT) <= _ROUNDED * _PERCENT).all():
        values, sums = values / _PERCENT, sums / _PERCENT
    wrong = np.flatnonzero((values < 0).any(axis=1) | (np.abs(sums - 1) > _ROUNDED))
    if len(wrong):
        raise file.refused(
            f"row {wrong[0] + 1}: {', '.join(parts)} sum to {sums[wrong[0]]:.3g}, expected probabilities that sum to 1"
        )
    return np.asarray(values / sums[:, np.newaxis])


def _thresholds(file: CsvFile, table: Mapping[str, Words], columns: Sequence[str], count: int) -> Floats:
    if not columns:
        return np.zeros(count)
    title, *_ = columns
    if title.endswith("_threshold"):
        return np.nan_to_num(np.array([_number(word) for word in table[title]], np.float64))
    meant = dict.fromkeys(_TRUE, np.inf) | dict.fromkeys(_FALSE, 0.0)
    found = np.array([meant.get(word.casefold(), np.nan) for word in table[title]])
    if np.isnan(found).any():
        at = int(np.flatnonzero(np.isnan(found))[0])
        raise file.refused(f"row {at + 1}: {title} {table[title][at][:40]!r} is not true or false")
    return np.asarray(found, np.float64)


def _number(word: str) -> float:
    """A number, also as a spreadsheet writes it: 97,5 or 97.5%; NaN for an empty or another word."""
    try:
        return float(word.removesuffix("%").replace(",", "."))
    except ValueError:
        return float("nan")


def _all_numbers(words: Words) -> bool:
    return any(words) and all(word.casefold() in _MISSING or not np.isnan(_number(word)) for word in words)


def _where_found(values: Floats, predictions: LabelledPredictions) -> list[object]:
    return [value if found else None for value, found in zip(values.tolist(), predictions.found, strict=True)]
