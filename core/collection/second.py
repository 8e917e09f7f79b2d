"""The answers of a second model to the faces that the first one found: a table beside the rows, one entry per face."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from core.collection.photos import FileState, Photo
from core.export import record_keys, records_differ, second_key
from core.files import parse_json
from core.schema import Attribute
from core.vision.faces import Face

MISSING: Final = (
    "SELECT key FROM photo WHERE id IN (SELECT photo FROM row WHERE points IS NOT NULL"
    " AND id NOT IN (SELECT id FROM second)) ORDER BY place"
)
"""The photos with faces that the second model has not answered; it needs their key points."""
ANY: Final = ""
"""Stands for an attribute where it may be any of them."""

Answers = Mapping[str, Mapping[str, Any]]
"""A second model's answers to a face by attribute, in the form of `core.export.record`."""


@dataclass(frozen=True, slots=True)
class FacesToAnswer:
    """The faces that the first model found in a photo, for a second model to answer."""

    photo: Photo
    rows: tuple[int, ...]
    faces: tuple[Face, ...]
    """Their boxes and key points, by row."""
    state: FileState | None
    """The file when the faces were found."""


def create_table(db: sqlite3.Connection, attributes: Mapping[str, Attribute]) -> None:
    """Make the table unless it is there: by row whether the answers to each attribute differ, and by how much."""
    compared = "".join(f", differs{at} INTEGER, difference{at} REAL" for at in range(len(attributes)))
    db.execute(f"CREATE TABLE IF NOT EXISTS second (id INTEGER PRIMARY KEY{compared}, answers TEXT NOT NULL)")


def use(db: sqlite3.Connection, asked: Mapping[str, Any]) -> None:
    """Store what the second model is asked, as `core.collection.batch.question` says it."""
    db.execute("INSERT OR REPLACE INTO meta VALUES ('second', ?)", (json.dumps(dict(asked)),))


def stored(db: sqlite3.Connection) -> dict[str, Any]:
    """What the second model was asked; empty where there is none. `hidden` is true while it is not to be shown.

    Raises:
        ValueError: It is damaged.
    """
    found = db.execute("SELECT value FROM meta WHERE key = 'second'").fetchone()
    if found is None:
        return {}
    asked = parse_json(found[0])
    about = asked.get("about") if isinstance(asked, dict) else None
    if not (isinstance(about, dict) and {"model", "model_sha256", "thresholds"} <= about.keys()):
        raise ValueError("the question to the second model is damaged")
    return {"thresholds": {}, **asked}


def parse_answers(text: str) -> Answers:
    """The answers of an entry.

    Raises:
        ValueError: They are damaged.
    """
    answers = parse_json(text)
    try:
        if all(isinstance(its["uncertain"], bool) and its["label"] in its["probabilities"] for its in answers.values()):
            found: Answers = answers
            return found
    except (KeyError, TypeError, AttributeError) as e:
        raise ValueError("the answers of the second model are damaged") from e
    raise ValueError("the answers of the second model are damaged")


def insert(
    db: sqlite3.Connection,
    attributes: Mapping[str, Attribute],
    rows: Iterable[tuple[int, Mapping[str, Any], Answers | None]],
) -> None:
    """Write the second model's answers to rows, each given with the face's record by the first model."""
    keys = record_keys(attributes)
    marks = ", ".join("?" * (2 * len(attributes) + 2))
    for row, face, answers in rows:
        if answers is None:
            continue
        values: list[Any] = [row]
        for name in attributes:
            values += _compared(face[keys[name]], answers.get(name))
        db.execute(
            f"INSERT OR REPLACE INTO second VALUES ({marks})", (*values, json.dumps(answers, ensure_ascii=False))
        )


def faces_to_answer(db: sqlite3.Connection, key: str) -> FacesToAnswer | None:
    """The faces of a photo; None if there are none, or their key points are not known."""
    name = os.fsencode(key)
    rows = (
        "SELECT row.id, points, x0, y0, x1, y1 FROM photo JOIN row ON row.photo = photo.id"
        " WHERE key = ? AND points IS NOT NULL ORDER BY face"
    )
    found = db.execute(rows, (name,)).fetchall()
    if not found:
        return None
    photo = (
        "SELECT size, mtime_ns, json_extract(record, '$.quarter_turns'), bytes"
        " FROM photo LEFT JOIN content ON content.key = photo.key WHERE photo.key = ?"
    )
    size, mtime_ns, turns, content = db.execute(photo, (name,)).fetchone()
    return FacesToAnswer(
        Photo(Path(key), content=content, quarter_turns=turns or 0),
        tuple(row for row, *_ in found),
        tuple(Face(tuple(box), np.array(parse_json(points), np.float32), 1.0) for _, points, *box in found),
        None if size is None else FileState(size, mtime_ns),
    )


def with_answers(db: sqlite3.Connection, photo: int, record: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The record of a photo with the second model's answers to its faces under `key`."""
    query = "SELECT face, answers FROM row JOIN second ON second.id = row.id WHERE photo = ?"
    answers = {face: parse_answers(text) for face, text in db.execute(query, (photo,))} if record["faces"] else {}
    if not answers:
        return record
    faces = [{**face, key: answers[at]} if at in answers else face for at, face in enumerate(record["faces"])]
    return {**record, "faces": faces}


def swapped(record: Mapping[str, Any], attributes: Mapping[str, Attribute], model: str) -> Mapping[str, Any] | None:
    """The record of a photo with the answers of both models in each other's place; None if any is missing.

    Args:
        record: The record `with_answers`.
        attributes: Those that both models answer.
        model: The name and version of the second, which becomes the first.
    """
    keys, key = record_keys(attributes), second_key(attributes)
    faces = []
    for face in record["faces"]:
        theirs = face.get(key, {})
        if not theirs.keys() >= keys.keys():
            return None
        ours = {name: face[its] for name, its in keys.items()}
        faces.append({**face, **{its: theirs[name] for name, its in keys.items()}, key: ours})
    return {**record, "model": model, "faces": faces}


def differing(attribute: str, attributes: Sequence[str]) -> str:
    """The condition on an entry that the answers to an attribute differ, or to `ANY`."""
    if attribute != ANY:
        return f"differs{attributes.index(attribute)}"
    return "(" + " OR ".join(f"coalesce(differs{at}, 0)" for at in range(len(attributes))) + ")"


def difference(attribute: str, attributes: Sequence[str]) -> str:
    """By how much the probabilities of an attribute differ, or the most of `ANY`; NULL where they are not compared."""
    if attribute != ANY:
        return f"difference{attributes.index(attribute)}" if attribute in attributes else "NULL"
    each = ", ".join(f"coalesce(difference{at}, -1)" for at in range(len(attributes)))
    return f"nullif(max({each}, -1), -1)"


def _compared(ours: Mapping[str, Any], theirs: Mapping[str, Any] | None) -> tuple[int | None, float | None]:
    """Whether two answers differ, and the largest difference of the probabilities that both give a label."""
    shared = ours["probabilities"].keys() & theirs["probabilities"].keys() if theirs else set()
    if theirs is None or not shared:
        return None, None
    apart = (abs(ours["probabilities"][label] - theirs["probabilities"][label]) for label in shared)
    return int(records_differ(ours, theirs)), max(apart)
