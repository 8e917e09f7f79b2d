"""Brings resources/translations in step with the code: `make translations`.

    python -m tools.translations

Qt's own tools do the work. pyside6-lupdate reads the texts out of `desktop/` and adds what is new to the catalogues
(.ts, to be filled in with Qt Linguist or any editor); pyside6-lrelease compiles them (.qm, what the program reads).
The tables of `core/`, which knows no Qt, are handed to it as a file of marked literals. facet_en.ts holds nothing but
the singular and plural of texts with a number.
"""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "resources" / "translations"
LANGUAGES: Final = ("en", "ru", "kk")
_DISK_FAULTS: Final = (
    errno.ENOSPC,
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.ENAMETOOLONG,
    errno.EIO,
    errno.ENOENT,
)


def main() -> int:
    update(FOLDER)
    release(FOLDER)
    return 0


def catalogue(folder: Path, language: str) -> Path:
    return folder / f"facet_{language}.ts"


def update(folder: Path) -> None:
    """Add the texts of the code to the catalogues in `folder`, and drop those no longer there."""
    with tempfile.TemporaryDirectory() as scratch:
        tables = Path(scratch) / "core_texts.py"
        tables.write_text(_marked(core_texts()), encoding="utf-8")
        for language in LANGUAGES:
            kinds = ["-pluralonly"] if language == "en" else []
            options = [
                "-extensions",
                "py",
                "-tr-function-alias",
                "tr+=mark",
                "-locations",
                "none",
                "-no-obsolete",
                *kinds,
            ]
            languages = ["-source-language", "en", "-target-language", language]
            target = catalogue(folder, language)
            _run("lupdate", *options, *languages, str(ROOT / "desktop"), str(tables), "-ts", str(target))
            _group_thousands(target)


def _group_thousands(catalogue: Path) -> None:
    """Have Qt write counts as the reader's language groups their digits: %Ln instead of %n in the translations."""
    text = catalogue.read_text(encoding="utf-8")
    forms = re.sub(r"(?<=<numerusform>)[^<]*", lambda form: form[0].replace("%n", "%Ln"), text)
    catalogue.write_text(forms, encoding="utf-8", newline="\n")


def release(folder: Path) -> None:
    """Compile the catalogues in `folder`."""
    for language in LANGUAGES:
        source = catalogue(folder, language)
        compiled = source.with_suffix(".qm")
        # Beside, then moved into place: a program that runs has the old one mapped into its memory.
        beside = compiled.with_suffix(".new")
        _run("lrelease", str(source), "-qm", str(beside))
        beside.replace(compiled)


def core_texts() -> Iterator[tuple[str, str]]:
    """Every text of `core` that the window shows, with its context."""
    from core.collection.open import NOT_OURS
    from core.collection.store import DELETED
    from core.collection.table_reader import NO_COLUMN, NO_RESULT
    from core.errors import MESSAGES
    from core.evaluation.what_if import CHANGES
    from core.evaluation.words import LIMITS, USE
    from core.export import NO_ATTRIBUTES
    from core.glossary import GROUPS
    from core.model.library import ARCHIVE_REASONS
    from core.purpose import CONFIRMATION, PARAGRAPHS, TITLE
    from core.schema import ATTRIBUTES
    from core.vision.quality import CAVEATS, REASONS

    tables: tuple[tuple[str, Iterable[str]], ...] = (
        ("errors", MESSAGES.values()),
        (
            "reasons",
            (*map(os.strerror, _DISK_FAULTS), DELETED, NOT_OURS, NO_RESULT, NO_COLUMN, NO_ATTRIBUTES, *ARCHIVE_REASONS),
        ),
        ("labels", (label for attribute in ATTRIBUTES.values() for label in attribute.labels)),
        ("quality", (*REASONS.values(), *CAVEATS.values())),
        ("what_if", (change.title for change in CHANGES.values())),
        ("evaluation", (*USE, *LIMITS)),
        (
            "glossary",
            (text for group, terms in GROUPS.items() for text in (group, *chain.from_iterable(terms.values()))),
        ),
        ("purpose", (TITLE, *PARAGRAPHS, CONFIRMATION)),
        ("recipe", _recipe_texts()),
        ("network", _network_texts()),
        ("steps", _step_texts()),
    )
    for context, texts in tables:
        for text in dict.fromkeys(texts):
            yield context, text


def _recipe_texts() -> Iterator[str]:
    """Names, help and choices of every option that a recipe or a kind of network has."""
    from core.training.architectures import ARCHITECTURES
    from core.training.recipe import Recipe
    from desktop.widgets.option import options_of

    for option in options_of(Recipe):
        yield from option.english()
    for architecture in ARCHITECTURES.values():
        for option in options_of(architecture.parameters):
            yield from option.english()


def _network_texts() -> Iterator[str]:
    """Names, help and choices of every option in the form of a network made elsewhere."""
    from core.evaluation.external.form import NetworkForm
    from desktop.widgets.option import options_of

    for option in options_of(NetworkForm):
        yield from option.english()


def _step_texts() -> Iterator[str]:
    """What a training says it is preparing."""
    for path in sorted((ROOT / "core" / "training").glob("*.py")):
        yield from re.findall(r'[Pp]reparing\("([^"]+)"', path.read_text(encoding="utf-8"))


def _marked(texts: Iterator[tuple[str, str]]) -> str:
    return "\n".join(f"QT_TRANSLATE_NOOP({context!r}, {text!r})" for context, text in texts)


def _run(tool: str, *arguments: str) -> None:
    program = Path(sys.executable).with_name(f"pyside6-{tool}")
    command: Sequence[str] = [str(program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
