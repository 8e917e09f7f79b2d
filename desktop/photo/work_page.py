"""The work page: the strip of photos, the chosen photo and its face cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QUndoCommand, QUndoStack
from PySide6.QtWidgets import QSplitter, QWidget

from core.errors import FacetError, ImageError
from desktop.app.engine import Engine
from desktop.app.settings import Settings
from desktop.app.settings_table import SHOW_REASONS
from desktop.photo.answer_view import error_rates
from desktop.photo.corrections import Corrector
from desktop.photo.face_card import SecondAnswers
from desktop.photo.face_panel import FacePanel
from desktop.photo.film_strip import FilmStrip
from desktop.photo.photo import Photo, PhotoList, ThumbnailLoader
from desktop.photo.viewer import BoxLegend, Viewer
from desktop.widgets.picture import Picture
from desktop.widgets.theme import GRID_PX
from desktop.wording import error_text, noted_text, wrapped

if TYPE_CHECKING:
    from core.analysis import Analysis, AnalyzedFace
    from core.model.bundle import ModelBundle


_UNDONE_AT_MOST: Final = 200


class WorkPage(QSplitter):
    """Choosing a photo has it analysed; choosing a face on the canvas chooses its card, and the other way round."""

    changed = Signal()
    """Emitted when the shown photo, the chosen face or the results change."""
    photo_read = Signal(object)
    """A photo that turned out to be one."""
    undo_told = Signal(str)
    """What was just done and can be undone, in words."""
    failed = Signal(object)
    """An error that is not about a photo."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        *,
        ways_in: Sequence[QAction],
        ways_on: Sequence[QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._settings = settings
        self._bundle: ModelBundle | None = None
        self._photo: Photo | None = None
        self._pictured: Photo | None = None
        """The photo on the canvas: the one chosen, as soon as it is decoded."""
        self._face = -1
        self._kept_face = 0
        """The face to choose when the same photo is answered again."""
        self._expected: tuple[Photo, int] | None = None
        self._second: tuple[Analysis, ModelBundle] | None = None
        """What a second model answers for the photo shown, and that model."""
        self.face_actions: list[QAction] = []
        """Commands for the chosen face, in the menu of its card."""
        self._awaited: tuple[Photo, Photo | None] | None = None
        """A photo to choose when it arrives, and the one it replaces."""
        self.undo_stack = QUndoStack(self)
        """What can be undone: closed photos, edited boxes, noted labels."""
        self.undo_stack.setUndoLimit(_UNDONE_AT_MOST)
        self.photos = PhotoList()
        self.thumbnails = ThumbnailLoader(self)
        self.strip = FilmStrip(self.photos)
        self.viewer = Viewer(ways_in, ways_on)
        self.box_legend = BoxLegend(self.viewer.canvas)
        self.panel = FacePanel(self.viewer.canvas)
        self.corrector = Corrector(settings, self.undo_stack, self)
        self.undo_stack.indexChanged.connect(self.viewer.messages.drop_undo)
        self._lay_out()
        self.strip.chosen.connect(self._on_photo_chosen)
        self.strip.removal_asked.connect(self._close)
        self.viewer.canvas.face_clicked.connect(self.choose_face)
        self.panel.face_chosen.connect(self.choose_face)
        self.photos.joined.connect(self._on_joined)
        self.photos.thumbnail_wanted.connect(self.thumbnails.want)
        self.thumbnails.loaded.connect(self.photos.set_thumbnail)
        self.thumbnails.failed.connect(self._on_thumbnail_failed)
        engine.decoded.connect(self._on_decoded)
        engine.analyzed.connect(self._on_analyzed)
        engine.failed.connect(self._on_failed)
        engine.model_loaded.connect(self._on_model_loaded)

        self.corrector.noted.connect(self.show_noted)
        self.corrector.failed.connect(self.failed)
        self.panel.correction_asked.connect(self._on_correction_asked)
        self.panel.menu_asked.connect(self._on_menu_asked)

    @property
    def photo(self) -> Photo | None:
        """The chosen photo."""
        return self._photo

    @property
    def analysis(self) -> Analysis | None:
        """What was found in the picture on the canvas."""
        pictured = self._photo is self._pictured and self.viewer.canvas.faces_shown
        return self._photo.analysis if self._photo and pictured else None

    @property
    def face(self) -> int:
        """The index of the chosen face; -1 if there is none."""
        return self._face

    @property
    def chosen_face(self) -> AnalyzedFace | None:
        """The face chosen in the picture on the canvas, with all its answers; None if there is none."""
        analysis = self.analysis
        return analysis.faces[self._face] if analysis and self._face >= 0 else None

    @property
    def second(self) -> Analysis | None:
        """What a second model answers for the same faces; None while there is none."""
        return self._second[0] if self._second and self.analysis else None

    def add(self, photos: Sequence[Photo]) -> None:
        """Put photos on the strip and choose the first of them."""
        photo = self.photos.add(photos)
        if photo is None:
            return
        self._awaited = None
        self.strip.show()
        if photo is self._photo:
            self._on_photo_chosen(photo)
        self.strip.choose(photo)

    def choose(self, photo: Photo) -> None:
        """Choose a photo that was added, as soon as it is on the strip."""
        found = self.photos.find(photo)
        if found:
            self.strip.choose(found)
        else:
            self._awaited = (photo, self._photo)

    def remove(self, photo: Photo) -> None:
        """Take a photo off the strip; the next one takes its place."""
        row = self.photos.row(photo)
        if photo is self._photo:
            self._engine.stop()
            self._photo = None
        self.photos.remove(photo)
        left = self.photos.photos
        if not left:
            self.show_nothing()
        elif self._photo is None:
            self.strip.choose(left[min(row, len(left) - 1)])

    def close_photo(self) -> None:
        """Take the chosen photo off the strip."""
        if self._photo:
            self._close(self._photo)

    def bring_back(self, photo: Photo, row: int) -> None:
        """Put a photo that was closed back where it was, and choose it."""
        photo.analysis = None  # another model may answer now
        if self.photos.find(photo) is None:
            self.photos.insert(row, photo)
        self.add([photo])

    def answer_again(self, photo: Photo) -> None:
        """Answer a photo whose boxes have changed, and show it."""
        picture = self.viewer.canvas.picture
        if photo is self._photo and self.analysis and picture:
            self.viewer.busy.start()
            self._engine.analyze_again(photo, picture)
            return
        photo.analysis = None
        if photo is self._photo:
            self._on_photo_chosen(photo)
        elif self.photos.find(photo):
            self.strip.choose(photo)

    def turn_photo(self, by: int) -> None:
        """Turn the chosen photo by so many quarters clockwise and analyse it again."""
        if photo := self._photo:
            photo.quarter_turns = (photo.quarter_turns + by) % 4
            photo.analysis = None
            self.photos.renew([photo])
            self._on_photo_chosen(photo)

    def show_face(self, path: Path, index: int) -> None:
        """Choose an open photo, and that face in it once it is found; `path` is its name if it has no file."""
        content = next((photo for photo in self.photos.photos if not photo.path and photo.name == str(path)), None)
        photo = content or self.photos.find(Photo(path.name, path=path))
        if photo is None:
            return
        if photo is self._photo and self.analysis is not None:
            self.choose_face(index)
            return
        self._expected = (photo, index)
        if photo is not self._photo:
            self.strip.choose(photo)

    def clear(self) -> None:
        """Take all photos off the strip."""
        self._engine.stop()
        self._photo = self._awaited = self._expected = None
        self.photos.clear()
        self.show_nothing()

    def show_nothing(self) -> None:
        """The page as it is before anything was opened."""
        self._photo = None
        self._face = -1
        self.viewer.busy.stop()
        self.viewer.show_empty()
        self.panel.clear()
        self.strip.hide()
        self.panel.hide()
        self.changed.emit()

    def choose_face(self, index: int) -> None:
        self._face = index
        self.viewer.canvas.choose_face(index)
        self.panel.choose_face(index)
        self.changed.emit()

    def correct_face(self) -> None:
        """Offer to note what is right for the chosen face."""
        if 0 <= self._face < len(self.panel.cards):
            self.panel.cards[self._face].correct.click()

    def step_face(self, by: int) -> None:
        """Choose the next face (1) or the one before (-1), round and round."""
        count = len(self.panel.cards)
        if count:
            self.choose_face((self._face + by) % count)

    def show_again(self) -> None:
        """Show what was found anew, as the settings have it now."""
        if self._photo and self.analysis:
            self._show_faces(self._photo, self.analysis, chosen=self._face)

    def show_second(self, second: Analysis | None, bundle: ModelBundle | None) -> None:
        """Show on the cards what a second model answers for the faces of `analysis`, or no longer."""
        if second is None and self._second is None:
            return
        self._second = (second, bundle) if second and bundle else None
        self._fill_second()

    def show_noted(self) -> None:
        """Show the corrections on each card."""
        if self.analysis is None:
            return
        for card, face in zip(self.panel.cards, self.analysis.faces, strict=True):
            card.show_noted(noted_text(self.corrector.labels(face.chip)))

    def step_photo(self, by: int) -> None:
        self.strip.step(by)

    def close_threads(self) -> None:
        self._engine.close()
        self.photos.stop()
        self.corrector.close()
        self.thumbnails.close()

    def _lay_out(self) -> None:
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        for widget, share in ((self.strip, 0), (self.viewer, 1), (self.panel, 0)):
            self.addWidget(widget)
            self.setStretchFactor(self.indexOf(widget), share)
        self.setSizes([18 * GRID_PX, 95 * GRID_PX, 37 * GRID_PX])

    def _close(self, photo: Photo) -> None:
        """A picture that was pasted or taken would be lost with it, so it can be undone."""
        self.undo_stack.push(_ClosePhoto(self, photo, self.tr("close {name}").format(name=photo.name)))
        self.undo_told.emit(self.tr("{name} was closed.").format(name=photo.name))

    def _on_joined(self) -> None:
        if self._awaited and self._awaited[1] is not self._photo:
            self._awaited = None  # the user has chosen another meanwhile
        if self._awaited and (found := self.photos.find(self._awaited[0])):
            self._awaited = None
            self.strip.choose(found)

    def _on_photo_chosen(self, photo: Photo) -> None:
        if self._photo and self._photo is not photo:
            self._photo.forget_chips()
        self._photo = photo
        self.viewer.busy.start()
        self._engine.analyze(photo)
        self.changed.emit()

    def _on_decoded(self, photo: Photo, picture: Picture) -> None:
        shown = self.viewer.canvas.picture
        again = photo is self._pictured and shown is not None and shown.size == picture.size
        self._kept_face = max(self._face, self._kept_face) if again else 0
        self._face = -1
        self._pictured = photo
        self._second = None
        self.box_legend.hide()
        self.photos.set_error(photo, None)
        self.viewer.show_picture(picture, keep_view=again)
        self.panel.clear()
        self.panel.show()
        self.photo_read.emit(photo)
        self.changed.emit()

    def _on_analyzed(self, photo: Photo, analysis: Analysis) -> None:
        self.viewer.busy.stop()
        photo.analysis = analysis
        self._second = None
        expected = self._expected[1] if self._expected and self._expected[0] is photo else self._kept_face
        self._kept_face = 0
        self._expected = None
        self._show_faces(photo, analysis, chosen=min(max(expected, 0), len(analysis.faces) - 1))
        if photo.notes:  # there is one kind
            self.viewer.messages.say(
                self.tr("The end of {name} is missing, though the whole picture could be read.").format(
                    name=photo.name
                ),
                kind="warning",
            )

    def _show_faces(self, photo: Photo, analysis: Analysis, *, chosen: int) -> None:
        seen = _visible(analysis, self._settings)
        self.viewer.canvas.show_faces(seen)
        self.box_legend.show_for(uncertain=any(face.uncertain for face in seen.faces))
        results = self._bundle.manifest.results if self._bundle else {}
        self.panel.show_analysis(
            photo,
            seen,
            [error_rates(whole, face.answers, results) for whole, face in zip(analysis.faces, seen.faces, strict=True)],
        )
        if self._second:
            self._fill_second()
        self.show_noted()
        self.choose_face(chosen)

    def _fill_second(self) -> None:
        """Show the second model's answers beside the first's, without what the settings hide."""
        if self.analysis is None or self._bundle is None:
            return
        seconds: list[SecondAnswers | None] = [None] * len(self.panel.cards)
        if self._second:
            second, bundle = self._second
            beside = _visible(second, self._settings)
            results, names = bundle.manifest.results, (self._bundle.manifest.name, bundle.manifest.name)
            seconds = [
                SecondAnswers(face, *names, bundle.title, error_rates(whole, face.answers, results))
                for whole, face in zip(second.faces, beside.faces, strict=True)
            ]
        self.panel.show_second(seconds)
        for card, item in zip(self.panel.cards, self.viewer.canvas.faces, strict=True):
            item.setToolTip(wrapped(card.accessibleName().replace(". ", "\n")))

    def _on_menu_asked(self, index: int, at: QPoint) -> None:
        self._on_correction_asked(index, at, self.face_actions)

    def _on_correction_asked(self, index: int, at: QPoint, also: Sequence[QAction] = ()) -> None:
        if self.analysis:
            face = self.analysis.faces[index]
            attributes = {name: answer.attribute for name, answer in face.answers.items()}
            self.corrector.offer(face.chip, attributes, at, also)

    def _on_failed(self, photo: Photo, error: Exception) -> None:
        self.viewer.busy.stop()
        if isinstance(error, ImageError):
            self._mark(photo, error)
            self.viewer.show_error(error_text(error))
            self.panel.clear()
            self.panel.hide()
            self._face = -1
            self.changed.emit()
        else:
            self.failed.emit(error)

    def _on_thumbnail_failed(self, photo: Photo, error: Exception) -> None:
        if isinstance(error, FacetError):
            self._mark(photo, error)
            self.changed.emit()
        else:
            self.failed.emit(error)

    def _mark(self, photo: Photo, error: FacetError) -> None:
        photo.analysis = None
        self.photos.set_error(photo, error)

    def _on_model_loaded(self, bundle: ModelBundle) -> None:
        """Forget the answers of the model, detector or thresholds used before."""
        if bundle is not self._bundle:
            self._bundle = bundle
            for known in self.photos.photos:
                known.analysis = None
        photo = self._photo
        if photo and not photo.analysis and not photo.error and not self._engine.at_work:
            self._on_photo_chosen(photo)
        self.changed.emit()


class _ClosePhoto(QUndoCommand):
    def __init__(self, page: WorkPage, photo: Photo, text: str) -> None:
        super().__init__(text)
        self._page = page
        self._photo = photo
        self._row = 0

    def undo(self) -> None:
        self._page.bring_back(self._photo, self._row)

    def redo(self) -> None:
        if photo := self._page.photos.find(self._photo):
            self._photo, self._row = photo, self._page.photos.row(photo)
            self._page.remove(photo)


def _visible(analysis: Analysis, settings: Settings) -> Analysis:
    """The analysis without what the settings hide; copies and exports contain all of it."""
    hidden = settings.hidden
    with_reasons = bool(settings.value(SHOW_REASONS))
    faces = tuple(
        replace(
            face,
            answers={name: answer for name, answer in face.answers.items() if name not in hidden},
            quality=face.quality if with_reasons else replace(face.quality, reasons=()),
        )
        for face in analysis.faces
    )
    return replace(analysis, faces=faces)
