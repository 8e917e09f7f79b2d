"""Using a window as a person does: what is disabled is waited for, since Qt does nothing when it is used."""

from __future__ import annotations

import time

from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

WAIT_S = 20


def trigger(action: QAction) -> None:
    """Trigger an action once it is enabled."""
    _wait_for(action)
    action.trigger()


def click(button: QAbstractButton) -> None:
    """Click a button once it is enabled."""
    _wait_for(button)
    button.click()


def _wait_for(used: QAction | QAbstractButton) -> None:
    end = time.monotonic() + WAIT_S
    while not used.isEnabled():
        assert time.monotonic() < end, f"{used.text()!r} is not enabled after {WAIT_S} s"
        QTest.qWait(2)
