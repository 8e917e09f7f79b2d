"""JSON that is nested without end, of the wrong type or with numbers out of range is damage, not a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from core.collection.store import Journal, JournalReader, journal_path
from core.collection.table_reader import ResultReader
from core.datasets import csv_cache
from core.datasets.splits import load_split
from core.errors import DataError, ExportError

DAMAGED = ["[" * 100_000, '{"a":' * 100_000, "null", "[]", "1e999", '"text"', "{", "NaN", ""]
DATA = cast(Any, SimpleNamespace(fingerprint="", __len__=lambda: 0))


@pytest.mark.parametrize("text", DAMAGED)
def test_a_split(text: str, tmp_path: Path) -> None:
    (tmp_path / "split.json").write_text(text)
    with pytest.raises(DataError, match="cannot be used"):
        load_split(tmp_path / "split.json", DATA)


@pytest.mark.parametrize(
    "text", [*DAMAGED, '{"side": 1e999, "names": []}', '{"side": 1, "names": [], "ages": [1e999]}']
)
def test_a_cached_table(text: str, tmp_path: Path) -> None:
    for name in ("table.json", "pictures.u8"):
        (tmp_path / name).write_text(text or " ")
    assert csv_cache.read(tmp_path) is None


@pytest.mark.parametrize("text", DAMAGED)
def test_a_table_of_answers(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(text + "\n")
    with pytest.raises(ExportError, match="cannot be opened as a result"):
        ResultReader(tmp_path / "a.jsonl").read(1)


@pytest.mark.parametrize("text", [*DAMAGED, '{"key": "/b", "code": [], "record": {"faces": []}}', '{"key": []}'])
def test_a_line_of_a_journal_is_left_out(text: str, tmp_path: Path) -> None:
    asked = {"about": {"model": "m", "model_sha256": "0"}, "thresholds": {}}
    with Journal(tmp_path / "a.csv", asked) as journal:
        journal.add("/a", {"path": "/a", "faces": [], "error": None}, None)
    with journal_path(tmp_path / "a.csv").open("a") as file:
        file.write(text + "\n" + json.dumps({"key": "/c", "code": None, "record": {"faces": []}}) + "\n")
    with Journal(tmp_path / "a.csv", asked) as journal:
        assert {"/a", "/c"} <= set(journal.entries)
        assert len(list(journal.records())) == len(journal.entries)
    assert {"/a", "/c"} <= {key for key, _ in JournalReader(tmp_path / "a.csv").read(9)}
