"""Python's garbage collector, run by the window's thread between two events."""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 100
_YOUNG: Final = 700
"""Python's own limit."""
_LONG_LIVED: Final = 10_000


class GarbageCollection(QObject):
    """Collects garbage in this thread alone, until `remove` is called.

    Python collects in whatever thread happens to make an object. An object of Qt that is freed in another thread than
    its own may crash the program, and going through all objects of 50,000 photos takes a quarter of a second, during
    which no other thread does anything. Here, modules and long lists are not looked at again: they are freed as soon
    as nothing refers to them. A collection goes through ten or twenty thousand objects, in some milliseconds.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grown = 0
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._timer.start(_EVERY_MS)

    def remove(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()

    def _collect(self) -> None:
        made = gc.get_count()[0]
        if made < _YOUNG:
            return
        if made > _LONG_LIVED:  # a long list is being made
            gc.freeze()
            return
        gc.collect(1)
        self._grown += made
        if self._grown > _LONG_LIVED:
            self._grown = 0
            gc.collect()
            gc.freeze()
