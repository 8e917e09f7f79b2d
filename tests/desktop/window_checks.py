"""What one asks of a window: by keyboard, by ear and by eye."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QWidget,
)

_WIDEST_TIP_PX = 640


def unreached(shown: QWidget) -> list[str]:
    """What takes the keyboard and has no name or is not reached; what Tab comes round to, if not the first.

    Of an exclusive group of buttons Tab goes to one, and arrow keys have to lead to the others.
    """
    wanted = _tab_stops(shown)
    assert wanted
    nameless = [_described(widget) for widget in wanted if not _name(widget)]
    reached, again = _tabbed_through(wanted[0])
    around = [_described(again)] if again is not wanted[0] else []
    for group in {widget.group() for widget in reached if isinstance(widget, QAbstractButton)} - {None}:
        reached |= _by_arrow_keys([button for button in group.buttons() if button in wanted])
    missed = [_described(widget) for widget in wanted if widget not in reached]
    return [*nameless, *missed, *around]


def read_backwards(shown: QWidget) -> list[str]:
    """From where Tab leads up or to the left, and where to; once around it does so a single time."""
    order = in_focus_order(shown)
    back = [
        f"{_described(before)} to {_described(after)}"
        for before, after in pairwise([*order, order[0]])
        if _goes_back(before, after, shown)
    ]
    return back if len(back) > 1 else []


def unseen_focus(shown: QWidget) -> list[str]:
    """What looks the same with the keyboard as without it."""
    stops, unseen = _tab_stops(shown), []
    elsewhere = QWidget(shown)  # too small to be seen
    elsewhere.resize(0, 0)
    elsewhere.show()
    for widget in stops:
        # A label marks its links one by one.
        if widget.visibleRegion().isEmpty() or isinstance(widget, QLabel):
            continue
        pictures = []
        for focused in (elsewhere, widget):
            focused.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            pictures.append(shown.grab(_around(widget, shown)).toImage())
        if pictures[0] == pictures[1]:
            unseen.append(_described(widget))
    elsewhere.deleteLater()
    return unseen


def long_tooltips(shown: QWidget) -> list[str]:
    """Tooltips with a line that is wider than half of the smallest screen."""
    metrics = QFontMetrics(QApplication.font())
    return [
        _described(widget)
        for widget in (shown, *shown.findChildren(QWidget))
        if any(metrics.horizontalAdvance(line) > _WIDEST_TIP_PX for line in widget.toolTip().split("\n"))
    ]


def _around(widget: QWidget, shown: QWidget) -> QRect:
    return QRect(widget.mapTo(shown, QPoint(0, 0)), widget.size())


def silent_buttons(shown: QWidget) -> list[str]:
    """Buttons with an icon alone that no tooltip explains."""
    return [
        _described(button)
        for button in shown.findChildren(QAbstractButton)
        if button.isVisibleTo(shown) and not button.text() and not button.icon().isNull() and not button.toolTip()
    ]


def cut_off(shown: QWidget) -> list[str]:
    """Texts with less room than they need and no tooltip that says them whole."""
    return [
        _described(widget)
        for widget in shown.findChildren(QWidget)
        if widget.isVisible() and widget.window() is shown and not widget.visibleRegion().isEmpty() and _is_cut(widget)
    ]


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, QAbstractButton | QLabel) and widget.visibleRegion().boundingRect().width() < widget.width():
        return True  # by the edge of what it lies in
    if isinstance(widget, QLabel):
        if not widget.text() or widget.toolTip():
            return False
        if widget.wordWrap():
            return widget.height() < widget.heightForWidth(widget.width())
        return widget.width() < widget.sizeHint().width()
    if isinstance(widget, QComboBox):
        if widget.currentText() in widget.toolTip():
            return False
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        field = widget.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, widget
        )
        return field.width() < QFontMetrics(widget.font()).horizontalAdvance(widget.currentText())
    if isinstance(widget, QPushButton):
        option = QStyleOptionButton()
        widget.initStyleOption(option)
        inside = widget.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, widget)
        return inside.width() < widget.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, widget.text()).width()
    if isinstance(widget, QCheckBox | QRadioButton):
        return widget.width() < widget.minimumSizeHint().width()
    return False


def _tab_stops(shown: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in shown.findChildren(QWidget)
        if widget.window() is shown
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]


def in_focus_order(shown: QWidget) -> list[QWidget]:
    """What takes the keyboard, in the order of Tab, from the top left."""
    stops, order = set(_tab_stops(shown)), []
    widget = shown.nextInFocusChain()
    while widget is not shown:
        if widget in stops:
            order.append(widget)
        widget = widget.nextInFocusChain()
    # It is a ring: one begins to read at the left of the topmost line.
    places = [_around(widget, shown) for widget in order]
    below = min(place.bottom() for place in places)
    begin = min((place.left(), at) for at, place in enumerate(places) if place.top() <= below)[1]
    return order[begin:] + order[:begin]


def _tabbed_through(first: QWidget) -> tuple[set[QWidget], QWidget]:
    """What has the keyboard as Tab is pressed until something has it again, and what that is.

    A label keeps it for each of its links.
    """
    first.setFocus(Qt.FocusReason.TabFocusReason)
    reached: set[QWidget] = set()
    focused: QWidget | None = None
    for _ in range(200):
        before, focused = focused, QApplication.focusWidget()
        assert focused is not None
        if focused is not before and focused in reached:
            break
        reached.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert focused is not None
    return reached, focused


def _by_arrow_keys(buttons: list[QAbstractButton]) -> set[QWidget]:
    """The buttons that arrow keys lead to from the one that is checked, which is checked again in the end."""
    checked = next((button for button in buttons if button.isChecked()), None)
    if checked is None:
        return set()
    reached: set[QWidget] = set()
    checked.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up):
        for _ in buttons:
            focused = QApplication.focusWidget()
            reached.add(focused)
            QTest.keyClick(focused, key)
    checked.click()
    return reached.intersection(buttons)


def _goes_back(before: QWidget, after: QWidget, shown: QWidget) -> bool:
    """Whether `after` lies above `before` in the same column, or to its left in the same line."""
    a, b = (widget.rect().translated(widget.mapTo(shown, widget.rect().topLeft())) for widget in (before, after))
    if isinstance(after.parentWidget(), QDialogButtonBox):
        return False  # the system orders these
    if before.visibleRegion().isEmpty() or after.visibleRegion().isEmpty():
        return False  # scrolled out of sight
    above = b.bottom() <= a.top()
    left = b.right() <= a.left()
    same_column = b.left() < a.right() and a.left() < b.right()
    same_line = b.top() < a.bottom() and a.top() < b.bottom()
    return (above and same_column) or (left and same_line) or (above and left)


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()} {_name(widget)!r} in {type(widget.parentWidget()).__name__}"
