"""JSON that is nested without end, of the wrong type or with numbers out of range is damage, not a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from core.collection.journal import journal_path
from core.collection.store import CollectionWriter
from core.collection.view import Collection
from core.datasets.splits import load_split
from core.errors import DataError, ExportError

DAMAGED = ["[" * 100_000, '{"a":' * 100_000, "null", "[]", "1e999", '"text"', "{", "NaN", ""]
DATA = cast(Any, SimpleNamespace(fingerprint="", __len__=lambda: 0))


@pytest.mark.parametrize("text", DAMAGED)
def test_a_split(text: str, tmp_path: Path) -> None:
    (tmp_path / "split.json").write_text(text)
    with pytest.raises(DataError, match="cannot be used"):
        load_split(tmp_path / "split.json", DATA)


@pytest.mark.parametrize("text", DAMAGED)
def test_a_table_of_answers(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(text + "\n")
    with pytest.raises(ExportError, match="cannot be opened as a result"):
        Collection.of_table(tmp_path / "a.jsonl")


@pytest.mark.parametrize("text", [*DAMAGED, '{"key": "/b", "code": [], "record": {"faces": []}}', '{"key": []}'])
def test_a_line_of_an_earlier_journal_is_left_out(text: str, tmp_path: Path) -> None:
    about = {"model": "m", "model_sha256": "0", "thresholds": "gender 0.5, ethnicity 0.5"}
    asked = {"about": about, "thresholds": {"gender": 0.5, "ethnicity": 0.5}}
    lines = [{"facet_journal": 1, **asked}, {"key": "/a", "code": None, "record": {"path": "/a", "faces": []}}]
    last = {"key": "/c", "code": None, "record": {"faces": []}}
    content = "".join(json.dumps(line) + "\n" for line in lines) + text + "\n" + json.dumps(last) + "\n"
    journal_path(tmp_path / "a.csv").write_text(content)
    with Collection.of_table(tmp_path / "a.csv") as seen:
        assert [key for key, _ in seen.records()] == ["/a", "/c"]
    with CollectionWriter(tmp_path / "a.csv", asked) as collection:
        assert set(collection.photos) == {"/a", "/c"}
        assert len(list(collection.records())) == 2
