"""What the README promises is what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_its_figures_stand_in_the_models_card() -> None:
    card = (ROOT / "models" / "facet-150" / "CARD.md").read_text(encoding="utf-8").replace("%", "")
    section = README.partition("## How good the model is")[2].partition("\n## ")[0]
    figures = re.findall(r"\d+\.\d(?= ?%)", section)
    assert len(figures) >= 4
    assert [figure for figure in figures if figure not in card] == []


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)", README))))
def test_what_it_points_to_is_there(target: str) -> None:
    assert (ROOT / target).exists()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"(?<=`)make (\w+)", README))))
def test_its_commands_are_in_the_makefile(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
