"""The live picture with what is perceived in it, and the switch for the ethnicity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from core.errors import FacetError
from desktop.busy_line import BusyLine
from desktop.live.analysis import LiveAnalysis
from desktop.live.trouble import Trouble
from desktop.live.view import LiveView
from desktop.theme import GRID_PX, toned
from desktop.wording import error_text

if TYPE_CHECKING:
    from core.analysis import Analysis


SMALLEST: Final = QSize(54 * GRID_PX, 45 * GRID_PX)
"""Of a window with a panel: it fits a screen 400 high. Qt does not count the lines of a wrapped text."""


class LivePanel(QWidget):
    """Shows frames and has each newest one looked at. The ethnicity is off each time until it is switched on."""

    def __init__(self, analysis: LiveAnalysis, *, mirrored: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._analysis = analysis
        self._mirrored = mirrored
        self._live = False
        analysis.setParent(self)
        analysis.answered.connect(self._on_answered)
        analysis.failed.connect(self._on_failed)
        self.view = LiveView()
        self.busy = BusyLine(self.view)
        self.ethnicity = QCheckBox(self.tr("Show perceived &ethnicity"))
        self.ethnicity.toggled.connect(self._on_ethnicity_toggled)
        why = self.tr(
            "Off until you switch it on: people may come into a live picture whom nobody asked, "
            "and answers that change with every frame soon look like facts."
        )
        self.ethnicity.setAccessibleDescription(why)
        reason = toned(QLabel(why), size="small", tone="muted")
        reason.setWordWrap(True)
        self.note = toned(QLabel(), size="small", tone="warning")
        self.note.setWordWrap(True)
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self.view, 1)
        column.addWidget(self.note)
        column.addWidget(self.ethnicity)
        column.addWidget(reason)

    def show_frame(self, image: QImage) -> None:
        """The next frame of a live picture."""
        self._live = True
        self.view.show_image(image, mirrored=self._mirrored)
        if self.view.analysis is None and not self.note.isVisible():
            self.busy.start()  # the model is being loaded
        self._analysis.look(image)

    def look_again(self) -> None:
        """Have the frame that is shown looked at anew: what answers, or what is asked, is another now."""
        if self._live:
            image = self.view.image
            self.forget()
            self.show_frame(image)

    def show_still(self, image: QImage) -> None:
        """A picture that was taken, as others see it, without boxes."""
        self.forget()
        self.view.show_image(image, mirrored=False)

    def show_text(self, title: str, text: str = "") -> None:
        """A sentence in place of the picture."""
        self.forget()
        self.view.show_text(title, text)

    def show_trouble(self, trouble: Trouble) -> None:
        self.show_text(trouble.title, trouble.advice)
        self.view.setToolTip(trouble.reason)  # in no language of ours: for who asks

    def forget(self) -> None:
        """Let go of the frame under way and of the boxes."""
        self._live = False
        self._analysis.forget()
        self.view.show_faces(None)
        self.busy.stop()
        self.note.hide()

    def close_thread(self) -> None:
        self._analysis.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.busy.setGeometry(0, 0, self.width(), self.busy.height())

    def _on_answered(self, analysis: Analysis) -> None:
        self.busy.stop()
        self.view.show_faces(analysis)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, FacetError):
            raise error
        self.busy.stop()
        self.note.setText(error_text(error))
        self.note.show()

    def _on_ethnicity_toggled(self, on: bool) -> None:
        self._analysis.ethnicity = on
        self.look_again()
