"""Where a collection lies beside its table, and the JSON Lines journal that earlier versions kept in its place."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from core.errors import ExportError
from core.files import parse_json

_FORMAT: Final = 1
_NAME_BYTES: Final = 255


def collection_path(out: Path) -> Path:
    """Where the collection of the table `out` lies: hidden, beside it."""
    return path_beside(out, "collection")


def journal_path(out: Path) -> Path:
    """Where earlier versions kept a JSON Lines journal instead."""
    return path_beside(out, "journal")


def require_question(asked: Mapping[str, Any], out: Path, where: Path) -> None:
    """Check that `asked` names the model and its thresholds.

    Raises:
        ExportError: It does not.
    """
    about = asked.get("about")
    if not (isinstance(about, dict) and {"model", "model_sha256"} <= set(about) and "thresholds" in asked):
        raise ExportError("batch.journal", path=out, journal=where, reason="is damaged in its first line")


def read_journal(out: Path) -> Iterator[dict[str, Any]]:
    """The lines of an earlier version's journal: the question first, then a photo each; nothing if there is none.

    A torn last line and lines that a failing disk made unreadable are skipped: their photos are answered again.

    Raises:
        OSError: It cannot be read.
        ExportError: Its first line is damaged.
    """
    journal = journal_path(out)
    with contextlib.suppress(FileNotFoundError), journal.open("rb") as file:
        first = True
        for line in file:
            if not line.endswith(b"\n"):
                return
            value = _parsed(line)
            if first:
                version, first = value.pop("facet_journal", None), False
                if version != _FORMAT:
                    reason = f"has version {version}, not {_FORMAT}" if version else "is damaged in its first line"
                    raise ExportError("batch.journal", path=out, journal=journal, reason=reason)
                yield value
            elif isinstance(value.get("key"), str) and isinstance(value.get("code"), str | None) and _has_faces(value):
                yield value


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        value = parse_json(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _has_faces(line: Mapping[str, Any]) -> bool:
    record = line.get("record")
    return isinstance(record, dict) and isinstance(record.get("faces"), list)


def path_beside(out: Path, kind: str) -> Path:
    """A hidden file beside a table; `kind` says which."""
    name = f".{out.name}.facet-{kind}"
    longest = _NAME_BYTES - (len("-journal") if kind == "collection" else 0)  # SQLite appends that for a while
    if len(os.fsencode(name)) > longest:
        name = f".{hashlib.sha256(os.fsencode(out.name)).hexdigest()[:32]}.facet-{kind}"
    return out.with_name(name)
