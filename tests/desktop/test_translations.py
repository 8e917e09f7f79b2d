"""Every word of the window in every language: none bare, none missing, the catalogues in step with the code."""

from __future__ import annotations

import ast
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes import FakeAnalyzer
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from core.errors import MESSAGES, ExportError, FacetError, ImageError
from desktop import wording
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import LANGUAGE
from desktop.app.translation import LANGUAGES, install_language
from desktop.faces.exporting import ExportDialog
from desktop.widgets.theme import Theme
from tools import translations

ROOT = Path(__file__).resolve().parents[2]
FORMS = {"en": {1: 0, 2: 1}, "ru": {1: 0, 2: 1, 5: 2}, "kk": {1: 0, 2: 1}}
"""A number that takes each plural form."""


MakeWindow = Callable[[], MainWindow]


@dataclass(frozen=True)
class Message:
    context: str
    source: str
    comment: str
    forms: tuple[str, ...]
    counted: bool
    finished: bool


def messages(path: Path) -> list[Message]:
    """What a catalogue holds."""
    found = []
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            found.append(
                Message(
                    context=context.findtext("name", ""),
                    source=message.findtext("source", ""),
                    comment=message.findtext("comment", ""),
                    forms=tuple(forms),
                    counted=message.get("numerus") == "yes",
                    finished=translation.get("type") is None,
                )
            )
    return found


@pytest.fixture
def make_window(look: Theme, qtbot: QtBot, settings: Settings) -> Iterator[MakeWindow]:
    """The main window in the language of the moment."""
    made: list[MainWindow] = []

    def make() -> MainWindow:
        made.append(MainWindow(Engine(lambda name: FakeAnalyzer()), settings))  # type: ignore[arg-type,return-value]
        qtbot.addWidget(made[-1])
        return made[-1]

    yield make
    for window in made:
        window.close()


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> tuple[str, list[Message]]:
    language: str = request.param
    return language, messages(translations.catalogue(translations.FOLDER, language))


def test_the_catalogues_hold_the_texts_of_the_code(tmp_path: Path) -> None:
    for language in LANGUAGES:
        shutil.copy(translations.catalogue(translations.FOLDER, language), tmp_path)
    translations.update(tmp_path)
    for language in LANGUAGES:
        kept, wanted = (
            {(m.context, m.source, m.comment, m.counted) for m in messages(translations.catalogue(folder, language))}
            for folder in (translations.FOLDER, tmp_path)
        )
        assert kept == wanted, "run `make translations`, and translate what is new"


def test_counted_texts_have_thousands_separators(tmp_path: Path, qapp: QApplication) -> None:
    """As the numbers beside them: not "1,999 of 1999"."""
    for language in LANGUAGES:
        shutil.copy(translations.catalogue(translations.FOLDER, language), tmp_path)
    translations.update(tmp_path)
    translations.release(tmp_path)
    for language, said in (("en", "1,999 pictures"), ("ru", "1\u00a0999 снимков")):
        install_language(qapp, language)
        translator = QTranslator(qapp)
        assert translator.load(str(tmp_path / f"facet_{language}.qm"))
        qapp.installTranslator(translator)
        assert wording.pictures(1999) == said


def test_nothing_is_untranslated(catalogue: tuple[str, list[Message]]) -> None:
    language, found = catalogue
    assert [m.source for m in found if not m.finished or not all(m.forms)] == []
    assert all(len(m.forms) == len(FORMS[language]) for m in found if m.counted)


def test_what_is_filled_in_stays(catalogue: tuple[str, list[Message]]) -> None:
    """Names in braces, %n, the dots of what asks further, access keys, and spaces at the ends."""
    for m in catalogue[1]:
        for form in m.forms:
            assert sorted(_names(form)) == sorted(_names(m.source)), m
            assert form.endswith("…") == m.source.endswith("…"), m
            assert form[:1].isspace() == m.source[:1].isspace(), m
            assert form[-1:].isspace() == m.source[-1:].isspace(), m
            assert bool(re.search("%L?n", form)) == ("%n" in m.source), m
            assert _keys(form) == _keys(m.source), m


def test_what_the_program_reads_is_what_was_translated(catalogue: tuple[str, list[Message]]) -> None:
    language, found = catalogue
    compiled = QTranslator()
    assert compiled.load(str(translations.catalogue(translations.FOLDER, language).with_suffix(".qm")))
    for m in found:
        numbers = FORMS[language] if m.counted else {-1: 0}
        for number, form in numbers.items():
            # A catalogue that was changed and not compiled: run `make translations`.
            assert compiled.translate(m.context, m.source, m.comment, number) == m.forms[form]


def test_errors_are_told_in_the_users_language_by_their_code(qapp: QApplication) -> None:
    install_language(qapp, "ru")
    assert wording.error_text(ImageError("image.missing", path="a.png")).startswith("Файла a.png нет")
    full = ExportError("export.write", path="b.csv", reason="No space left on device")
    assert "на диске нет места" in wording.error_text(full)
    assert wording.error_text(ValueError("own words")) == "own words"
    for code, english in MESSAGES.items():
        names = set(_names(english))
        said = wording.error_text(FacetError(code, **{name.strip("{}"): f"<{name}>" for name in names}))
        assert all(f"<{name}>" in said for name in names)
        assert re.search("[а-я]", said)


def test_numbers_follow_the_language(qapp: QApplication) -> None:
    assert (wording.number(21331), wording.share(0.842)) == ("21,331", "84.2 %")
    install_language(qapp, "ru")
    assert (wording.number(21331), wording.share(0.842)) == ("21\u00a0331", "84,2 %")
    assert [wording.pictures(n) for n in (1, 3, 5, 11, 21)] == [
        "1 снимок",
        "3 снимка",
        "5 снимков",
        "11 снимков",
        "21 снимок",
    ]
    install_language(qapp, "kk")
    assert [wording.pictures(n) for n in (1, 5)] == ["1 сурет", "5 сурет"]


@pytest.mark.parametrize(
    ("system", "spoken"), [(["ru-KZ", "ru"], "ru"), (["kk-Cyrl-KZ"], "kk"), (["de-DE", "ru-RU"], "ru"), (["de"], "en")]
)
def test_unless_one_is_chosen_the_systems_language_is_spoken(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, system: list[str], spoken: str
) -> None:
    monkeypatch.setattr(QLocale, "uiLanguages", lambda self, *_: system)
    assert install_language(qapp, "system") == spoken
    assert install_language(qapp, "en") == "en"


def test_the_window_speaks_the_language_and_so_does_qt(
    qapp: QApplication, settings: Settings, make_window: MakeWindow
) -> None:
    settings.set_value(LANGUAGE, "kk")
    install_language(qapp, str(Settings().value(LANGUAGE)))
    window: MainWindow = make_window()
    assert [action.text() for action in window.menuBar().actions()][:2] == ["&Файл", "Өң&деу"]
    assert "Фото" in window.commands.open_photos.toolTip()
    box = QMessageBox(window)
    button = box.addButton(QMessageBox.StandardButton.Close)
    assert button.text() == "Жабу"


def test_access_keys_of_a_menu_are_its_own(qapp: QApplication, make_window: MakeWindow) -> None:
    for language in LANGUAGES:
        install_language(qapp, language)
        window = make_window()
        menus = window.findChildren(QMenu)
        assert len(menus) > 6
        canvas = window.work.viewer.canvas
        of_faces = (canvas.face_actions, canvas.photo_actions, window.work.face_actions)
        for actions in (window.menuBar().actions(), *of_faces, *(menu.actions() for menu in menus)):
            keys = [key for action in actions for key in re.findall("&(.)", action.text().lower())]
            assert len(keys) == len(set(keys)), (language, [action.text() for action in actions])


def test_access_keys_of_a_page_are_its_own(
    qapp: QApplication, make_window: MakeWindow, settings: Settings, qtbot: QtBot, tmp_path: Path
) -> None:
    settings.add_recent_data(tmp_path)
    for language in LANGUAGES:
        install_language(qapp, language)
        workshop = make_window().workshop
        for part in (workshop.training, workshop.audit):
            part.open()
        for shown in (workshop.training.dialog, workshop.audit.dialog, ExportDialog(None, 3, waits=True)):
            if isinstance(shown, ExportDialog):
                shown.show()
            assert shown is not None
            kinds = QAbstractButton | QLabel
            parts = [part for part in shown.findChildren(QWidget) if isinstance(part, kinds) and part.isVisible()]
            keys = [key for part in parts for key in re.findall(r"&(\w)", part.text().lower())]
            assert keys
            assert len(keys) == len(set(keys)), (language, [part.text() for part in parts])
            shown.close()


SINKS = re.compile(
    r"set\w*(Text|ToolTip|Title|Name|Description|Label|Labels|Tip|Prefix|Suffix)|add(Action|Menu|Item|Items|Tab|Row|Button)"
    r"|drawText|say|Q\w*(Label|Button|Box|Action|Menu|ToolBar)|get\w*(FileName|FileNames|Directory|Text)|information|question"
)
"""Calls whose literals people read, be it a single word."""
PROSE = re.compile(r"[^\W\d_]{2,}[,.:;!?]? [^\W\d_]+")
"""Two words: whatever is done with them, people read them."""
WRAPPED = {"tr", "mark", "core_text"}
NOT_TO_PEOPLE = {"setObjectName", "setApplicationName", "setDesktopFileName", "debug", "warning", "error", "exception"}
NOT_TO_PEOPLE |= {"Worker", "Path"}
CODE = (ast.Raise, ast.Assert, ast.Compare, ast.Subscript, ast.MatchValue)
"""What holds literals that are no words."""
VALUES = {"early stopping", "no face", "as is", "count as wrong", "left out"}
VALUES |= {"good", "doubtful", "Description", "Value error, ", "For whom it errs"}
"""Words of tables, events and cards, looked up and written, not shown."""
NOT_SHOWN = {
    "desktop/app/start.py": "in the terminal, before there is a window",
    "desktop/widgets/theme.py": "the style sheet",
    "desktop/audit/work.py": "style sheets",
}


def test_no_literal_reaches_people_untranslated() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in sorted((ROOT / "desktop").rglob("*.py"))
        if path.relative_to(ROOT).as_posix() not in NOT_SHOWN
        for line, text in _bare(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert bare == []


def test_every_tooltip_is_wrapped() -> None:
    """Qt shows a plain text in one line, however long it is."""
    bare = []
    for path in sorted((ROOT / "desktop").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or not ast.unparse(call.func).endswith(".setToolTip"):
                continue
            text = ast.unparse(call.args[0])
            if "wrapped(" not in text and text not in ("''", "str(path)") and not text.endswith(".toolTip()"):
                bare.append(f"{path.relative_to(ROOT).as_posix()}:{call.lineno}: {text}")
    assert bare == []


def test_nothing_is_translated_within_an_f_string() -> None:
    """Where Qt's tools do not find it."""
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "desktop").rglob("*.py"))
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "tr"
    ]
    assert found == []


def test_the_walk_finds_what_is_bare() -> None:
    code = """
def f(self, label, n):
    '''A docstring is not shown.'''
    label.setText("Bare")
    label.setToolTip(f"{n} faces")
    label.setObjectName("faces")
    self.warn("two words" if n else "one")
    label.setText(self.tr("wrapped, and well").format(n=n))
    self.tr("a" if n else "b")
    self.tr(f"{n} faces are here")
    raise ValueError("not for people")
"""
    assert [text for _, text in _bare(ast.parse(code))] == ["tr", "tr", "Bare", " faces", "two words"]


def _bare(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Literals that people would read as they stand, and calls of `tr` that the extractor would not understand."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "tr" and not _understood(node):
            yield node.lineno, "tr"
    yield from _read(tree, shown=False)


def _read(node: ast.AST, *, shown: bool) -> Iterator[tuple[int, str]]:
    for name, child in ((name, child) for name, value in ast.iter_fields(node) for child in _nodes(value)):
        if isinstance(child, CODE) or _is_docstring(child) or (isinstance(node, ast.Dict) and name == "keys"):
            continue
        if isinstance(child, ast.Call):
            called = _called(child)
            yield from _read(child.func, shown=False)
            if called not in WRAPPED | NOT_TO_PEOPLE:
                for argument in (*child.args, *child.keywords):
                    inside = isinstance(argument, ast.expr) and bool(SINKS.fullmatch(called))
                    yield from _read(ast.Tuple([argument]), shown=inside)
        elif isinstance(child, ast.Constant) and isinstance(child.value, str):
            plain = re.sub(r"<[^>]*(>|$)|&\w+;|[\w-]*\.\w+$|Facet", "", child.value)
            if re.search(r"[^\W\d_]{2,}", plain) and (shown or PROSE.search(plain)) and plain not in VALUES:
                yield child.lineno, child.value
        else:
            yield from _read(child, shown=shown and not isinstance(child, ast.Lambda | ast.Attribute))


def _nodes(value: object) -> list[ast.AST]:
    return [node for node in (value if isinstance(value, list) else [value]) if isinstance(node, ast.AST)]


def _understood(call: ast.Call) -> bool:
    """A plain literal, from which pyside6-lupdate takes the text; or `texts.tr` of a table's."""
    first = call.args[0] if call.args and not call.keywords else None
    of_texts = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)
    owner = call.func.value.id if of_texts else ""  # type: ignore[union-attr]
    literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
    counted = literal and "%n" in first.value  # type: ignore[operator,union-attr]
    return (literal and owner in ("self", "texts") and counted == (len(call.args) == 3)) or (
        owner == "texts" and isinstance(first, ast.Name | ast.Attribute | ast.Subscript | ast.Call)
    )


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _names(text: str) -> list[str]:
    return re.findall(r"\{\w*\}", text)


def _keys(text: str) -> int:
    return len(re.findall(r"&(?=\w)", text))
