"""Rendering of the Jinja templates in `core/templates/`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from core.places import shipped

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, **values: Any) -> str:
    """Render a template; values are escaped in HTML, and for tables in Markdown by the filter `cell`."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=FileSystemLoader(shipped("core/templates")),
        autoescape=select_autoescape(enabled_extensions=("html.jinja", "svg.jinja"), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = lambda value: str(value).replace("|", "\\|").replace("\n", " ")
    return environment
