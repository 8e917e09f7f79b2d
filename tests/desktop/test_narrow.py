"""Where room is short no text is cut off unseen, in every language."""

from __future__ import annotations

import pytest
from fakes import SURE, UNSURE, face
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QStyleOptionButton, QTableWidgetItem, QWidget
from pytestqt.qtbot import QtBot
from using import click

from core.analysis import Analysis, PhotoResult, Timings
from core.collection.view import Collection
from core.export import record
from core.model.classifier import Answer
from core.schema import ATTRIBUTES, ETHNICITY
from core.training.presets import PRESETS
from core.vision.quality import REASONS
from desktop.app.settings import Settings
from desktop.app.settings_dialog import SettingsDialog
from desktop.app.translation import install_language
from desktop.audit.figure_table import INTERVAL, PLOT, FigureTable, Row
from desktop.audit.groups_tab import ConfusionTable
from desktop.faces.chips import FACE_PX
from desktop.faces.face_columns import PHOTO
from desktop.faces.face_model import FaceModel
from desktop.faces.face_views import FaceTable
from desktop.faces.filter_bar import FilterBar
from desktop.photo.answer_view import AnswerView
from desktop.photo.blank_page import BlankPage
from desktop.training.recipe_form import RecipeForm
from desktop.widgets.icons import icon
from desktop.widgets.theme import GRID_PX, Theme, sized
from desktop.wording import attribute_title, label_name

pytestmark = pytest.mark.parametrize("language", ["en", "ru", "kk"])


@pytest.fixture(autouse=True)
def spoken(english: None, qapp: QApplication, look: Theme, language: str) -> None:
    install_language(qapp, language)


ASKED = {
    "about": {"model": "fake 1.0", "model_sha256": "", "thresholds": "gender 0.6, ethnicity 0.55"},
    "thresholds": {},
}


def test_a_recipe_s_lists_show_all_of_their_texts(qtbot: QtBot) -> None:
    form = RecipeForm(PRESETS["report"])
    qtbot.addWidget(form)
    click(form.more)
    form.resize(350, 2000)
    form.show()
    assert form.minimumSizeHint().width() <= 350
    lists = [field.input for field in form.fields.values() if isinstance(field.input, QComboBox)]
    assert all(one.width() >= one.minimumSizeHint().width() for one in lists)


def test_the_filters_take_two_rows_rather_than_cut_their_texts(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    bar = FilterBar(page)
    bar.offer(ATTRIBUTES)
    bar.resize(640, 80)
    page.show()
    boxes = [*bar.answers.values(), bar.kind, bar.quality]
    qtbot.waitUntil(lambda: all(box.width() >= box.sizeHint().width() for box in boxes))
    texts = [bar.quality.itemText(at) for at in range(bar.quality.count())]
    assert max(map(bar.quality.fontMetrics().horizontalAdvance, texts)) < bar.quality.width() - 32  # its arrow's
    bar.quality.setCurrentIndex(len(texts) - 1)
    assert bar.quality.toolTip() == texts[-1]
    assert bar.kind.y() > bar.answers["gender"].y()
    bar.resize(1600, bar.height())
    qtbot.waitUntil(lambda: bar.kind.y() == bar.answers["gender"].y())


def test_the_table_of_faces_shows_usual_names_and_every_reason(qtbot: QtBot) -> None:
    rows = FaceModel()
    table = FaceTable(rows)
    qtbot.addWidget(table)
    photos = []
    for code in REASONS:
        analysis = Analysis((face(10.0, reasons=(code,)),), 400, 200, "fake 1.0", Timings(1, 1, 1))
        photos.append((f"/couple-{code[0]}.jpg", record(PhotoResult("", analysis, None, 3.0), "fake 1.0")))
    rows.show(Collection.made(ASKED, photos))
    qtbot.waitUntil(lambda: rows.rowCount() == len(dict(photos)))
    table.resize(970, 500)
    table.show()

    def fits(text: str, width: int) -> bool:
        room = QRect(0, 0, width - 3 * GRID_PX, 2 * FACE_PX)
        how = Qt.TextFlag.TextWordWrap if table.wordWrap() else Qt.TextFlag.TextSingleLine
        needed = table.fontMetrics().boundingRect(room, how, text)
        return needed.width() <= room.width() and needed.height() <= FACE_PX

    for row in range(rows.rowCount()):
        assert fits(rows.data(rows.index(row, PHOTO)), table.columnWidth(PHOTO) - FACE_PX)
        assert fits(rows.data(rows.index(row, rows.note)), table.columnWidth(rows.note))
    assert table.columnViewportPosition(rows.note) + table.columnWidth(rows.note) <= table.viewport().width()
    table.resize(500, 500)
    assert fits(rows.data(rows.index(0, rows.note)), table.columnWidth(rows.note))  # it scrolls
    rows.close_threads()


def test_an_uncertain_answer_s_title_is_shown_whole(qtbot: QtBot) -> None:
    sure, unsure = (AnswerView(Answer(ETHNICITY, likely, 0.55)) for likely in (SURE, UNSURE))
    metrics = QFontMetrics(sized("small"))
    title = QRect(0, 0, metrics.horizontalAdvance(attribute_title("ethnicity")), metrics.height())
    pictures = []
    for width in (230, 400):
        for view in (sure, unsure):
            qtbot.addWidget(view)
            view.resize(width, view.sizeHint().height())
            pictures.append(view.grab(title).toImage())
    assert all(picture == pictures[0] for picture in pictures)


def test_the_settings_scroll_rather_than_cut_their_texts(qtbot: QtBot, settings: Settings) -> None:
    dialog = SettingsDialog(settings, model="report-cnn")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.resize(1, 1)

    def whole() -> bool:
        labels = [label for label in dialog.pages.findChildren(QLabel) if label.isVisible()]
        return bool(labels) and all(
            label.height() >= label.heightForWidth(label.width())
            if label.wordWrap()
            else label.width() >= label.sizeHint().width()
            for label in labels
        )

    for page in ("faces", "look", "data"):
        dialog.show_page(page)
        qtbot.waitUntil(whole)
    dialog.close()


def test_an_interval_in_numbers_gives_way_to_the_one_drawn(qtbot: QtBot) -> None:
    table = FigureTable("Shares")
    qtbot.addWidget(table)
    table.show_figures([Row("All", 40, 0.9, 0.8, 0.95)])
    table.show()
    table.resize(340, 200)
    assert table.isColumnHidden(INTERVAL)
    assert table.columnWidth(PLOT) >= table.horizontalHeader().sectionSizeHint(PLOT)
    drawn = table.item(0, PLOT)
    assert isinstance(drawn, QTableWidgetItem) and "80" in drawn.toolTip() and "95" in drawn.toolTip()
    table.resize(700, 200)
    assert not table.isColumnHidden(INTERVAL)


def test_headings_of_a_confusion_are_cut_with_a_mark_and_said_in_full(qtbot: QtBot) -> None:
    labels = [label_name(label) for label in ETHNICITY.labels]
    table = ConfusionTable()
    qtbot.addWidget(table)
    table.show_confusion(labels, labels, [[1] * len(labels)] * len(labels))
    table.show()
    metrics = QFontMetrics(sized("small"))
    for width in (270, 700):
        table.resize(width, 200)
        headings = [table.horizontalHeaderItem(at) or QTableWidgetItem() for at in range(len(labels))]
        for at, heading in enumerate(headings):
            assert all(metrics.horizontalAdvance(line) < table.columnWidth(at) for line in heading.text().split("\n"))
        assert [heading.toolTip() for heading in headings] == labels
    assert [heading.text().replace("\n", " ") for heading in headings] == labels


def test_an_icon_on_the_accent_has_the_colour_of_its_text(qtbot: QtBot, look: Theme) -> None:
    action = QAction("Open")
    action.setIcon(icon("open"))
    page = BlankPage("warning", "This photo cannot be shown", actions=[action])
    qtbot.addWidget(page)
    button = page.button(action)

    def strongest() -> str:
        option = QStyleOptionButton()
        button.initStyleOption(option)
        drawn = option.icon.pixmap(16).toImage()
        points = [drawn.pixelColor(x, y) for x in range(drawn.width()) for y in range(drawn.height())]
        return max(points, key=lambda color: color.alpha()).name()

    assert strongest() == look.color("text").name()
    button.setDefault(True)
    assert strongest() == look.color("on_accent").name()
