"""First start, look, and what must hold before the window stands."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from fakes import FakeAnalyzer, write_photo
from hidden_library import run_pytest, skips
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from using import click, trigger

from core.model.bundle import load_bundle
from core.places import shipped
from desktop.app import start as app
from desktop.app import system
from desktop.app.about import About
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.widgets.theme import Theme


@pytest.fixture
def new_user(own_folders: Path) -> Settings:
    return Settings()


def test_nothing_is_loaded_or_analysed_before_the_purpose_is_confirmed(
    look: Theme, qtbot: QtBot, new_user: Settings, photo: Path
) -> None:
    loaded: list[str] = []
    analyzer = FakeAnalyzer()

    def load(name: str) -> FakeAnalyzer:
        loaded.append(name)
        return analyzer

    window = MainWindow(Engine(load), new_user)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.show()
    window.open_paths([photo])
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photo))])
    window.intake.can_take(mime)
    window.commands.paste.trigger()  # disabled, so nothing may come of it
    QApplication.processEvents()
    assert window.pages.currentWidget() is window.welcome
    assert not any(action.isEnabled() for action in window.commands.for_photos)
    assert not window.welcome.start.isEnabled()
    assert loaded == []

    click(window.welcome.check)
    click(window.welcome.start)
    assert window.pages.currentWidget() is window.work
    qtbot.waitUntil(lambda: window.work.analysis is not None)  # the photo named at the start was kept
    assert Settings().purpose_confirmed
    window.close()


def test_the_purpose_can_be_read_again(window: MainWindow) -> None:
    trigger(window.commands.show_purpose)
    assert window.pages.currentWidget() is window.welcome
    assert not window.welcome.check.isVisible()
    click(window.welcome.back)
    assert window.pages.currentWidget() is window.work


def test_enter_confirms_the_purpose_once_it_is_ticked(look: Theme, qtbot: QtBot, new_user: Settings) -> None:
    window = MainWindow(Engine(lambda name: FakeAnalyzer()), new_user)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(window)
    window.show()
    qtbot.keyClick(window.welcome.check, Qt.Key.Key_Return)
    assert window.pages.currentWidget() is window.welcome
    qtbot.keyClick(window.welcome.check, Qt.Key.Key_Space)
    qtbot.keyClick(window.welcome.check, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.welcome
    qtbot.keyClick(window.welcome.check, Qt.Key.Key_Return)
    assert window.pages.currentWidget() is window.work
    window.close()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_the_purpose_read_again_looks_as_at_first_and_is_left_with_a_key(
    window: MainWindow, qtbot: QtBot, key: Qt.Key
) -> None:
    def widths() -> list[int]:
        qtbot.wait(1)
        return [label.width() for label in window.welcome.findChildren(QLabel) if label.wordWrap()]

    trigger(window.commands.show_purpose)
    again = widths()
    window.welcome.ask()
    assert widths() == again
    window.welcome.remind()
    qtbot.keyClick(window.welcome.back, key)
    assert window.pages.currentWidget() is window.work


def test_dark_and_light_retint_palette_and_icons(window: MainWindow, qtbot: QtBot) -> None:
    def shade() -> tuple[int, int]:
        image = window.commands.open_photos.icon().pixmap(20, 20).toImage()
        inked = [
            image.pixelColor(x, y).lightness()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() > 200
        ]
        return sum(inked) // len(inked), QApplication.palette().color(QPalette.ColorRole.Window).lightness()

    trigger(window.commands.schemes["light"])
    icon, background = shade()
    assert icon < 80 < 200 < background
    trigger(window.commands.schemes["dark"])
    icon, background = shade()
    assert background < 80 < 180 < icon
    assert Settings().scheme == "dark"
    trigger(window.commands.schemes["light"])


def test_about_names_the_model_its_terms_and_its_card(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.status.text() != "")
    trigger(window.commands.about)
    about = window.findChild(About)
    assert about is not None
    assert about.model.text() == "Model fake 1.0: for tests"
    about.close()


def test_a_missing_library_is_told_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> object:
        if name in ("libxcb-cursor.so.0", "libEGL.so.1"):
            raise OSError(name)
        return object()

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert system.missing_packages(load) == ["libegl1", "libxcb-cursor0"]
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert system.missing_packages(load) == ["libegl1"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt brings all it needs")
@pytest.mark.parametrize("library", system.CAMERA_NEEDED)
def test_without_a_library_of_the_camera_only_its_tests_are_skipped(tmp_path: Path, library: str) -> None:
    modules = [f"tests/desktop/test_{name}.py" for name in ("camera", "video", "keyboard")]
    done = run_pytest(tmp_path, *modules, "-k", "camera or shortcut", library=library)
    assert done.returncode == 0, done.stdout + done.stderr
    (line,) = skips(done)
    assert "sudo apt install" in line and system.CAMERA_NEEDED[library] in line
    assert re.search(r"\b[1-9]\d* passed", done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    ("env", "there"),
    [
        ({}, False),
        ({"DISPLAY": ":9876"}, False),
        ({"WAYLAND_DISPLAY": "there"}, True),
        ({"WAYLAND_DISPLAY": "gone"}, False),
        ({"WAYLAND_DISPLAY": "gone", "DISPLAY": ":9876"}, False),
        ({"QT_QPA_PLATFORM": "wayland"}, False),
        ({"QT_QPA_PLATFORM": "wayland", "WAYLAND_DISPLAY": "there"}, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
        ({"QT_QPA_PLATFORM": "there-is-no-such"}, False),
        ({"QT_QPA_PLATFORM": "linuxfb:fb=/there-is-no-such"}, False),
    ],
)
def test_a_display_is_there_only_if_it_answers(
    monkeypatch: pytest.MonkeyPatch, env: dict[str, str], there: bool
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    # The name of a socket may have some hundred letters.
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(f"{folder}/there")
        compositor.listen()
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        assert system.has_display() is there


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Wayland is Linux's")
def test_an_x_server_stands_in_for_a_compositor_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "_x11_answers", lambda: True)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    for name, value in {"WAYLAND_DISPLAY": "gone", "DISPLAY": ":0"}.items():
        monkeypatch.setenv(name, value)
    assert system.has_display()
    assert os.environ["QT_QPA_PLATFORM"] == "xcb"


def test_missing_libraries_end_the_program_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app, "missing_packages", lambda: ["libxcb-cursor0"])
    assert app.main([]) == 1
    error = capsys.readouterr().err
    assert "sudo apt install libxcb-cursor0" in error
    assert error.count("\n") == 1


def run_python(code: str, home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "FACET_HOME": str(home), **env},
    )


def test_opencv_leaves_no_trace_in_the_environment(own_folders: Path) -> None:
    code = """
import os
from PySide6.QtWidgets import QApplication
app = QApplication([])
from desktop.app.opencv import QT_VARIABLES, import_opencv
import_opencv()
import sys
import tempfile
assert "cv2" in sys.modules
print([os.environ.get(name) for name in QT_VARIABLES])
"""
    done = run_python(code, own_folders, QT_QPA_FONTDIR="/my/fonts")
    assert done.stdout.strip() == "[None, '/my/fonts']", done.stderr


def test_this_qt_keeps_pythons_references(own_folders: Path) -> None:
    """PySide6 6.12.0 lets go of a reference to True or None with every call: Python 3.11 ends after some hundred."""
    code = """
import sys
import tempfile
kept = [None] * 10_000, [True] * 10_000
from PySide6.QtCore import QCoreApplication, QObject, Signal
app = QCoreApplication([])
class Sender(QObject):
    sent = Signal(object)
sender = Sender()
before = sys.getrefcount(None), sys.getrefcount(True)
for _ in range(1000):
    sender.sent.emit(1)
    app.processEvents()
after = sys.getrefcount(None), sys.getrefcount(True)
print(min(now - then for now, then in zip(after, before)) > -100)
"""
    done = run_python(code, own_folders)
    assert done.stdout.strip() == "True", done.stderr or "this release of PySide6 must not be used with this Python"


def test_the_window_stands_before_anything_heavy_is_imported(own_folders: Path) -> None:
    Settings().confirm_purpose()
    code = """
import sys
import tempfile
from PySide6.QtWidgets import QApplication
from desktop.app import start as app
def look():
    heavy = ("numpy", "cv2", "PIL", "pydantic", "ai_edge_litert", "tensorflow", "keras", "pyqtgraph", "typer",
             "PySide6.QtMultimedia", "PySide6.QtNetwork")
    print([w.isVisible() for w in QApplication.topLevelWidgets() if w.windowTitle() == "Facet"],
          [name for name in heavy if name in sys.modules])
    QApplication.closeAllWindows()
    return 0
QApplication.exec = staticmethod(look)
sys.exit(app.main([]))
"""
    done = run_python(code, own_folders)
    assert done.stdout.strip() == "[True] []", done.stderr
    assert done.returncode == 0


def test_it_starts_again_with_its_photos_where_that_was_asked_for(own_folders: Path, tmp_path: Path) -> None:
    Settings().confirm_purpose()
    photo = write_photo(tmp_path / "one.png", faces=1)
    code = f"""
import sys
from PySide6.QtCore import QProcess
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from desktop.app import start as app
QProcess.startDetached = staticmethod(lambda program, arguments: print(program == sys.executable, arguments))
def look():
    window = next(w for w in QApplication.topLevelWidgets() if w.metaObject().className() == "MainWindow")
    while not window.work.photos.photos:
        QTest.qWait(10)
    window.commands.settings.trigger()
    window.workshop.settings_dialog.restart_asked.emit()
    return 0
QApplication.exec = staticmethod(look)
sys.exit(app.main([{str(photo)!r}]))
"""
    done = run_python(code, own_folders)
    assert done.stdout.strip() == f"True ['-m', 'desktop', {str(photo)!r}]", done.stderr


def test_a_second_window_stands_beside_the_first(look: Theme, qtbot: QtBot, settings: Settings) -> None:
    places = []
    for aside in (False, True):
        window = MainWindow(Engine(lambda name: FakeAnalyzer()), settings)  # type: ignore[arg-type,return-value]
        qtbot.addWidget(window)
        if aside:
            window.step_aside()
        window.show()
        places.append(window.geometry())
        window.close()  # it is remembered where
    first, second = places
    assert first.topLeft() != second.topLeft()
    assert window.screen().availableGeometry().contains(second)


def test_figures_by_group_open_at_the_group_of_the_face(window: MainWindow, qtbot: QtBot, photo: Path) -> None:
    window.open_paths([photo])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 3)
    bundle = load_bundle(shipped("models") / "facet-150")
    window.workshop._on_model_loaded(bundle)
    click(window.work.panel.cards[0].figures)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), About))
    about = QApplication.activeModalWidget()
    assert about.marked.text() == "Marked below: Female, Black, as perceived in this face"
    card = about.card
    marks = card.extraSelections()
    marked = [mark.cursor.selectedText() for mark in marks]
    assert marked[0] == "Female, Black" and marked[1].isdigit() and "%" in marked[2]
    assert card.viewport().rect().contains(card.cursorRect(marks[0].cursor))
    about.close()
    bare = About(bundle)
    qtbot.addWidget(bare)
    assert bare.card.mark_group(set()) == "" and bare.card.extraSelections() == []
    assert bare.card.mark_group({"Male"}) == "Male"
