"""Templates are found wherever Facet lies, and no value can change the markup around it."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, UndefinedError

from core import rendering
from core.places import shipped
from installer.contents import own_files


@pytest.fixture
def templates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        rendering._environment(),
        "loader",
        DictLoader({"a.html.jinja": "<p>{{ text }}</p>", "a.md.jinja": "| {{ text|cell }} | {{ text }}"}),
    )


def test_html_is_escaped_and_a_cell_of_a_markdown_table_stays_one(templates: None) -> None:
    assert rendering.render("a.html.jinja", text="<b>&\"'") == "<p>&lt;b&gt;&amp;&#34;&#39;</p>"
    assert rendering.render("a.md.jinja", text="a|<b>") == "| a\\|<b> | a|<b>"
    with pytest.raises(UndefinedError):
        rendering.render("a.html.jinja")


def test_an_installed_program_has_the_templates() -> None:
    folder = shipped("core/templates")
    assert {"card.md.jinja", "evaluation.html.jinja", "robustness.md.jinja"} <= {path.name for path in folder.iterdir()}
    assert (str(folder), "core/templates") in own_files("full")
