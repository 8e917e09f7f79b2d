"""A small sample of each storm that is fast; the long ones run at night."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tools.storm import run_storm

if sys.platform == "win32":
    pytest.skip("the storms use limits of POSIX", allow_module_level=True)

from tools.storm_child import Case, mutate


@pytest.mark.parametrize(("name", "count"), [("pictures", 21), ("settings", 40)])
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


def test_the_same_seed_makes_the_same_damage() -> None:
    made = [mutate(bytes(range(256)), random.Random("1 2")) for _ in range(2)]
    assert made[0] == made[1] != bytes(range(256))
    assert Case.from_json(Case(1, None, 0.5, 3.0).to_json()) == Case(1, None, 0.5, 3.0)
