"""Two models on one face: side by side on the card, in what is copied, and off again."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeAnalyzer, write_photo
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from using import click, trigger

from core.collection.batch import run_batch
from core.collection.journal import collection_path
from core.collection.rows import Filter
from core.collection.store import CollectionWriter
from core.collection.tables import Outputs
from core.collection.view import Collection
from core.collection.workers import THREAD
from core.errors import BundleError
from core.model.classifier import Answer
from core.schema import ETHNICITY, GENDER
from core.work import Progress, ShouldStop
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import show_setting
from desktop.faces.exporting import ExportDialog
from desktop.faces.face_columns import PHOTO
from desktop.faces.page import FacesPage
from desktop.photo.face_card import FaceCard
from desktop.widgets.theme import Theme

TABLE = {"similar/gender/Male/80-90/any/n": 900, "similar/gender/Male/80-90/any/error": 0.2}


class OtherModel(FakeAnalyzer):
    """Answers Male with 83 %, and the ethnicity as the first model does."""

    def __init__(self) -> None:
        super().__init__("other")
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.classifier.bundle.manifest.results = TABLE
        self.classifier.classify = self._classify  # type: ignore[method-assign]

    def _classify(self, chips: list[np.ndarray]) -> list[dict[str, Answer]]:
        assert self.may_answer.wait(30)
        own = Answer(GENDER, (0.83, 0.17), 0.6), Answer(ETHNICITY, (0.05, 0.80, 0.05, 0.05, 0.05), 0.55)
        return [{answer.attribute.name: answer for answer in own} for _ in chips]


MakeWindow = Callable[[], MainWindow]


@pytest.fixture
def models(analyzer: FakeAnalyzer) -> dict[str, FakeAnalyzer]:
    return {"": analyzer, "fake": analyzer, "other": OtherModel(), "third": FakeAnalyzer("third")}


@pytest.fixture
def make_window(look: Theme, qtbot: QtBot, models: dict[str, FakeAnalyzer], settings: Settings) -> Iterator[MakeWindow]:
    made: list[MainWindow] = []

    def load(name: str) -> FakeAnalyzer:
        if name not in models:
            raise BundleError("bundle.missing", name=name, available="")
        return models[name]

    def make() -> MainWindow:
        window = MainWindow(Engine(load), settings)  # type: ignore[arg-type]
        made.append(window)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.status.text() != "")
        return window

    yield make
    for window in made:
        window.close()


@pytest.fixture
def compared(make_window: MakeWindow, qtbot: QtBot, photo: Path) -> MainWindow:
    """Two models over a photo of three faces."""
    window = make_window()
    window.open_paths([photo])
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    window.model_menu.compare.chosen.emit("other")
    qtbot.waitUntil(lambda: window.work.second is not None)
    return window


def marks(card: FaceCard) -> int:
    return len([label for label in card.findChildren(QLabel) if label.text() == "≠ differ" and label.isVisible()])


def test_both_answers_stand_side_by_side_and_where_they_differ_is_marked(compared: MainWindow, qtbot: QtBot) -> None:
    card = compared.work.panel.cards[0]
    assert [view.attribute.name for view in card.answers] == ["gender", "ethnicity"]
    assert [view.attribute.name for view in card.seconds] == ["gender", "ethnicity"]
    qtbot.waitUntil(lambda: card.answers[0].geometry().right() < card.seconds[0].geometry().left())
    assert card.answers[0].y() == card.seconds[0].y()
    assert card.answers[0].accessibleName() == "fake: Female 94 %"
    assert card.seconds[0].accessibleName() == "other: Male 83 %"
    qtbot.waitUntil(lambda: marks(card) == 1)
    assert [line.text() for line in card.errors] == [
        "Where it answers Male with 80 – 90 %, the model errs in 20 of 100."
    ]


def test_texts_for_a_face_have_both(compared: MainWindow) -> None:
    said = compared.work.panel.cards[1].accessibleName()
    assert "Perceived gender: Female 94 %" in said
    assert "other 1.0: Perceived gender: Male 83 % (differs)" in said
    assert "other 1.0: Perceived ethnicity: Black 80 %" in said
    assert "Male 83 %" in compared.work.viewer.canvas.faces[1].toolTip()
    trigger(compared.commands.copy_result)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("three.png · fake 1.0 and other 1.0\n")
    assert "perceived gender: Female 94 % (second model: Male 83 %, differs)" in copied
    assert "perceived ethnicity: Black 90 % (second model: Black 80 %)" in copied


def test_off_again_everything_is_as_before(compared: MainWindow, settings: Settings) -> None:
    assert settings.compared == "other"
    assert compared.commands.compare.isChecked()
    trigger(compared.commands.compare)
    card = compared.work.panel.cards[0]
    assert compared.work.second is None
    assert card.seconds == []
    assert card.answers[0].accessibleName() == "Perceived gender: Female 94 %"
    assert "other" not in card.accessibleName() + compared.work.viewer.canvas.faces[0].toolTip()
    assert settings.compared == ""


def test_it_is_remembered(compared: MainWindow, make_window: MakeWindow, qtbot: QtBot, photo: Path) -> None:
    compared.close()
    again = make_window()
    assert again.commands.compare.isChecked()
    again.open_paths([photo])
    qtbot.waitUntil(lambda: again.work.second is not None)
    assert len(again.work.panel.cards[0].seconds) == 2


def test_the_chosen_face_and_its_place_stay(compared: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    panel = compared.work.panel
    compared.open_paths([write_photo(tmp_path / "many.png", faces=20, size=(1100, 200))])
    qtbot.waitUntil(lambda: len(panel.cards) == 20 and len(panel.cards[0].seconds) == 2)
    compared.work.choose_face(12)

    def place() -> int:
        return panel.cards[12].mapTo(panel.viewport(), panel.cards[12].rect().topLeft()).y()

    qtbot.waitUntil(lambda: 0 <= place() < panel.viewport().height())
    for _ in range(2):
        before = place()
        trigger(compared.commands.compare)
        qtbot.waitUntil(lambda: (compared.work.second is None) != compared.commands.compare.isChecked())
        qtbot.waitUntil(lambda before=before: abs(place() - before) <= 2)
        assert compared.work.face == 12


def test_another_photo_is_answered_by_both(compared: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    compared.open_paths([write_photo(tmp_path / "one.png", faces=1)])
    qtbot.waitUntil(lambda: [len(card.seconds) for card in compared.work.panel.cards] == [2])


def test_the_second_model_taken_as_the_first_changes_places_with_it(compared: MainWindow, qtbot: QtBot) -> None:
    compared.model_menu.chosen.emit("other")
    qtbot.waitUntil(lambda: compared.work.second is not None and compared.work.second.model == "fake 1.0")
    assert compared.work.analysis is not None and compared.work.analysis.model == "other 1.0"


def test_hidden_answers_stay_hidden(compared: MainWindow, settings: Settings) -> None:
    settings.set_value(show_setting("gender"), False)
    compared.work.show_again()
    card = compared.work.panel.cards[0]
    assert [view.attribute.name for view in card.seconds] == ["ethnicity"]
    assert "Male" not in card.accessibleName()


def test_a_model_that_cannot_be_loaded_is_said_and_the_first_answers_on(
    compared: MainWindow, qtbot: QtBot, settings: Settings
) -> None:
    compared.model_menu.compare.chosen.emit("gone")
    qtbot.waitUntil(lambda: "gone" in compared.messages.text)
    assert settings.compared == ""
    assert not compared.commands.compare.isChecked()
    assert compared.work.panel.cards[0].answers[0].accessibleName() == "Perceived gender: Female 94 %"


def test_the_menu_offers_all_models_but_the_one_in_use(compared: MainWindow, own_folders: Path) -> None:
    for name in ("mine", "other"):
        (own_folders / "models" / name).mkdir(parents=True)
        (own_folders / "models" / name / "manifest.json").write_text("{}")
    compared.model_menu.in_use = own_folders / "models" / "mine"
    compared.model_menu.compare.refresh()
    marked = {action.text(): action.isChecked() for action in compared.model_menu.compare.actions() if action.text()}
    assert "mine" not in marked
    assert [text for text, checked in marked.items() if checked] == ["other"]


def test_a_heat_map_s_legend_stands_below_the_pair(compared: MainWindow, qtbot: QtBot) -> None:
    card = compared.work.panel.cards[0]
    trigger(compared.commands.heat_maps["gender"])
    qtbot.waitUntil(lambda: card.legend.text != "")
    qtbot.waitUntil(lambda: card.answers[0].geometry().bottom() < card.legend.y() < card.answers[1].y())
    trigger(compared.commands.compare)
    assert card.legend.text != ""
    qtbot.waitUntil(lambda: card.answers[0].geometry().bottom() < card.legend.y() < card.answers[1].y())


def in_collection(window: MainWindow) -> list[str]:
    """What the second model answers to each row of the collection."""
    path = window.collection.answers.path
    assert path is not None
    with Collection(path) as collection:
        rows = collection.rows(collection.find(Filter())).values()
        return [row.second["gender"].label if row.second else "" for row in rows]


def wait_for_both(window: MainWindow, qtbot: QtBot, count: int) -> None:
    """Until both models have answered so many faces."""
    answers = window.collection.answers
    qtbot.waitUntil(lambda: answers.path is not None and answers.state == "done")
    qtbot.waitUntil(lambda: in_collection(window).count("Male") == count)


def test_the_background_answers_all_photos_with_both(
    make_window: MakeWindow, qtbot: QtBot, models: dict[str, FakeAnalyzer], tmp_path: Path
) -> None:
    window = make_window()
    for number in range(4):
        write_photo(tmp_path / f"{number}.png", faces=number)
    window.open_paths([tmp_path])
    answers = window.collection.answers
    qtbot.waitUntil(lambda: answers.state == "done")
    seen = len(models["fake"].seen)
    window.model_menu.compare.chosen.emit("other")
    wait_for_both(window, qtbot, 6)
    window.open_paths([write_photo(tmp_path / "later.png", faces=5)])
    wait_for_both(window, qtbot, 11)
    trigger(window.commands.compare)  # off
    qtbot.waitUntil(lambda: in_collection(window).count("") == 12)
    window.model_menu.compare.chosen.emit("third")
    qtbot.waitUntil(lambda: in_collection(window).count("Female") == 11)
    assert len(models["fake"].seen) == seen + 1  # the later photo: the first model was not asked again
    assert models["other"].seen == models["third"].seen == []  # they find no faces of their own


def test_both_answers_are_there_after_a_restart(
    make_window: MakeWindow,
    qtbot: QtBot,
    models: dict[str, FakeAnalyzer],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = make_window()
    photos = [write_photo(tmp_path / f"{count}.png", faces=count) for count in (1, 3)]
    window.open_paths(photos)
    window.model_menu.compare.chosen.emit("other")
    wait_for_both(window, qtbot, 4)
    saved = tmp_path / "mine.facet-collection"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(saved), ""))
    trigger(window.commands.save_collection)
    qtbot.waitUntil(lambda: str(saved) in window.messages.text)
    window.close()
    asked: list[int] = []
    classify = models["other"].classifier.classify
    monkeypatch.setattr(
        models["other"].classifier, "classify", lambda chips: asked.append(len(chips)) or classify(chips)
    )
    window = make_window()
    window.collection.open(saved)
    wait_for_both(window, qtbot, 4)
    qtbot.waitUntil(lambda: window.work.second is not None)
    assert asked == [1]  # for the card of the photo shown; what is stored is not asked again


@pytest.fixture
def saved(
    make_window: MakeWindow, qtbot: QtBot, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A collection of two photos that was answered by two models, saved, and closed; now *third* is the second one."""
    window = make_window()
    window.open_paths([write_photo(tmp_path / f"{count}.png", faces=count) for count in (1, 3)])
    window.model_menu.compare.chosen.emit("other")
    wait_for_both(window, qtbot, 4)
    path = tmp_path / "mine.facet-collection"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))
    trigger(window.commands.save_collection)
    qtbot.waitUntil(lambda: str(path) in window.messages.text)
    window.close()
    settings.compared = "third"
    return path


def opened(make_window: MakeWindow, qtbot: QtBot, path: Path) -> MainWindow:
    """A collection whose second model is not the one in use."""
    window = make_window()
    window.collection.open(path)
    status = window.collection.status
    qtbot.waitUntil(lambda: status.text.text() == "second model: answered by other 1.0", timeout=20_000)
    return window


def test_answers_of_another_second_model_stay_until_it_is_to_be_answered_again(
    make_window: MakeWindow, qtbot: QtBot, models: dict[str, FakeAnalyzer], saved: Path
) -> None:
    window = opened(make_window, qtbot, saved)
    seen = len(models["fake"].seen)
    assert in_collection(window) == ["Male"] * 4
    window.model_menu.chosen.emit("fake")  # as if its settings had changed: nothing of the collection is lost
    window.open_paths([write_photo(saved.with_name("later.png"), faces=2)])
    qtbot.waitUntil(lambda: in_collection(window) == [*["Male"] * 4, "", ""], timeout=20_000)
    qtbot.waitUntil(window.collection.status.go_on.isVisible)
    assert window.collection.status.go_on.text() == "Answer again"
    window.collection.status.go_on.click()
    qtbot.waitUntil(lambda: in_collection(window) == ["Female"] * 6, timeout=20_000)
    qtbot.waitUntil(lambda: not window.collection.status.isVisible())
    assert len(models["fake"].seen) <= seen + 2  # the later photo, and the one shown


def test_switched_off_and_on_again_they_are_still_there(make_window: MakeWindow, qtbot: QtBot, saved: Path) -> None:
    window = opened(make_window, qtbot, saved)
    trigger(window.commands.compare)
    qtbot.waitUntil(lambda: in_collection(window) == [""] * 4)
    qtbot.waitUntil(lambda: not window.collection.status.isVisible())
    window.model_menu.compare.chosen.emit("third")
    qtbot.waitUntil(lambda: in_collection(window) == ["Male"] * 4)
    qtbot.waitUntil(lambda: window.collection.status.text.text() == "second model: answered by other 1.0")


def test_the_next_collection_opens_while_a_photo_of_the_one_before_is_under_way(
    make_window: MakeWindow, qtbot: QtBot, models: dict[str, FakeAnalyzer], saved: Path
) -> None:
    other, copy = models["other"], shutil.copyfile(saved, saved.with_name("copy.facet-collection"))
    assert isinstance(other, OtherModel)
    window = opened(make_window, qtbot, saved)
    other.may_answer.clear()
    window.model_menu.compare.chosen.emit("other")
    window.open_paths([write_photo(saved.with_name("later.png"), faces=2)])
    status, answers = window.collection.status, window.collection.answers
    qtbot.waitUntil(lambda: status.text.text() == "second model: 1 photo to go", timeout=20_000)
    qtbot.waitUntil(lambda: any(thread.name == THREAD for thread in threading.enumerate()))
    window.collection.open(copy)
    qtbot.waitUntil(lambda: answers.path == copy and len(window.work.photos.photos) == 2, timeout=20_000)
    window.collection.open(saved)  # at once back again
    qtbot.waitUntil(lambda: answers.path == saved and len(window.work.photos.photos) == 3, timeout=20_000)
    assert in_collection(window) == ["Male"] * 4 + [""] * 2
    other.may_answer.set()
    qtbot.waitUntil(lambda: in_collection(window) == ["Male"] * 6, timeout=20_000)


def test_models_that_change_places_take_their_answers_along(
    make_window: MakeWindow, qtbot: QtBot, models: dict[str, FakeAnalyzer], tmp_path: Path
) -> None:
    window = make_window()
    window.open_paths([write_photo(tmp_path / f"{count}.png", faces=count) for count in (0, 2, 3, 4)])
    window.model_menu.compare.chosen.emit("other")
    wait_for_both(window, qtbot, 9)
    window.model_menu.chosen.emit("other")
    qtbot.waitUntil(lambda: in_collection(window).count("Female") == 9, timeout=20_000)
    qtbot.waitUntil(lambda: window.collection.answers.state == "done")
    assert len(models["other"].seen) <= 1  # the photo shown
    path = window.collection.answers.path
    assert path is not None
    with Collection(path) as collection:
        assert collection.about["model"] == "other 1.0"
        assert collection.about["second_model"] == "fake 1.0"
        rows = collection.rows(collection.find(Filter(kind="faces"))).values()
        assert {row.answers["gender"].label for row in rows} <= {"Male", "Female"}
        assert collection.counts(Filter()).differing["gender"] == 9


def test_a_swap_says_how_far_it_is_can_be_cancelled_and_holds_nothing_up(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    first, *_ = photos = [write_photo(tmp_path / f"{number}.png", faces=3) for number in range(4)]
    window.open_paths(photos)
    window.model_menu.compare.chosen.emit("other")
    wait_for_both(window, qtbot, 12)
    answers, status = window.collection.answers, window.collection.status
    at, go_on, swap = threading.Event(), threading.Event(), CollectionWriter.swap_models

    def slow_swap(store: CollectionWriter, asked: Any, *, progress: Progress, should_stop: ShouldStop) -> bool:
        def waits(done: int, total: int) -> None:
            progress(done, total)
            if done == 0:
                at.set()
                go_on.wait(20)

        return swap(store, asked, progress=waits, should_stop=should_stop)

    monkeypatch.setattr(CollectionWriter, "swap_models", slow_swap)
    trigger(window.commands.show_faces)
    page = window.collection.page
    assert page is not None
    qtbot.waitUntil(lambda: page.rows.rowCount() == 12)
    window.model_menu.chosen.emit("other")
    qtbot.waitUntil(lambda: "change places: 0 of 4" in status.text.text() and status.cancel.isVisible())
    assert at.is_set() and not status.pause.isVisible()
    page.filters.choose("gender", "Female")  # meanwhile the answers of before are looked through
    qtbot.waitUntil(lambda: page.rows.wanted.labels == {"gender": "Female"} and not page.rows.searching)
    click(status.cancel)
    go_on.set()
    qtbot.waitUntil(lambda: answers.state == "foreign" and status.go_on.isVisible())
    assert "answered by fake 1.0" in status.text.text()
    assert both_in(window) == ("fake 1.0", "other 1.0", 12)
    window.open_paths([write_photo(tmp_path / "new.png", faces=1), first])
    qtbot.waitUntil(lambda: answers.missing == 1)
    assert both_in(window) == ("fake 1.0", "other 1.0", 12)
    click(status.go_on)
    qtbot.waitUntil(lambda: both_in(window) == ("other 1.0", "fake 1.0", 13), timeout=20_000)
    qtbot.waitUntil(lambda: answers.state == "done")


def test_closing_while_the_models_change_places_loses_nothing(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    window.open_paths([write_photo(tmp_path / f"{number}.png", faces=2) for number in range(3)])
    window.model_menu.compare.chosen.emit("other")
    wait_for_both(window, qtbot, 6)
    saved = tmp_path / "saved.facet-collection"
    window.collection.answers.save_as(saved)
    qtbot.waitUntil(lambda: window.collection.answers.path == saved)
    window.model_menu.chosen.emit("other")
    qtbot.waitUntil(lambda: window.collection.answers.state == "foreign")
    closing, swap = threading.Event(), CollectionWriter.swap_models

    def slow_swap(store: CollectionWriter, asked: Any, *, progress: Progress, should_stop: ShouldStop) -> bool:
        closing.set()
        while not should_stop():
            time.sleep(0.01)
        return swap(store, asked, progress=progress, should_stop=should_stop)

    monkeypatch.setattr(CollectionWriter, "swap_models", slow_swap)
    window.collection.answers.answer_again()
    qtbot.waitUntil(closing.is_set)
    assert window.close()
    with Collection(saved) as collection:
        assert (collection.about["model"], collection.about["second_model"]) == ("fake 1.0", "other 1.0")
        assert collection.counts(Filter()).differing["gender"] == 6


def both_in(window: MainWindow) -> tuple[str, str, int]:
    """The two models of the answers that are stored, and how many faces both have answered."""
    path = window.collection.answers.path
    assert path is not None
    with Collection(path) as collection:
        about, rows = collection.about, collection.rows(collection.find(Filter(kind="faces"))).values()
        return about["model"], about.get("second_model", ""), sum(bool(row.second) for row in rows)


@pytest.fixture
def faces(make_window: MakeWindow, qtbot: QtBot, tmp_path: Path) -> FacesPage:
    """The page of the faces of three photos, answered by two models."""
    window = make_window()
    for count in (1, 0, 2):
        write_photo(tmp_path / f"{count}.png", faces=count)
    window.model_menu.compare.chosen.emit("other")
    window.open_paths([tmp_path])
    wait_for_both(window, qtbot, 3)
    trigger(window.commands.show_faces)
    page = window.collection.page
    assert page is not None
    qtbot.waitUntil(lambda: page.rows.rowCount() == 4 and page.rows.at(1).differing == {"gender"})
    return page


def cells(page: FacesPage, row: int) -> list[str]:
    return [page.rows.data(page.rows.index(row, column)) for column in range(page.rows.columnCount())]


def test_grid_and_table_show_both(faces: FacesPage, qtbot: QtBot) -> None:
    rows = faces.rows
    titles = [rows.headerData(at, Qt.Orientation.Horizontal) for at in range(rows.columnCount())]
    assert titles[6:] == ["Second model:\ngender", "Second model:\nethnicity", "Difference", "Note"]
    assert rows.headerData(6, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == "other 1.0"
    assert [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in cells(faces, 1)[6:9]] == [
        "≠ Male 83 %",
        "Black 80 %",
        "77 %",
    ]
    assert rows.columns.caption(rows.at(1)) == [
        ("Female 94 %", "text"),
        ("≠ Male 83 %", "warning"),
        ("Black 90 %", "text"),
        ("Black 80 %", "text"),
    ]
    spoken = rows.data(rows.index(1, PHOTO), Qt.ItemDataRole.AccessibleTextRole).replace("\N{NO-BREAK SPACE}", " ")
    assert "Perceived gender: Female, 94 %" in spoken
    assert "Second model: Perceived gender: ≠ Male 83 %" in spoken
    qtbot.waitUntil(lambda: "agree" in faces.summary.agreement.text())
    assert faces.summary.agreement.text().split("\n") == [
        "Perceived gender: both models agree on 0 of 3 faces, 0.0 %",
        "Perceived ethnicity: both models agree on 3 of 3 faces, 100.0 %",
    ]


def test_shares_agreement_and_totals_are_of_the_rows_shown(faces: FacesPage, qtbot: QtBot) -> None:
    faces.filters.name.setText("2.png")
    qtbot.waitUntil(lambda: faces.summary.line.text() == "1 photo, 2 faces")
    assert faces.summary.agreement.text().startswith("Perceived gender: both models agree on 0 of 2 faces")
    assert "Female: 2 faces, 100" in faces.summary.groups.accessibleDescription()
    faces.filters.choose("gender", "Male")
    qtbot.waitUntil(lambda: faces.summary.line.text() == "0 photos, 0 faces")
    assert "Female: 2 faces, 100" in faces.summary.groups.accessibleDescription()  # what the choice would show
    assert "Black: 0 faces" in faces.summary.groups.accessibleDescription()


def test_faces_of_a_table_without_key_points_are_said_to_have_no_second_answer(
    make_window: MakeWindow, qtbot: QtBot, models: dict[str, FakeAnalyzer], tmp_path: Path
) -> None:
    (tmp_path / "photos").mkdir()
    photos, out = [write_photo(tmp_path / "photos" / f"{n}.png", faces=n) for n in (1, 2)], tmp_path / "out.csv"
    run_batch(photos, Outputs(csv=out), lambda: models["fake"], threads=1)  # type: ignore[arg-type,return-value]
    collection_path(out).unlink()
    window = make_window()
    window.model_menu.compare.chosen.emit("other")
    window.collection.open(out)
    window.commands.show_faces.trigger()
    page = window.collection.page
    assert page is not None
    qtbot.waitUntil(lambda: page.rows.rowCount() == 3 and page.rows.columnCount() == 10, timeout=20_000)
    missing = "2 faces without an answer of the second model"  # the photo shown was answered anew, with key points
    qtbot.waitUntil(lambda: page.summary.agreement.text().endswith(missing), timeout=20_000)
    qtbot.waitUntil(lambda: not page.rows.searching)
    assert "key points" in page.summary.agreement.toolTip()
    assert cells(page, 2)[6:9] == ["no answer", "no answer", ""]
    assert page.rows.columns.caption(page.rows.at(2))[-1] == ("no answer", "muted")
    spoken = page.rows.data(page.rows.index(2, PHOTO), Qt.ItemDataRole.AccessibleTextRole)
    assert "Second model: Perceived gender: no answer" in spoken


def test_where_they_disagree_is_a_filter_with_counts(faces: FacesPage, qtbot: QtBot) -> None:
    box = faces.filters.differing
    qtbot.waitUntil(
        lambda: (
            [box.itemText(at) for at in range(box.count())]
            == [
                "Second model: any",
                "the models disagree (3)",
                "they disagree: Perceived gender (3)",
                "they disagree: Perceived ethnicity (0)",
            ]
        )
    )
    box.setCurrentIndex(2)
    qtbot.waitUntil(lambda: faces.rows.rowCount() == 3)
    qtbot.waitUntil(lambda: faces.filters.count.text() == "3 of 4 rows")
    box.setCurrentIndex(3)
    qtbot.waitUntil(lambda: faces.rows.rowCount() == 0)
    click(faces.filters.everything)
    qtbot.waitUntil(lambda: faces.rows.rowCount() == 4)


def test_sorted_by_the_difference_and_as_before_without_a_second_model(
    faces: FacesPage, qtbot: QtBot, models: dict[str, FakeAnalyzer]
) -> None:
    orders = [faces.order.itemText(at) for at in range(faces.order.count())]
    assert "Perceived gender: largest difference first" in orders
    faces.order.setCurrentIndex(orders.index("Largest difference of the two models first"))
    qtbot.waitUntil(lambda: not faces.rows.searching and faces.rows.at(3).face is None)
    assert faces.table.horizontalHeader().sortIndicatorSection() == faces.rows.columns.difference
    window = faces.window()
    assert isinstance(window, MainWindow)
    trigger(window.commands.compare)
    qtbot.waitUntil(lambda: faces.rows.columnCount() == 7 and not faces.filters.differing.isVisible())
    assert faces.order.findText("difference", Qt.MatchFlag.MatchContains) < 0
    qtbot.waitUntil(lambda: faces.rows.columns.caption(faces.rows.at(0)) == [("No face was found.", "muted")])
    assert faces.rows.columns.caption(faces.rows.at(1)) == [("Female 94 %", "text"), ("Black 90 %", "text")]


def test_a_second_model_that_joins_leaves_filter_and_choice(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_window()
    for count in (1, 0, 2):
        write_photo(tmp_path / f"{count}.png", faces=count)
    window.open_paths([tmp_path])
    trigger(window.commands.show_faces)
    page = window.collection.page
    assert page is not None
    qtbot.waitUntil(lambda: page.rows.rowCount() == 4)
    page.filters.kind.setCurrentIndex(page.filters.kind.findData("faces"))
    page.order.setCurrentIndex(page.order.findText("Perceived gender: most certain first"))
    qtbot.waitUntil(lambda: page.rows.rowCount() == 3 and not page.rows.searching)
    page.table.selectRow(1)
    trigger(window.commands.compare)
    window.model_menu.compare.chosen.emit("other")
    qtbot.waitUntil(lambda: page.rows.columnCount() == 10)
    assert page.filters.kind.currentData() == "faces"
    assert page.order.currentText() == "Perceived gender: most certain first"
    qtbot.waitUntil(lambda: page.chosen_rows == [1])


def test_another_model_leaves_the_chosen_face_and_the_place_in_the_grid(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_window()
    for number in range(30):
        write_photo(tmp_path / f"{number}.png", faces=5)
    window.model_menu.compare.chosen.emit("other")
    window.open_paths([tmp_path])
    trigger(window.commands.show_faces)
    page = window.collection.page
    assert page is not None
    wait_for_both(window, qtbot, 150)
    qtbot.waitUntil(lambda: page.rows.rowCount() == 150 and not page.rows.searching)
    page.grid.setCurrentIndex(page.rows.index(120, PHOTO))
    bar = page.grid.verticalScrollBar()
    bar.setValue(bar.value() + 40)
    place = bar.value()
    assert place > 0
    window.model_menu.chosen.emit("third")
    wait_for_both(window, qtbot, 150)
    qtbot.waitUntil(lambda: page.rows.rowCount() == 150 and not page.rows.searching)
    qtbot.waitUntil(lambda: page.grid.currentIndex().row() == 120)
    assert page.chosen_rows == [120]
    assert bar.value() == place


def test_what_the_second_model_has_yet_to_answer_is_said_and_an_export_can_wait_for_it(
    make_window: MakeWindow,
    qtbot: QtBot,
    models: dict[str, FakeAnalyzer],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other, out = models["other"], tmp_path / "out.csv"
    assert isinstance(other, OtherModel)
    window = make_window()
    window.open_paths([write_photo(tmp_path / f"{count}.png", faces=count) for count in (1, 0, 2)])
    answers = window.collection.answers
    qtbot.waitUntil(lambda: answers.state == "done")
    other.may_answer.clear()
    window.model_menu.compare.chosen.emit("other")
    status = window.collection.status
    qtbot.waitUntil(lambda: status.text.text() == "second model: 2 photos to go")
    asked: list[str] = []

    def choose(dialog: ExportDialog) -> int:
        asked.append(dialog.wait.text())
        return 1

    monkeypatch.setattr(ExportDialog, "exec", choose)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(out), ""))
    trigger(window.commands.export)
    assert asked == ["&Wait for the second model's answers to 2 photos"]
    assert "when the remaining 2 photos are answered" in window.messages.text
    click(status.pause)
    assert status.text.text() == "second model: 2 photos to go, paused"
    click(status.pause)
    other.may_answer.set()
    qtbot.waitUntil(out.is_file)
    assert out.read_text("utf-8").count(",Male,false,") == 3
