"""The figures that mitigation is judged by: a lessened gap is told from chance, and from a lost seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tools.mitigation_figures import Told, figures
from tools.mitigation_page import BEGIN, END, Measured, write_page

COUNT = 10_000


def told(worst: float, *, seed: int, others: float = 0.92) -> Told:
    """A network that is right about one of ten groups as often as `worst` says."""
    group = np.random.default_rng(0).integers(0, 10, COUNT)
    chance = np.random.default_rng(seed)
    right = chance.random(COUNT) < np.where(group == 3, worst, others)
    return Told(np.arange(COUNT), group, right, chance.random(COUNT) < 0.9)


def test_a_gap_that_is_halved_is_found_with_its_size() -> None:
    plain, method = [told(0.72, seed=at) for at in (1, 2, 3)], [told(0.82, seed=at) for at in (4, 5, 6)]
    found = figures(method, plain, draws=400)
    assert found.count == COUNT
    assert 900 < found.smallest < 1100
    assert found.gap.low < 0.10 < found.gap.high
    assert found.worst.low < 0.82 < found.worst.high
    assert found.gap_left.low < 0.5 < found.gap_left.high
    assert found.gap_change.high < 0 < found.accuracy_change.low


def test_what_changes_nothing_is_not_said_to_change_anything() -> None:
    plain, same = [told(0.9, seed=at) for at in (1, 2, 3)], [told(0.9, seed=at) for at in (4, 5, 6)]
    found = figures(same, plain, draws=400)
    assert found.gap_change.low < 0 < found.gap_change.high
    assert found.accuracy_change.low < 0 < found.accuracy_change.high
    itself = figures(plain, plain, draws=100)
    assert (itself.gap_change.low, itself.gap_change.high, itself.gap_left.value) == (0.0, 0.0, 1.0)


def test_one_seed_that_failed_widens_the_interval() -> None:
    plain = [told(0.72, seed=at) for at in (1, 2, 3)]
    steady = figures([told(0.82, seed=at) for at in (4, 5, 6)], plain, draws=400).gap_change
    unsteady = figures([told(worst, seed=4) for worst in (0.92, 0.92, 0.62)], plain, draws=400).gap_change
    assert unsteady.high - unsteady.low > 2 * (steady.high - steady.low)
    assert unsteady.high > 0


def test_networks_asked_about_other_faces_are_not_compared() -> None:
    plain = told(0.9, seed=1)
    other = Told(plain.rows + 1, plain.cells, plain.right, plain.answered)
    with pytest.raises(ValueError, match="different faces"):
        figures([plain], [other], draws=10)


def test_the_page_keeps_what_stands_around_the_measured_part(tmp_path: Path) -> None:
    page = tmp_path / "mitigation.md"
    page.write_text(f"# Before\n{BEGIN}\nstale\n{END}\nafter\n", encoding="utf-8")
    ways = {"none": [told(0.72, seed=1)], "group DRO": [told(0.82, seed=2)]}
    measured = [Measured("utkface", "report", asked, ways, 61.0) for asked in ("utkface", "fairface")]
    for _ in range(2):
        write_page(page, measured)
        text = page.read_text(encoding="utf-8")
        assert text.startswith("# Before\n") and text.endswith("after\n") and "stale" not in text
        assert text.count("| group DRO |") == 2
    plot = (tmp_path / "pictures" / "mitigation.svg").read_text(encoding="utf-8")
    assert plot.count("<title>group DRO</title>") == 2
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="expected"):
        write_page(page, measured)
