"""The window follows what the model in use answers, whatever that is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeAnalyzer, face
from made_bundle import AGE_BAND, GLASSES
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QSpinBox, QWidget
from pytestqt.qtbot import QtBot
from using import click, trigger

from core.analysis import Analysis, Analyzer, Timings
from core.model.classifier import Answer
from core.schema import AGE, ATTRIBUTES, ETHNICITY, GENDER, Attribute
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_dialog import SettingsDialog
from desktop.app.settings_table import (
    COLLECT,
    MODEL,
    SHOW_REASONS,
    attribute_of,
    settings_for,
    show_setting,
    threshold_setting,
)
from desktop.app.translation import install_language
from desktop.faces.face_columns import PHOTO
from desktop.live.analysis import LiveAnalysis
from desktop.live.panel import LivePanel
from desktop.widgets.picture import to_image
from desktop.widgets.theme import Theme
from desktop.wording import attribute_name, attribute_phrases, attribute_title, label_name, noted_text

OpenWindow = Callable[[Path], MainWindow]


@pytest.fixture
def open_window(look: Theme, qtbot: QtBot, settings: Settings) -> Iterator[OpenWindow]:
    """The main window over the model of a name, the portrait open in it."""
    made: list[MainWindow] = []

    def make(bundle: Path) -> MainWindow:
        window = MainWindow(Engine(lambda name: Analyzer.load(Path(name) if name else bundle)), settings)
        made.append(window)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.status.text().endswith("CPU"))
        return window

    yield make
    for window in made:
        window.close()


@pytest.fixture
def glasses(open_window: OpenWindow, qtbot: QtBot, glasses_model: Path, portrait_path: Path) -> MainWindow:
    window = open_window(glasses_model)
    window.open_paths([portrait_path])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 1)
    return window


def test_a_card_shows_what_is_answered(glasses: MainWindow) -> None:
    (card,) = glasses.work.panel.cards
    (view,) = card.answers
    assert view.accessibleName().startswith("Perceived glasses worn: ")
    assert {label for label, _ in view.rows} == set(GLASSES.labels)
    assert "gender" not in card.accessibleName()


def test_heat_maps_are_offered_for_what_is_answered(glasses: MainWindow, qtbot: QtBot) -> None:
    actions = glasses.commands.heat_maps
    assert [action.text() for action in actions.values()] == ["&Off", "For perceived glasses worn"]
    trigger(actions["glasses"])
    qtbot.waitUntil(lambda: glasses.work.panel.cards[0].legend.text != "")
    trigger(glasses.commands.next_heat_map)
    assert actions[None].isChecked()
    assert glasses.work.panel.cards[0].legend.text == ""


def test_another_model_brings_its_own_answers(glasses: MainWindow, qtbot: QtBot, gender_and_age_model: Path) -> None:
    trigger(glasses.commands.heat_maps["glasses"])
    glasses.model_menu.chosen.emit(str(gender_and_age_model))
    qtbot.waitUntil(lambda: len(glasses.work.panel.cards) == 1 and len(glasses.work.panel.cards[0].answers) == 2)
    assert list(glasses.commands.heat_maps) == [None, "gender", "age_band"]
    assert glasses.commands.heat_maps[None].isChecked()
    assert [view.uncertain for view in glasses.work.panel.cards[0].answers] == [False, True]


def test_what_is_copied_says_of_what_it_is(glasses: MainWindow) -> None:
    from PySide6.QtGui import QGuiApplication

    trigger(glasses.commands.copy_result)
    assert "perceived glasses worn: " in QGuiApplication.clipboard().text()


def test_an_answer_can_be_hidden(glasses: MainWindow, settings: Settings) -> None:
    settings.set_value(show_setting(GLASSES), False)
    glasses.work.show_again()
    assert glasses.work.panel.cards[0].answers == []
    assert not glasses.commands.heat_maps["glasses"].isEnabled()


def test_labels_of_the_model_can_be_noted(glasses: MainWindow, qtbot: QtBot, settings: Settings) -> None:
    settings.set_value(COLLECT, True)
    corrector = glasses.work.corrector
    glasses.work.panel.correction_asked.emit(0, QPoint())
    texts = [action.text() for action in corrector.menu.actions() if not action.isSeparator()]
    assert texts == ["Perceived glasses worn", *GLASSES.labels, "Forget this correction"]
    with qtbot.waitSignal(corrector.noted):
        trigger(next(action for action in corrector.menu.actions() if action.text() == "sun"))
    assert glasses.work.panel.cards[0].noted == "Noted as right: glasses: sun"
    corrector.menu.hide()


def test_noted_labels_say_of_what_they_are_where_they_do_not_ship() -> None:
    assert noted_text({"gender": "Male", "age_band": "40+"}) == "Noted as right: Male, age band: 40+"


@pytest.fixture
def dialog(
    look: Theme, qtbot: QtBot, settings: Settings, own_folders: Path, glasses_model: Path, gender_and_age_model: Path
) -> Iterator[SettingsDialog]:
    """The settings over two models, the one in use answering nothing but glasses."""
    for model in (glasses_model, gender_and_age_model):
        shutil.copytree(model, own_folders / "models" / model.name)
    settings.set_value(MODEL, glasses_model.name)
    made = SettingsDialog(settings, model=glasses_model.name)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def test_the_settings_follow_the_model(dialog: SettingsDialog, settings: Settings, gender_and_age_model: Path) -> None:
    threshold = dialog.fields["faces/glasses_threshold"].input
    assert isinstance(threshold, QSpinBox) and threshold.accessibleName() == "Threshold for perceived glasses worn"
    dialog.show_page("faces")
    assert threshold.isVisible()
    threshold.setValue(60)
    assert settings.thresholds == {"glasses": 0.6}
    assert settings.unknown == ()
    settings.set_value(MODEL, gender_and_age_model.name)
    dialog.use_model(gender_and_age_model.name)
    shown = dialog.pages.currentWidget()
    assert dialog.fields["faces/age_band_threshold"].input.isVisible()
    assert shown is dialog.pages.widget(1)
    assert "100" in dialog.fields["faces/age_band_threshold"].input.text() or "> 99" in (
        dialog.fields["faces/age_band_threshold"].input.text()
    )
    click(dialog.reset)
    assert settings.thresholds == {}


def test_a_threshold_reaches_the_model(settings: Settings, own_folders: Path, gender_and_age_model: Path) -> None:
    from desktop.app.engine import load_analyzer

    shutil.copytree(gender_and_age_model, own_folders / "models" / gender_and_age_model.name)
    settings.set_value(threshold_setting("age_band"), 55)
    settings.set_value(threshold_setting("ethnicity"), 66)
    assert settings.keep()
    heads = load_analyzer(gender_and_age_model.name).classifier.bundle.manifest.heads
    assert (heads["age_band"].threshold, heads["gender"].threshold) == (0.55, 0.0)


@pytest.mark.parametrize("name", ["gender", "age_band", "reasons", "attributes"])
def test_settings_of_an_attribute_have_keys_of_their_own(name: str, settings: Settings) -> None:
    assert [attribute_of(one.key) for one in (threshold_setting(name), show_setting(name))] == [name, name]
    assert attribute_of(SHOW_REASONS.key) is None
    settings.set_value(show_setting(name), False)
    assert settings.hidden == {name}
    assert settings.value(SHOW_REASONS) is True
    keys = [setting.key for setting in settings_for([name])]
    assert len(set(keys)) == len(keys)


def test_settings_of_what_ships_keep_their_keys() -> None:
    keys = {setting.key for setting in settings_for(ATTRIBUTES.values())}
    assert {"faces/gender_threshold", "faces/ethnicity_threshold", "show/gender", "show/ethnicity"} <= keys


HAT = Attribute("hat", ("no", "yes"))
FAITH = Attribute("faith", ("A", "B"), sensitive=True)


class OtherAnalyzer(FakeAnalyzer):
    """Answers what it is given, in every picture of one face."""

    def __init__(self, *attributes: Attribute) -> None:
        super().__init__()
        self.classifier.bundle.manifest.attributes = {one.name: one for one in attributes}

    def analyze(self, rgb: np.ndarray) -> Analysis:
        from dataclasses import replace

        attributes = self.classifier.bundle.manifest.attributes
        answers = {name: Answer(one, (0.1, 0.9), 0.5) for name, one in attributes.items()}
        return Analysis((replace(face(10.0), answers=answers),), 400, 200, self.title, Timings(1, 1, 1))


def test_a_live_picture_leaves_out_what_is_sensitive_until_it_is_asked_for(
    look: Theme, qtbot: QtBot, settings: Settings
) -> None:
    analysis = LiveAnalysis(settings, load_analyzer=lambda name: OtherAnalyzer(HAT, FAITH))  # type: ignore[arg-type,return-value]
    panel = LivePanel(analysis, mirrored=False)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_frame(to_image(np.zeros((200, 400, 3), np.uint8)))
    qtbot.waitUntil(lambda: panel.view.analysis is not None)
    assert list(panel.switches) == ["faith"]
    assert panel.view.accessibleDescription() == "perceived: hat: yes 90 %"
    click(panel.switches["faith"])
    qtbot.waitUntil(lambda: "faith: B 90 %" in panel.view.accessibleDescription())
    panel.offer({"hat": HAT})
    assert panel.switches == {} and analysis.switched_on == frozenset()
    panel.close_thread()


def test_a_live_picture_hides_what_the_settings_hide(look: Theme, qtbot: QtBot, settings: Settings) -> None:
    settings.set_value(show_setting(HAT), False)
    analysis = LiveAnalysis(settings, load_analyzer=lambda name: OtherAnalyzer(HAT))  # type: ignore[arg-type,return-value]
    with qtbot.waitSignal(analysis.answered) as answered:
        analysis.look(to_image(np.zeros((200, 400, 3), np.uint8)))
    assert dict(answered.args[0].faces[0].answers) == {}
    analysis.close()


def test_what_ships_and_is_sensitive() -> None:
    assert (GENDER.sensitive, ETHNICITY.sensitive, AGE_BAND.sensitive) == (False, True, False)


def test_the_faces_have_a_pair_of_columns_and_a_filter_per_attribute(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, portrait_path: Path, glasses_model: Path,
    gender_and_age_model: Path,
) -> None:  # fmt: skip
    from core.collection.batch import run_batch
    from core.collection.tables import Outputs

    outs = []
    for model in (gender_and_age_model, glasses_model):
        outs.append(tmp_path / f"{model.name}.csv")
        run_batch([portrait_path], Outputs(csv=outs[-1]), lambda: Analyzer.load(model), threads=1)  # noqa: B023
    window.open_paths([outs[0]])
    trigger(window.commands.show_faces)
    page = window.collection.page
    assert page is not None
    rows, filters = page.rows, page.filters
    qtbot.waitUntil(lambda: rows.rowCount() == 1)
    assert _titles(rows) == [
        "Photo", "Perceived gender", "Certainty", "Perceived age band", "Certainty", "Size", "Note"
    ]  # fmt: skip
    assert rows.data(rows.index(0, PHOTO + 3)).startswith("uncertain: ")
    assert list(filters.answers) == ["gender", "age_band"]
    filters.answers["age_band"].setCurrentIndex(1)
    qtbot.waitUntil(lambda: rows.rowCount() == 0)
    filters.answers["age_band"].setCurrentIndex(len(AGE_BAND.labels) + 1)  # uncertain
    qtbot.waitUntil(lambda: rows.rowCount() == 1)
    page.table.sortByColumn(PHOTO + 4, Qt.SortOrder.DescendingOrder)
    window.open_paths([outs[1]])
    qtbot.waitUntil(lambda: "Perceived glasses worn" in _titles(rows) and rows.rowCount() == 1)
    assert list(filters.answers) == ["glasses"]
    assert not page.table.isColumnHidden(rows.note)
    assert "Perceived glasses worn: " in rows.data(rows.index(0, PHOTO), Qt.ItemDataRole.AccessibleTextRole)
    qtbot.waitUntil(lambda: "Perceived glasses worn" in page.summary.groups.accessibleDescription())


def _titles(rows: object) -> list[str]:
    columns = range(rows.columnCount())  # type: ignore[attr-defined]
    return [rows.headerData(at, Qt.Orientation.Horizontal).replace("\n", " ") for at in columns]  # type: ignore[attr-defined]


def test_a_title_of_an_attribute_is_shown_as_it_is() -> None:
    odd = Attribute("odd", ("a", "b"), title="R&B {fan}")
    assert attribute_title(odd) == "Perceived R&B {fan}"
    assert attribute_phrases(odd).heat_map == "For perceived R&&B {fan}"
    assert attribute_title("age_band") == "Perceived age band"
    assert attribute_title("gender") == attribute_title(GENDER) == "Perceived gender"


def test_a_third_attribute_that_ships_has_its_own_title(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ATTRIBUTES, "glasses", GLASSES)
    assert attribute_title("glasses") == "Perceived glasses worn"
    assert noted_text({"glasses": "sun"}) == "Noted as right: sun"


def test_labels_are_translated_only_where_they_ship(qapp: QApplication) -> None:
    hair = Attribute("hair", ("Black", "White"))
    install_language(qapp, "ru")
    assert label_name("Black", hair) == "Black"
    assert label_name("Black", ETHNICITY) == label_name("Black") != "Black"


def test_long_labels_leave_room_for_the_bars(look: Theme, qtbot: QtBot) -> None:
    from desktop.photo.answer_view import AnswerView

    long = Attribute("long", ("very " * 20, "short"))
    page = QWidget()
    qtbot.addWidget(page)
    view = AnswerView(Answer(long, (0.5, 0.5), 0.0), parent=page)
    view.resize(300, view.sizeHint().height())
    assert view._label_width() <= 150
    view.grab()


def test_ages_are_named_in_the_language_of_the_window(qapp: QApplication) -> None:
    install_language(qapp, "ru")
    assert (attribute_name(AGE), attribute_name("age"), attribute_name(GLASSES)) == (
        "возраст",
        "возраст",
        "glasses worn",
    )
