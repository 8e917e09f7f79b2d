"""A small sample of each storm that is fast; the long ones run at night."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import pytest

from tools.storm import run_storm

if sys.platform == "win32":
    pytest.skip("the storms use limits of POSIX", allow_module_level=True)

from tools.storm_child import Case
from tools.storm_damage import mutate


@pytest.mark.parametrize(("name", "count"), [("pictures", 40), ("settings", 26)])
def test_a_sample_brings_nothing_down(name: str, count: int, tmp_path: Path) -> None:
    assert run_storm(name, tmp_path, count=count, seed=7) == 0
    assert len((tmp_path / f"{name}.jsonl").read_text().splitlines()) == count


def test_a_storm_goes_on_where_its_journal_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_storm("settings", tmp_path, count=3)
    journal = tmp_path / "settings.jsonl"
    before = journal.read_text()
    run_storm("settings", tmp_path, count=5)
    assert journal.read_text().startswith(before) and len(journal.read_text().splitlines()) == 5
    assert "5 cases, 0 faults" in capsys.readouterr().out
    lines = before.splitlines(keepends=True)
    journal.write_text(lines[0] + lines[2])  # cases are noted as they end
    run_storm("settings", tmp_path, count=3)
    assert sorted(json.loads(line)["number"] for line in journal.read_text().splitlines()) == [0, 1, 2]


def test_the_same_seed_makes_the_same_damage() -> None:
    made = [mutate(bytes(range(256)), random.Random("1 2")) for _ in range(2)]
    assert made[0] == made[1] != bytes(range(256))
    assert Case.from_json(Case(1, None, 0.5, 3.0, kills=2).to_json()) == Case(1, None, 0.5, 3.0, kills=2)
