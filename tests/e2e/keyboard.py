"""A person without a mouse: presses keys, looks where the focus is, waits for what comes."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Any, Final, TypeVar

from program import main_windows
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMenu, QMenuBar, QWidget

from core.model.bundle import DEFAULT
from desktop.app.main_window import MainWindow
from desktop.app.start import main

Seen = TypeVar("Seen")
_MOST_KEYS: Final = 120
"""Nobody presses Tab more often before giving up."""
_SHORT_S: Final = 60.0


class Keyboard(QObject):
    """Used from a thread beside that of the window, so that a dialog can wait for its answer.

    Keys are events of the window that has the keyboard, as the system sends them: menus, dialogs, popups and shortcuts
    treat them as they treat those of a person. Widgets are found with Tab and recognised by their accessible name.
    """

    _asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._used: list[QWidget] = []
        """The windows that had the keyboard, the latest last."""
        self._asked.connect(lambda run: run(), Qt.ConnectionType.QueuedConnection)

    def see(self, look: Callable[[], Seen]) -> Seen:
        """Look at something in the window's thread."""
        seen: Future[Seen] = Future()

        def run() -> None:
            try:
                seen.set_result(look())
            except BaseException as e:  # noqa: BLE001 - raised where it was asked
                seen.set_exception(e)

        self._asked.emit(run)
        return seen.result(_SHORT_S)

    def get(self, look: Callable[[], Seen | None]) -> Seen:
        """Wait until something is there, and return it."""
        self.until(look)
        found = self.see(look)
        assert found
        return found

    def begin(self, window: MainWindow) -> None:
        """Confirm the purpose, and wait for the model."""
        self.tab_to("I understand")
        self.press("Space")
        self.tab_to("Start")
        self.press("Space")
        self.until(lambda: window.status.text().startswith(DEFAULT))

    def until(self, look: Callable[[], Any], seconds: float = _SHORT_S) -> None:
        """Wait until something is seen."""
        ends = time.monotonic() + seconds
        while not self.see(look):
            assert time.monotonic() < ends, f"not seen in {seconds:.0f} s; focus: {self.see(self._where)}"
            time.sleep(0.02)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, such as "Ctrl+O"."""
        for key in keys:
            self.until(self._has_keyboard)
            combination = QKeySequence(key)[0]
            # Not waited for: the key may open a dialog, and then this returns when that is closed.
            self._asked.emit(
                lambda pressed=combination: QTest.keyClick(self._window(), pressed.key(), pressed.keyboardModifiers())
            )
            self.see(lambda: None)

    def type(self, text: str) -> None:
        """Type a text; "\\r" is Return."""
        for letter in text:
            if letter == "\r":
                self.press("Return")
            else:
                self.until(self._has_keyboard)
                self._asked.emit(lambda letter=letter: QTest.keyClick(self._window(), letter))
                self.see(lambda: None)

    def tab_to(self, name: str) -> None:
        """Press Tab until a widget whose accessible name starts so has the focus."""
        met = []
        for _ in range(_MOST_KEYS):
            if self.see(lambda: _name(self._focus())).startswith(name):
                return
            met.append(self.see(self._where))
            self.press("Tab")
        raise AssertionError(f"Tab never came to {name!r}, but to {met}")

    def arrow_to(self, name: str) -> None:
        """Press the right arrow within a group of buttons until one whose name starts so has the focus."""
        for _ in range(_MOST_KEYS):
            if self.see(lambda: _name(self._focus())).startswith(name):
                return
            self.press("Right")
        raise AssertionError(f"no button {name!r}; focus: {self.see(self._where)}")

    def choose(self, name: str) -> None:
        """Choose the item of the combo box that has the focus whose text starts so."""
        for _ in range(_MOST_KEYS):
            box = self.see(self._focus)
            assert isinstance(box, QComboBox), self.see(self._where)
            if self.see(box.currentText).startswith(name):
                return
            self.press("Down")
        raise AssertionError(f"the box has no {name!r}")

    def menu(self, *names: str) -> None:
        """Choose a command by the names of its menus and its own."""
        title = self.see(lambda: next(a.text() for a in self._bar().actions() if a.text().replace("&", "") == names[0]))
        self.press(f"Alt+{title[title.index('&') + 1]}")
        for name in names[1:]:
            self.pick(name)

    def pick(self, name: str) -> None:
        """Choose what starts so in the menu that is open, or open its own menu."""
        self._move_to(name)
        self.press("Return")

    def wait_for(self, title: str, seconds: float = _SHORT_S) -> None:
        """Wait until a window whose title starts so has the keyboard."""
        self.until(lambda: (self._window(), _title())[1].startswith(title), seconds)

    def wait_for_window(self, window: QWidget) -> None:
        """Wait until a window has the keyboard."""
        self.until(lambda: (self._window(), QApplication.activeWindow())[1] is window)

    def read(self, text: str, seconds: float = _SHORT_S) -> None:
        """Wait until a text that starts so is seen in the window that has the keyboard."""
        self.until(
            lambda: any(
                label.isVisible() and label.text().startswith(text) for label in self._used[-1].findChildren(QLabel)
            ),
            seconds,
        )

    def _move_to(self, name: str) -> None:
        for _ in range(_MOST_KEYS):
            popup = self.see(QApplication.activePopupWidget)
            assert isinstance(popup, QMenu), name
            active = self.see(popup.activeAction)
            if active and self.see(active.text).replace("&", "").startswith(name):
                return
            self.press("Down")
        raise AssertionError(f"the menu has no {name!r}")

    @staticmethod
    def _bar() -> QMenuBar:
        return next(iter(main_windows())).menuBar()

    def _window(self) -> Any:
        """The window that gets the keys.

        Without a window manager nobody hands over the keyboard: to a new dialog, and back when it is closed.
        """
        if QApplication.activePopupWidget():
            return QGuiApplication.focusWindow()
        window = QApplication.activeModalWidget() or QApplication.activeWindow()
        if window is None:
            shown = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowHandle()]
            window = max(shown, key=lambda one: self._used.index(one) if one in self._used else -1)
        if window is not QApplication.activeWindow():
            window.activateWindow()
        if window in self._used:
            self._used.remove(window)
        self._used.append(window)
        return QGuiApplication.focusWindow() or window.windowHandle()

    def _has_keyboard(self) -> bool:
        """Whether the window that gets the keys has been handed them; a screen takes its time."""
        self._window()
        return QApplication.activePopupWidget() is not None or QApplication.activeWindow() is self._used[-1]

    @staticmethod
    def _focus() -> QWidget | None:
        popup = QApplication.activePopupWidget()
        return (popup.focusWidget() if popup else None) or QApplication.focusWidget()

    def _where(self) -> str:
        focus = self._focus()
        return f"{type(focus).__name__} {_name(focus)!r} in {_title()!r}"


def _name(widget: QWidget | None) -> str:
    """The accessible name; Qt names a combo box on Linux after its choice."""
    interface = widget and QAccessible.queryAccessibleInterface(widget)
    return (widget and widget.accessibleName()) or (interface.text(QAccessible.Text.Name) if interface else "")


def _title() -> str:
    window = QApplication.activeWindow()
    return window.windowTitle() if window else ""


def run_by_keyboard(use: Callable[[MainWindow, Keyboard], None]) -> int:
    """Run the program, use it with the keyboard, close it with Ctrl+Q; returns the exit code.

    Its files are chosen in Qt's own dialogs: those of the system cannot be looked into.
    """
    trouble: list[BaseException] = []
    keyboard = Keyboard()

    def give_up(window: MainWindow) -> None:
        window.workshop.training.session.cancel()
        QApplication.quit()

    def drive() -> None:
        keyboard.until(main_windows)
        (window,) = keyboard.see(main_windows)
        try:
            use(window, keyboard)
            keyboard.wait_for_window(window)
            keyboard.press("Ctrl+Q")
            keyboard.until(lambda: not window.isVisible())
        except BaseException as e:  # noqa: BLE001 - raised again below
            trouble.append(e)
            keyboard.see(lambda: give_up(window))

    thread = Thread(target=drive, daemon=True)
    thread.start()
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    code = main([])
    if trouble:
        raise trouble[0]
    thread.join(_SHORT_S)
    for one in QApplication.topLevelWidgets():
        if isinstance(one, MainWindow):
            one.deleteLater()
    return code
