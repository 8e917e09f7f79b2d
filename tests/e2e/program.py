"""Running the real `main()` in this process."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.app.main_window import MainWindow
from desktop.app.start import main


def main_windows() -> list[MainWindow]:
    """The windows of the program that are seen."""
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]


def run_main(arguments: list[str], use: Callable[[MainWindow], None]) -> int:
    """Run the program, use its window as a person would, close it; returns the exit code."""
    trouble: list[BaseException] = []

    def drive() -> None:
        (window,) = main_windows()
        try:
            use(window)
        except BaseException as e:  # noqa: BLE001 - raised again below: Qt's loop would swallow it here
            trouble.append(e)
        finally:
            window.workshop.training.session.cancel()
            window.workshop.may_close = lambda: True  # type: ignore[method-assign]
            window.close()
            window.deleteLater()
            # For windows left open by a failure. Not at once: after a second quit every later event loop ends at once.
            QTimer.singleShot(0, QApplication.quit)

    QTimer.singleShot(0, drive)
    code = main(arguments)
    if trouble:
        raise trouble[0]
    return code
