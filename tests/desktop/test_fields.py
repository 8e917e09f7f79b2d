"""Menus, drop-down lists, buttons of dialogs, and the wheel over the fields of a form."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QMenu,
    QProxyStyle,
    QScrollArea,
    QStyle,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.training.presets import PRESETS
from desktop.app.about import About
from desktop.app.crash import ReportDialog
from desktop.app.settings import Settings
from desktop.app.settings_dialog import SettingsDialog
from desktop.audit.dialog import AuditDialog
from desktop.faces.filter_bar import FilterBar
from desktop.training.names import NameDialog
from desktop.training.recipe_form import RecipeForm
from desktop.widgets.icons import icon
from desktop.widgets.inputs import ChoiceBox
from desktop.widgets.theme import Theme, install_theme


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest, qapp: QApplication) -> str:
    install_theme(qapp, request.param)
    return str(request.param)


def luminance(color: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.getRgbF()[:3]]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def row_colors(image: QImage, left: int, top: int, width: int, height: int) -> tuple[QColor, QColor]:
    """A row's background, and what in it stands out most from that: its text."""
    background = image.pixelColor(left + width // 2, top + 2)
    points = [image.pixelColor(x, y) for x in range(left, left + width) for y in range(top + 2, top + height - 2)]
    return background, max(points, key=lambda color: contrast(color, background))


def test_the_chosen_item_of_a_menu_is_seen_and_read(scheme: str, qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    plain = menu.addAction(icon("open"), "Open photos…")
    plain.setShortcut("Ctrl+O")
    checked = menu.addAction("Light")
    checked.setCheckable(True)
    checked.setChecked(True)
    disabled = menu.addAction(icon("save"), "Save the picture…")
    disabled.setEnabled(False)
    below = menu.addMenu("More").menuAction()
    menu.popup(QPoint(0, 0))
    for action in (plain, checked, below):
        menu.setActiveAction(action)
        image = menu.grab().toImage()
        at = menu.actionGeometry(action)
        other = menu.actionGeometry(disabled)
        sign, text = at.adjusted(0, 0, 24 - at.width(), 0), at.adjusted(24, 0, 0, 0)
        background, ink = row_colors(image, *text.getRect())
        assert contrast(background, image.pixelColor(other.center().x(), other.top() + 2)) > 1.2
        assert contrast(background, ink) > 7
        if action is not below:
            assert contrast(*row_colors(image, *sign.getRect())) > 4.5
        background, ink = row_colors(image, *other.adjusted(24, 0, 0, 0).getRect())
        assert 3 < contrast(background, ink) < 7
    menu.hide()


def test_the_current_row_of_a_list_is_seen_and_read(scheme: str, qtbot: QtBot) -> None:
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.addItems(["First", "Second", "Third"])
    box.show()
    box.showPopup()
    view = box.view()
    for row in range(3):
        view.setCurrentIndex(box.model().index(row, 0))
        image = view.viewport().grab().toImage()
        rects = [view.visualRect(box.model().index(at, 0)) for at in (row, (row + 1) % 3)]
        (background, ink), (beside, _) = (row_colors(image, *rect.getRect()) for rect in rects)
        assert contrast(background, beside) > 1.2
        assert contrast(background, ink) > 7
    box.hidePopup()


@pytest.mark.parametrize("count", [3, 30])
def test_a_list_is_as_wide_as_its_texts_however_narrow_its_box(count: int, look: Theme, qtbot: QtBot) -> None:
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.setFixedWidth(80)
    box.show()
    for _ in range(2):
        box.addItems(["much more than there is room for in a box"] * count)
        box.showPopup()
        view = box.view()
        assert view.viewport().width() >= view.sizeHintForColumn(0)
        box.hidePopup()


class Signs(QProxyStyle):
    """That of a desktop on which the buttons of dialogs have signs."""

    def styleHint(self, hint: QStyle.StyleHint, *rest: object) -> int:  # noqa: N802 - Qt's
        if hint == QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons:
            return 1
        return super().styleHint(hint, *rest)  # type: ignore[arg-type]


@pytest.fixture
def signs(qapp: QApplication) -> Iterator[None]:
    before = qapp.style().name()
    qapp.setStyle(Signs())
    yield
    qapp.setStyle(before)


def test_buttons_of_dialogs_have_none_of_qt_s_signs(signs: None, settings: Settings, look: Theme, qtbot: QtBot) -> None:
    report = ReportDialog("Facet ended unexpectedly", "", "")
    for dialog in (About(None), NameDialog("Save", "mine", set()), report, SettingsDialog(settings)):
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        [box] = dialog.findChildren(QDialogButtonBox)
        assert box.buttons()
        assert all(button.icon().isNull() for button in box.buttons())
        dialog.reject()


def roll(field: QWidget, steps: int) -> None:
    """Turn the wheel over the middle of `field`."""
    at = QPointF(field.rect().center())
    rest = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    event = QWheelEvent(at, QPointF(field.mapToGlobal(at)), QPoint(), QPoint(0, 120 * steps), *rest)
    QApplication.sendEvent(field, event)


def said(field: QWidget) -> object:
    return field.currentIndex() if isinstance(field, QComboBox) else field.text()  # type: ignore[attr-defined]


@pytest.mark.parametrize("part", ["settings", "filters", "audit", "recipe"])
def test_the_wheel_turns_no_field_it_passes_over(part: str, settings: Settings, look: Theme, qtbot: QtBot) -> None:
    makes: dict[str, Callable[[], QWidget]] = {
        "settings": lambda: SettingsDialog(settings),
        "filters": FilterBar,
        "audit": lambda: AuditDialog(settings, lambda: None),
        "recipe": lambda: RecipeForm(PRESETS["report"]),
    }
    form = makes[part]()
    qtbot.addWidget(form)
    form.show()
    fields: list[QWidget] = [*form.findChildren(QComboBox), *form.findChildren(QAbstractSpinBox)]
    assert fields
    for field in fields:
        if isinstance(field, QComboBox) and field.count() < 2:
            field.addItems(["one", "two"])
        before = said(field)
        for steps in (-1, 2):
            roll(field, steps)
        assert said(field) == before
        assert field.focusPolicy() == Qt.FocusPolicy.StrongFocus
    if isinstance(form, AuditDialog):
        form.close_threads()
    form.close()


def test_the_wheel_over_a_field_scrolls_the_page_around_it(settings: Settings, look: Theme, qtbot: QtBot) -> None:
    dialog = SettingsDialog(settings)
    qtbot.addWidget(dialog)
    dialog.show_page("faces")
    dialog.show()
    dialog.resize(1, 1)
    page = dialog.pages.currentWidget()
    assert isinstance(page, QScrollArea)
    field = page.findChildren(QAbstractSpinBox)[0]
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 0)
    at = field.mapTo(dialog, field.rect().center())
    QTest.wheelEvent(dialog.windowHandle(), QPointF(at), QPoint(0, -120))
    assert page.verticalScrollBar().value() > 0
    dialog.close()
