from __future__ import annotations

import os
import sys
import threading
import warnings
from pathlib import Path

import numpy as np
import pytest
from fakes import UNSURE, FakeAnalyzer, face, write_photo
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from using import click, trigger

from core.errors import BundleError
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.photo.blank_page import BlankPage
from desktop.photo.face_card import FaceCard
from desktop.photo.photo import Photo
from desktop.widgets.inputs import dropped_paths
from desktop.widgets.theme import Theme


def open_and_wait(window: MainWindow, qtbot: QtBot, *paths: Path) -> None:
    window.open_paths(paths)
    qtbot.waitUntil(lambda: window.work.analysis is not None)


def names(window: MainWindow) -> list[str]:
    return [photo.name for photo in window.work.photos.photos]


def drop(window: MainWindow, mime: QMimeData) -> None:
    """Let go of `mime` over the middle of the window, where a child of it lies."""
    middle = window.rect().center()
    target = window.childAt(middle)
    rest = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    with warnings.catch_warnings(action="ignore"):  # Qt 6.12 deprecates what Qt 6.11 has alone
        entered = QDragEnterEvent(middle, *rest)
    QApplication.sendEvent(target, entered)
    QApplication.sendEvent(target, QDropEvent(QPointF(middle), *rest))


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_at_first_it_invites(window: MainWindow) -> None:
    page = window.work.viewer.empty_page
    assert window.work.viewer.page is page
    for action in (window.commands.open_photos, window.commands.take_picture, window.commands.paste):
        assert page.button(action).isVisible()
    assert page.link.isVisible()
    assert not window.work.strip.isVisible()
    assert not window.commands.copy_result.isEnabled()


def test_an_opened_photo_shows_a_box_and_a_card_for_every_face(window: MainWindow, qtbot: QtBot, photo: Path) -> None:
    open_and_wait(window, qtbot, photo)
    assert len(window.work.viewer.canvas.faces) == 3
    assert [card.accessibleName().split(".")[0] for card in window.work.panel.cards] == [
        "Face 1 of 3",
        "Face 2 of 3",
        "Face 3 of 3",
    ]
    assert window.work.face == 0
    assert window.status.text() == "fake 1.0 · CPU · 3 faces in 21 ms"
    assert window.windowTitle().startswith("three.png")


def test_a_click_on_a_face_chooses_its_card(window: MainWindow, qtbot: QtBot, photo: Path) -> None:
    open_and_wait(window, qtbot, photo)
    canvas = window.work.viewer.canvas
    qtbot.mouseClick(
        canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.mapFromScene(canvas.faces[2].rect.center())
    )
    assert [card.is_chosen for card in window.work.panel.cards] == [False, False, True]


def test_a_click_on_a_card_chooses_its_face(window: MainWindow, qtbot: QtBot, photo: Path) -> None:
    open_and_wait(window, qtbot, photo)
    qtbot.mouseClick(window.work.panel.cards[1], Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert window.work.face == 1


def test_of_a_card_taller_than_its_panel_the_top_is_shown(window: MainWindow, qtbot: QtBot, photo: Path) -> None:
    window.open_paths([photo])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 3)
    panel, card = window.work.panel, window.work.panel.cards[1]
    panel.setMaximumHeight(card.height() - 50)
    qtbot.waitUntil(lambda: panel.viewport().height() < card.height())
    for before in (0, panel.verticalScrollBar().maximum()):
        panel.verticalScrollBar().setValue(before)
        window.work.choose_face(1)
        assert 0 <= card.mapTo(panel.viewport(), QPoint()).y() < panel.viewport().height() - 50


def test_with_the_keyboard_alone_from_the_sample_to_the_copied_result(window: MainWindow, qtbot: QtBot) -> None:
    page = window.work.viewer.empty_page
    focused = page.button(window.commands.open_photos)
    focused.setFocus()
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.link
    qtbot.keyClick(page.link, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    count = len(window.work.panel.cards)
    assert count > 1
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert window.work.face == 1
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert window.work.face == count - 1
    qtbot.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert "astronaut.png · fake 1.0" in text
    assert f"Face {count} of {count}: perceived gender: Female 94 %" in text


def test_tab_goes_from_card_to_card_and_chooses(window: MainWindow, qtbot: QtBot, photo: Path) -> None:
    open_and_wait(window, qtbot, photo)
    qtbot.waitUntil(window.work.panel.cards[1].isVisible)
    first = window.work.panel.cards[0]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert first.figures.hasFocus()
    qtbot.keyClick(first.figures, Qt.Key.Key_Tab)
    assert window.work.face == 1


def test_a_broken_file_among_good_ones_leaves_them_standing(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    good = write_photo(tmp_path / "a.png", faces=1)
    broken = tmp_path / "b.png"
    broken.write_bytes(good.read_bytes()[:60])
    other = write_photo(tmp_path / "c.png", faces=2)
    open_and_wait(window, qtbot, good, broken, other)
    qtbot.keyClick(window, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: window.work.viewer.page is window.work.viewer.error_page)
    assert "b.png" in window.work.viewer.error_page.text.text()
    photos = window.work.photos
    assert "b.png" in photos.data(photos.index(1), Qt.ItemDataRole.ToolTipRole)
    assert not window.commands.copy_result.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    assert len(window.work.panel.cards) == 2
    assert [photo.error is None for photo in window.work.photos.photos] == [True, False, True]


@pytest.mark.skipif(sys.platform == "win32", reason="its names have no angle brackets")
def test_a_name_that_looks_like_html_is_shown_as_it_stands(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "x <b>gone<"
    broken.write_text("no picture")
    window.open_paths([broken])
    qtbot.waitUntil(lambda: window.work.viewer.page is window.work.viewer.error_page)
    window.work.close_photo()
    assert broken.name in window.messages.text
    window.collection.open(broken)
    qtbot.waitUntil(lambda: "cannot be opened as a result" in window.messages.text)
    labels = [label for label in window.findChildren(QLabel) if "<b>" in label.text()]
    assert len(labels) >= 2
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


def test_the_strip_marks_a_broken_file_before_it_is_chosen(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "b.png"
    broken.write_text("no picture")
    open_and_wait(window, qtbot, write_photo(tmp_path / "a.png", faces=1), broken)
    qtbot.waitUntil(lambda: window.work.photos.photos[1].error is not None)
    assert window.work.photo is window.work.photos.photos[0]


def test_no_face_is_said_kindly(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    open_and_wait(window, qtbot, write_photo(tmp_path / "none.png", faces=0))
    assert window.work.panel.note is not None
    assert window.work.panel.note.text() == "No face was found"
    assert window.work.face == -1
    assert "no face" in window.status.text()


def test_an_uncertain_answer_looks_and_reads_uncertain(
    window: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer, photo: Path
) -> None:
    analyzer.extra = {"ethnicity": UNSURE, "reasons": ("dark",)}
    open_and_wait(window, qtbot, photo)
    card = window.work.panel.cards[0]
    assert [head.uncertain for head in card.answers] == [False, True]
    assert "uncertain: Asian 48 %, Others 31 %, White 15 %" in card.accessibleName()
    assert "too dark to be sure" in card.accessibleName()
    assert [label for label, _ in card.answers[1].rows] == ["Asian", "Others", "White", "Black", "Indian"]
    assert [label for label, _ in card.answers[0].rows] == ["Male", "Female"]


def test_the_newest_photo_wins(window: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer, tmp_path: Path) -> None:
    paths = [write_photo(tmp_path / f"{count}.png", faces=count) for count in (1, 2, 3, 4)]
    shown: list[int] = []
    window.work.changed.connect(lambda: shown.append(len(window.work.panel.cards)))
    analyzer.gate.clear()
    window.open_paths(paths)
    qtbot.waitUntil(analyzer.began.is_set)
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_PageDown)
    analyzer.gate.set()
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    assert len(window.work.panel.cards) == 4
    assert set(shown) == {0, 4}
    assert analyzer.seen[:2] == [1, 4]  # the others are answered afterwards, in the background


def test_a_photo_is_shown_before_its_faces_are_found(
    window: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer, photo: Path
) -> None:
    analyzer.gate.clear()
    window.open_paths([photo])
    qtbot.waitUntil(lambda: window.work.viewer.canvas.picture is not None)
    assert window.work.analysis is None
    assert not window.commands.save_picture.isEnabled()
    qtbot.waitUntil(window.work.viewer.busy.isVisible)
    analyzer.gate.set()
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    assert not window.work.viewer.busy.isVisible()


def test_closing_while_it_works_ends_every_thread(
    window: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer, photo: Path
) -> None:
    analyzer.gate.clear()
    window.open_paths([photo])
    qtbot.waitUntil(analyzer.began.is_set)
    threading.Timer(0.05, analyzer.gate.set).start()
    window.close()
    ours = {"analysis", "thumbnails", "intake", "saving"}
    assert not ours & {thread.name for thread in threading.enumerate()}


def test_a_dropped_folder_brings_all_its_pictures(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("10.png", "9.png", "deep/1.png"):
        write_photo(tmp_path / name, faces=1)
    (tmp_path / "notes.txt").write_text("no picture")
    drop(window, files(tmp_path))
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    assert names(window) == ["9.png", "10.png", "1.png"]


def test_an_empty_folder_is_said(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    drop(window, files(tmp_path))
    qtbot.waitUntil(lambda: "There are no pictures in" in window.messages.text)
    assert window.work.viewer.page is window.work.viewer.empty_page


def test_an_empty_folder_among_photos_keeps_none_of_them_out(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, photo: Path
) -> None:
    (tmp_path / "empty").mkdir()
    drop(window, files(tmp_path / "empty", photo))
    qtbot.waitUntil(lambda: "There are no pictures in" in window.messages.text)
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    assert names(window) == ["three.png"]


def test_two_thousand_dropped_files_are_listed_and_only_those_seen_are_decoded(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    first = write_photo(tmp_path / "0.png", faces=1)
    others = [tmp_path / f"{number}.png" for number in range(1, 2000)]
    for path in others:
        path.hardlink_to(first)
    drop(window, files(tmp_path))
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    assert window.work.photos.rowCount() == 2000
    asked: list[object] = []
    window.work.photos.thumbnail_wanted.connect(asked.append)
    window.work.strip.scrollToBottom()
    qtbot.waitUntil(lambda: bool(asked))
    assert len(set(asked)) < 50


def test_a_picture_dragged_from_a_browser(window: MainWindow, qtbot: QtBot, photo: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/three.png")])
    mime.setData("image/png", photo.read_bytes())
    drop(window, mime)
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    assert len(window.work.panel.cards) == 3
    assert names(window)[0].startswith("Dropped ")


def test_a_drop_onto_a_photo_adds_to_it(window: MainWindow, qtbot: QtBot, tmp_path: Path, photo: Path) -> None:
    open_and_wait(window, qtbot, photo)
    assert window.work.viewer.canvas.viewport() is window.childAt(window.rect().center())
    drop(window, files(write_photo(tmp_path / "one.png", faces=1)))
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 1)
    assert names(window) == ["three.png", "one.png"]


def test_only_an_address_is_not_fetched_but_explained(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/three.png")])
    drop(window, mime)
    assert "fetches nothing from the network" in window.messages.text
    assert names(window) == []


def test_paste_a_picture(window: MainWindow, qtbot: QtBot) -> None:
    image = QImage(300, 100, QImage.Format.Format_RGB32)
    image.fill(0xFF020000)
    QGuiApplication.clipboard().setImage(image)
    trigger(window.commands.paste)
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    assert len(window.work.panel.cards) == 2
    assert names(window)[0].startswith("Pasted ")


def test_paste_copied_files(window: MainWindow, qtbot: QtBot, photo: Path) -> None:
    QGuiApplication.clipboard().setMimeData(files(photo))
    trigger(window.commands.paste)
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    assert names(window) == ["three.png"]


def test_paste_of_text_is_refused_in_words(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("hello")
    trigger(window.commands.paste)
    assert "no picture in the clipboard" in window.messages.text


def test_a_still_of_the_camera_goes_the_way_of_any_photo(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.live.camera_dialog import CameraDialog

    rgb = np.full((120, 200, 3), 3, np.uint8)
    monkeypatch.setattr(CameraDialog, "ask", classmethod(lambda cls, settings, parent, analysis: rgb))
    trigger(window.commands.take_picture)
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    assert len(window.work.panel.cards) == 3
    assert names(window)[0].startswith("Camera ")


def test_the_same_file_twice_is_one_photo(window: MainWindow, qtbot: QtBot, photo: Path) -> None:
    open_and_wait(window, qtbot, photo)
    open_and_wait(window, qtbot, photo, photo, photo.parent / ".." / photo.parent.name / photo.name)
    assert names(window) == ["three.png"]


def test_a_photo_opened_again_has_the_thumbnail_of_what_it_holds_now(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    def thumbnail_width(row: int) -> int:
        image = photos.data(photos.index(row), Qt.ItemDataRole.DecorationRole)
        return 0 if image is None else int(image.width())

    photos = window.work.photos
    paths = [write_photo(tmp_path / name, faces=1) for name in ("a.png", "b.png")]
    open_and_wait(window, qtbot, *paths)
    qtbot.waitUntil(lambda: all(map(photos.thumbnail_made, photos.photos)))
    assert [thumbnail_width(row) for row in (0, 1)] == [224, 224]
    for path in paths:
        write_photo(path, faces=1, size=(200, 400))
    window.open_paths(paths)
    qtbot.wait(20)
    assert thumbnail_width(0)  # what was there stays until the new one is made
    qtbot.waitUntil(lambda: [thumbnail_width(row) for row in (0, 1)] == [112, 112])


def test_pictures_that_lie_nowhere_are_told_apart_by_their_names(window: MainWindow, qtbot: QtBot) -> None:
    first, second = np.zeros((90, 120, 3), np.uint8), np.full((90, 120, 3), 9, np.uint8)
    for frame in (first, second, second, first):
        window.intake.take_rgb(frame, "street 0:07")
    qtbot.waitUntil(lambda: len(names(window)) == 2)
    qtbot.wait(50)
    assert names(window) == ["street 0:07", "street 0:07 (2)"]


def test_closing_photos_ends_at_the_invitation(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    paths = [write_photo(tmp_path / f"{count}.png", faces=count) for count in (1, 2)]
    open_and_wait(window, qtbot, *paths)
    trigger(window.commands.close_photo)
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 2)
    qtbot.keyClick(window.work.strip, Qt.Key.Key_Delete)
    assert window.work.viewer.page is window.work.viewer.empty_page
    assert all(path.is_file() for path in paths)


def test_a_closed_picture_that_lies_nowhere_is_brought_back(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    QGuiApplication.clipboard().setImage(QImage(str(write_photo(tmp_path / "copied.png", faces=2))))
    trigger(window.commands.paste)
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 2)
    [pasted] = window.work.photos.photos
    window.open_paths([write_photo(tmp_path / "1.png", faces=1)])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 1)
    trigger(window.commands.previous_photo)
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 2)
    trigger(window.commands.close_photo)
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 1)
    click(window.messages.undo)
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 2)
    assert window.work.photos.photos[0] is window.work.photo is pasted


def test_a_photo_deleted_after_it_was_opened_is_said_and_the_others_stay(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    gone, there = (write_photo(tmp_path / f"{count}.png", faces=count) for count in (1, 2))
    open_and_wait(window, qtbot, gone, there)
    window.work.step_photo(1)
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 2)
    gone.unlink()
    window.work.step_photo(-1)
    qtbot.waitUntil(lambda: window.work.viewer.page is window.work.viewer.error_page)
    assert f"There is no file {gone}" in window.work.viewer.error_page.text.text()
    window.work.step_photo(1)
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 2)


def test_a_model_that_cannot_be_loaded_is_said_and_the_photo_is_still_shown(
    look: Theme, qtbot: QtBot, settings: Settings, photo: Path
) -> None:
    def refuse(name: str) -> None:
        raise BundleError("bundle.none", path="models")

    window = MainWindow(Engine(refuse), settings)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: "There are no models in models" in window.messages.text)
    window.open_paths([photo])
    qtbot.waitUntil(lambda: window.work.viewer.canvas.picture is not None)
    qtbot.waitUntil(lambda: "There are no models in models" in window.messages.text)
    assert window.work.photo is not None
    assert window.work.photo.error is None
    window.close()


def test_another_model_answers_anew_and_is_remembered(
    look: Theme, qtbot: QtBot, settings: Settings, photo: Path
) -> None:
    made = {"": FakeAnalyzer("first"), "second": FakeAnalyzer("second")}
    window = MainWindow(Engine(lambda name: made[name]), settings)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(window)
    window.show()
    open_and_wait(window, qtbot, photo)
    window.model_menu.chosen.emit("second")
    qtbot.waitUntil(lambda: window.work.analysis is not None and window.work.analysis.model == "second 1.0")
    assert settings.model == "second"
    window.close()


def test_a_photo_brought_back_has_no_answer_of_a_model_of_before(
    look: Theme, qtbot: QtBot, settings: Settings, photo: Path, tmp_path: Path
) -> None:
    made = {"": FakeAnalyzer("first"), "second": FakeAnalyzer("second")}
    window = MainWindow(Engine(lambda name: made[name]), settings)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(window)
    window.show()
    open_and_wait(window, qtbot, photo, write_photo(tmp_path / "other.png", faces=1))
    trigger(window.commands.close_photo)
    window.model_menu.chosen.emit("second")
    qtbot.waitUntil(lambda: window.work.analysis is not None and window.work.analysis.model == "second 1.0")
    click(window.messages.undo)
    photos = window.work.photos.photos
    assert {photo.analysis.model for photo in photos if photo.analysis} <= {"second 1.0"}
    qtbot.waitUntil(lambda: all(photo.analysis for photo in photos))
    assert names(window) == ["three.png", "other.png"]
    assert {photo.analysis.model for photo in photos if photo.analysis} == {"second 1.0"}
    window.close()


def test_no_other_window_is_ever_shown_for_a_face_with_reasons(
    window: MainWindow, qtbot: QtBot, photo: Path, analyzer: FakeAnalyzer
) -> None:
    class Watch(QObject):
        seen: list[QWidget] = []  # noqa: RUF012 - of this one test

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if isinstance(watched, QLabel | QPushButton) and event.type() == QEvent.Type.Show and watched.isWindow():
                self.seen.append(watched)
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)  # type: ignore[union-attr]
    try:
        shown = FaceCard(face(10.0, reasons=("dark", "turned")), index=0, count=1)
        qtbot.addWidget(shown)
        qtbot.addWidget(BlankPage("folder", "title", text="text", link="link"))
        QApplication.processEvents()
    finally:
        QApplication.instance().removeEventFilter(watch)  # type: ignore[union-attr]
    assert watch.seen == []


def test_after_a_model_that_failed_a_working_one_answers_for_the_photo_shown(
    look: Theme, qtbot: QtBot, settings: Settings, photo: Path
) -> None:
    def load(name: str) -> FakeAnalyzer:
        if name == "good":
            return FakeAnalyzer("good")
        raise BundleError("bundle.none", path="models")

    window = MainWindow(Engine(load), settings)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.show()
    window.open_paths([photo])
    qtbot.waitUntil(lambda: window.work.viewer.canvas.picture is not None)
    qtbot.waitUntil(lambda: "There are no models in models" in window.messages.text)
    window.model_menu.chosen.emit("good")
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    window.close()


def test_the_models_there_are_stand_in_the_menu_the_one_in_use_marked(window: MainWindow, own_folders: Path) -> None:
    mine = own_folders / "models" / "my-model"
    mine.mkdir(parents=True)
    (mine / "manifest.json").write_text("{}")
    window.model_menu.in_use = mine
    window.model_menu.refresh()
    marked = {action.text(): action.isChecked() for action in window.model_menu.actions()}
    assert marked["my-model"] is True
    assert list(marked.values()).count(True) == 1


def test_recent_photos_are_offered_and_missing_ones_greyed(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, photo: Path
) -> None:
    gone = write_photo(tmp_path / "gone.png", faces=1)
    open_and_wait(window, qtbot, gone)
    trigger(window.commands.close_photo)
    open_and_wait(window, qtbot, photo)
    gone.unlink()
    window.recent_menu.refresh()
    entries = {action.toolTip(): action.isEnabled() for action in window.recent_menu.actions()}
    assert entries[str(photo)] is True
    assert entries[str(gone)] is False


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is Unicode")
def test_a_photo_whose_name_the_settings_cannot_hold_is_not_among_the_recent_ones(
    window: MainWindow, qtbot: QtBot, settings: Settings, tmp_path: Path, photo: Path
) -> None:
    odd = photo.rename(tmp_path / os.fsdecode(b"a\xff\xfe.png"))
    open_and_wait(window, qtbot, odd)
    trigger(window.commands.close_photo)
    open_and_wait(window, qtbot, write_photo(tmp_path / "even.png", faces=1))
    assert settings.keep()
    assert Settings().recent == [tmp_path / "even.png"]


def test_every_command_has_a_shortcut_of_its_own_and_stands_in_a_menu(window: MainWindow) -> None:
    shortcuts = [action.shortcut().toString() for action in window.commands.all]
    assert all(shortcuts)
    assert len(set(shortcuts)) == len(shortcuts)
    in_menus = window.findChildren(QMenu)
    for menu in in_menus:
        menu.aboutToShow.emit()  # some are filled only then
    assert set(window.commands.all) <= {action for menu in in_menus for action in menu.actions()}


def test_a_turned_photo_is_analysed_and_kept_as_it_is_turned(window: MainWindow, qtbot: QtBot, photo: Path) -> None:
    open_and_wait(window, qtbot, photo)
    trigger(window.commands.turn_right)
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    analysis = window.work.analysis
    assert analysis is not None and (analysis.width, analysis.height) == (200, 400)
    shown = window.work.viewer.canvas.picture
    assert shown is not None and (shown.size.width(), shown.size.height()) == (200, 400)
    trigger(window.commands.turn_left)
    qtbot.waitUntil(lambda: window.work.analysis is not None and window.work.analysis.width == 400)


def test_another_model_keeps_the_chosen_face_and_the_view(
    look: Theme, qtbot: QtBot, settings: Settings, photo: Path
) -> None:
    made = {"": FakeAnalyzer("first"), "second": FakeAnalyzer("second")}
    window = MainWindow(Engine(lambda name: made[name]), settings)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(window)
    window.show()
    open_and_wait(window, qtbot, photo)
    window.work.choose_face(2)
    canvas = window.work.viewer.canvas
    canvas.zoom_in()
    canvas.zoom_in()
    zoom = canvas.zoom
    assert window.zoom.text() == f"{canvas.zoom_percent} %"
    window.model_menu.chosen.emit("second")
    qtbot.waitUntil(lambda: window.work.analysis is not None and window.work.analysis.model == "second 1.0")
    assert window.work.face == 2
    assert canvas.zoom == zoom
    window.close()


def test_a_photo_has_a_context_menu(window: MainWindow, qtbot: QtBot, photo: Path) -> None:
    open_and_wait(window, qtbot, photo)
    canvas, commands = window.work.viewer.canvas, window.commands
    at = QPoint(2, 2)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.viewport().mapToGlobal(at))
    QApplication.sendEvent(canvas.viewport(), event)
    offered = canvas.menu.actions()
    canvas.menu.close()
    assert {commands.copy_result, commands.save_picture, commands.show_in_folder} <= set(offered)
    assert [action for action in offered if not action.isEnabled()] == [commands.detected_boxes]  # none was edited


def test_a_long_list_arrives_in_slices_and_the_chosen_photo_may_come_late(window: MainWindow, qtbot: QtBot) -> None:
    photos = [Photo(f"{number}.png", path=Path("/missing", f"{number}.png")) for number in range(2500)]
    window.work.add(photos)
    assert window.work.photos.rowCount() == 1000
    window.work.choose(photos[2400])
    qtbot.waitUntil(lambda: window.work.photos.rowCount() == 2500)
    assert window.work.photo is photos[2400]
    window.work.remove(photos[7])
    assert window.work.photos.rowCount() == len(window.work.photos.photos) == 2499
    assert window.work.photos.find(photos[7]) is None


def test_a_file_address_that_names_this_machine_is_dropped_as_a_file(tmp_path: Path) -> None:
    photo = tmp_path / "бейне 1.png"
    mime = QMimeData()
    mime.setUrls([QUrl(photo.as_uri()), QUrl(photo.as_uri().replace("file://", "file://localhost"))])
    assert dropped_paths(mime) == [photo, photo]


def test_an_incomplete_file_is_shown_with_a_note(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, portrait_path: Path
) -> None:
    photo = tmp_path / "cut.jpg"
    with Image.open(portrait_path) as image:
        image.convert("RGB").save(photo)
    photo.write_bytes(photo.read_bytes()[:-2])
    window.open_paths([photo])
    qtbot.waitUntil(lambda: "end of cut.jpg is missing" in window.messages.text)
