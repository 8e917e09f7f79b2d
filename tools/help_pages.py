"""Writes docs/shortcuts.md and docs/glossary.md from what the window shows under Help.

python -m tools.help_pages
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.files import replace_file

if TYPE_CHECKING:
    from desktop.app.help_sheet import Entries

DOCS: Final = Path(__file__).resolve().parent.parent / "docs"


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["FACET_HOME"] = home
        for name, text in _pages().items():
            replace_file(DOCS / name, text.encode())
    return 0


def _pages() -> dict[str, str]:
    from PySide6.QtWidgets import QApplication

    from desktop.app.engine import Engine, load_analyzer
    from desktop.app.help_sheet import shortcuts_of
    from desktop.app.main_window import MainWindow
    from desktop.app.settings import Settings
    from desktop.app.translation import install_language
    from desktop.widgets.theme import install_theme

    app = QApplication.instance() or QApplication([])
    install_language(app, "en")
    install_theme(app, "light")  # type: ignore[arg-type]
    window = MainWindow(Engine(load_analyzer), Settings())
    try:
        return {"shortcuts.md": shortcuts_page(shortcuts_of(window.menuBar())), "glossary.md": glossary_page()}
    finally:
        window.close()


def shortcuts_page(entries: Entries) -> str:
    parts = ["# Keyboard shortcuts\n\n`?` and *Help > Keyboard shortcuts* show them in the window, with a search.\n"]
    for title, pairs in entries.items():
        rows = "\n".join(f"| {', '.join(f'`{key}`' for key in keys.split(', '))} | {text} |" for keys, text in pairs)
        parts.append(f"## {title}\n\n| keys | |\n|---|---|\n{rows}\n")
    return "\n".join(parts)


def glossary_page() -> str:
    from core.glossary import GROUPS

    parts = ["# Glossary\n\n*Help > Glossary* (Ctrl+F1) shows it in the window, in the language of the window.\n"]
    for group, terms in GROUPS.items():
        parts.append(f"## {group}\n")
        parts += [f"### {term.title}\n\n{term.text}\n" for term in terms.values()]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
