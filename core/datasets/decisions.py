"""Labels by the user, in files beside the data: decisions on given labels, and labels of unlabelled pictures.

Decisions are a JSON file beside the data, never in them:

    {"version": 1, "decisions": [
        {"name": "a.jpg", "picture": HASH, "action": "relabel", "attribute": "gender", "label": "Female"},
        {"name": "b.jpg", "picture": HASH, "action": "keep", "attribute": "gender", "label": ""},
        {"name": "c.jpg", "picture": HASH, "action": "cannot_tell", "attribute": "gender", "label": ""},
        {"name": "d.jpg", "picture": HASH, "action": "leave_out", "attribute": "", "label": ""}]}

Beside `faces.zip` it is `faces.zip.facet-decisions.json`; where that folder cannot be written to, a file in the user's
data folder. A decision is about a picture: it holds as long as the data have that picture under that name.

Labels of unlabelled pictures are a CSV file, which Facet reads as a data set. Beside the folder `faces` it is
`faces.facet-labels.csv`, with the column `file` and one column per attribute; where that cannot be written, a file in
the user's data folder.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, Literal, get_args

import numpy as np

from core.datasets.audit import pixel_digest
from core.datasets.dataset import Decided, FaceDataset, Indices
from core.errors import DataError, FacetError
from core.files import make_folder, parse_json, plain_text, read_ordinary, replace_file, safe_cell
from core.places import user_data
from core.schema import AGE, NOT_GIVEN, Column
from core.work import ShouldStop, ordered_map

Action = Literal["keep", "relabel", "cannot_tell", "leave_out"]

SUFFIX: Final = ".facet-decisions.json"
_VERSION: Final = 1
_LIMIT: Final = 256 << 20


@dataclass(frozen=True, slots=True)
class Decision:
    """What the user decided about a label of a face, or about the face."""

    name: str
    """Name of the picture in the data."""
    picture: str
    """Hash of its decoded pixels."""
    action: Action
    attribute: str = ""
    """Empty if the face is left out."""
    label: str = ""
    """The new label, if it is relabelled."""

    @property
    def about(self) -> tuple[str, str, str]:
        """A later decision about the same replaces an earlier one."""
        return self.name, self.picture, self.attribute


class Decisions:
    """The decisions about one data set, saved at each step.

    Args:
        data: The path that the data are opened by.

    Raises:
        DataError: The file of decisions cannot be read.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._made = {one.about: one for one in read_decisions(data)}

    def __len__(self) -> int:
        return len(self._made)

    @property
    def all(self) -> tuple[Decision, ...]:
        """In the order in which they were first made."""
        return tuple(self._made.values())

    @property
    def by_name(self) -> dict[tuple[str, str], Decision]:
        """By name of the picture and attribute; the attribute is empty for faces that are left out."""
        return {(one.name, one.attribute): one for one in self._made.values()}

    def make(self, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
        """Save decisions about the same pictures and their attribute; return those they replace, for `restore`.

        A decision about a label takes back that its face is left out.

        Raises:
            DataError: They cannot be saved; nothing has changed.
        """
        made = tuple(decisions)
        about = {one.about for one in made} | {(one.name, one.picture, "") for one in made}
        before = tuple(self._made[key] for key in about if key in self._made)
        self._save({key: one for key, one in self._made.items() if key not in about} | {one.about: one for one in made})
        return before

    def restore(self, made: Iterable[Decision], before: Iterable[Decision]) -> None:
        """Take back what `make` was given, with what it returned.

        Raises:
            DataError: That cannot be saved; nothing has changed.
        """
        gone = {one.about for one in made}
        kept = {key: one for key, one in self._made.items() if key not in gone}
        self._save(kept | {one.about: one for one in before})

    def _save(self, made: Mapping[tuple[str, str, str], Decision]) -> None:
        decisions = [asdict(one) for one in made.values()]
        content = json.dumps({"version": _VERSION, "decisions": decisions}, indent=1).encode()
        path = decisions_file(self._data)
        try:
            try:
                replace_file(path, content)
            except OSError:
                path = _private_file(self._data)
                make_folder(path.parent)
                replace_file(path, content)
        except OSError as e:
            raise DataError("export.write", path=path, reason=e.strerror or str(e)) from e
        self._made = dict(made)


def decisions_file(data: Path) -> Path:
    """Where the decisions about the data at `data` are, or would be."""
    private = _private_file(data)
    return private if private.exists() else data.absolute().with_name(data.absolute().name + SUFFIX)


def read_decisions(data: Path) -> tuple[Decision, ...]:
    """The decisions about the data at `data`; none if there is no file.

    Raises:
        DataError: The file cannot be read, or is damaged.
    """
    path = decisions_file(data)
    try:
        held = parse_json(read_ordinary(path, limit=_LIMIT))
        if not isinstance(held, dict) or held.get("version") != _VERSION:
            raise ValueError(f"expected an object of version {_VERSION}")
        return tuple(map(_decision, held["decisions"]))
    except FileNotFoundError:
        return ()
    except KeyError as e:
        raise DataError("decisions.damaged", path=path, reason=f"it does not say {e.args[0]}") from e
    except (OSError, ValueError, TypeError) as e:
        raise DataError("decisions.damaged", path=path, reason=getattr(e, "strerror", None) or str(e)) from e


def picture_hash(dataset: FaceDataset, row: int) -> str:
    """The hash by which a decision knows the picture of a row.

    Raises:
        FacetError: The picture cannot be read.
    """
    return pixel_digest(dataset.image(row)).hex()


def apply_decisions(
    dataset: FaceDataset, decisions: Sequence[Decision], *, should_stop: ShouldStop | None = None
) -> FaceDataset:
    """The data set with the decisions applied, where its pictures are still those that were decided about.

    Raises:
        Stopped: `should_stop` returned True.
    """
    if not decisions:
        return dataset
    dataset = dataset.as_labelled
    ages = dataset.ages.copy()
    values = {name: column.values.copy() for name, column in dataset.columns.items()}
    left_out: set[int] = set()
    changed = removed = missed = 0
    for decision, rows in zip(decisions, _rows_of(dataset, decisions, should_stop), strict=True):
        # Ages are estimates in years, not labels.
        column = None if decision.attribute == AGE.name else dataset.columns.get(decision.attribute)
        if decision.action == "leave_out":
            left_out.update(rows)
        elif column is None or (decision.action == "relabel" and decision.label not in column.attribute.labels):
            rows.clear()
        elif decision.action != "keep":
            label = column.attribute.labels.index(decision.label) if decision.action == "relabel" else NOT_GIVEN
            different = [row for row in rows if column.values[row] != label]
            values[decision.attribute][different] = label
            changed += len(different) if decision.action == "relabel" else 0
            removed += len(different) if decision.action == "cannot_tell" else 0
        missed += not rows
    gone = np.array(sorted(left_out), np.int64)
    for given in (ages, *values.values()):
        given[gone] = NOT_GIVEN
    digest = hashlib.sha256("\n".join(repr(one) for one in decisions).encode("utf-8", "surrogateescape"))
    return replace(
        dataset,
        ages=ages,
        columns={name: Column(column.attribute, values[name]) for name, column in dataset.columns.items()},
        decided=Decided(dataset, digest.hexdigest(), changed, removed, gone, missed),
    )


def _rows_of(dataset: FaceDataset, decisions: Sequence[Decision], should_stop: ShouldStop | None) -> list[list[int]]:
    """For each decision, the rows with its name and picture."""
    named: dict[str, list[int]] = {one.name: [] for one in decisions}
    for row, name in enumerate(dataset.names):
        if name in named:
            named[name].append(row)
    wanted = sorted({row for rows in named.values() for row in rows})

    def look(row: int) -> str:
        try:
            return picture_hash(dataset, row)
        except FacetError:
            return ""

    hashes = dict(zip(wanted, ordered_map(look, wanted, should_stop=should_stop), strict=True))
    return [[row for row in named[one.name] if hashes[row] == one.picture] for one in decisions]


def _decision(held: object) -> Decision:
    if not isinstance(held, dict) or not all(isinstance(value, str) for value in held.values()):
        raise ValueError("a decision is not an object of texts")
    made = Decision(**held)
    if made.action not in get_args(Action) or not made.picture or bool(made.attribute) == (made.action == "leave_out"):
        raise ValueError(f"{made.name}: {made.action} of {made.attribute or 'no attribute'} is not a decision")
    return made


def _private_file(data: Path) -> Path:
    digest = hashlib.sha256(os.fsencode(data.absolute())).hexdigest()[:24]
    return user_data() / "decisions" / f"{digest}.json"


def rows_decided_alike(exact_groups: Indices, row: int) -> list[int]:
    """The rows with the same picture as `row`, itself among them: a picture has one label."""
    return np.flatnonzero(exact_groups == exact_groups[row]).tolist()


LABELS_SUFFIX: Final = ".facet-labels.csv"
FILE: Final = "file"


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
        self.path = private if private.exists() else self._folder.with_name(self._folder.name + LABELS_SUFFIX)
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
