"""The order in which Tab goes through widgets that are made later than those around them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget


def place_in_tab_order(whole: QWidget, parts: Iterable[QWidget]) -> None:
    """Move the new `parts` of `whole` behind what comes before it; Qt puts new widgets last."""
    before: QWidget | None = whole.previousInFocusChain()
    while before and before is not whole and (whole.isAncestorOf(before) or not before.focusPolicy().value):
        before = before.previousInFocusChain()
    if before and before is not whole:
        for part in parts:
            QWidget.setTabOrder(before, part)
            before = part
