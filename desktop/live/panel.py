"""The live picture with what is perceived in it, and switches for what is sensitive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from core.errors import FacetError
from desktop.attribute_phrases import attribute_phrases
from desktop.live.analysis import LiveAnalysis
from desktop.live.trouble import Trouble
from desktop.live.view import LiveView
from desktop.widgets.busy_line import BusyLine
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import error_text

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.schema import Attribute


SMALLEST: Final = QSize(54 * GRID_PX, 45 * GRID_PX)
"""Of a window with a panel: it fits a screen 400 high. Qt does not count the lines of a wrapped text."""


class LivePanel(QWidget):
    """Shows frames and has each newest one analysed. Sensitive attributes are off each time until switched on."""

    def __init__(self, analysis: LiveAnalysis, *, mirrored: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._analysis = analysis
        self._mirrored = mirrored
        self._live = False
        analysis.setParent(self)
        analysis.answered.connect(self._on_answered)
        analysis.attributes_known.connect(self.offer)
        analysis.failed.connect(self._on_failed)
        self.view = LiveView()
        self.busy = BusyLine(self.view)
        self.switches: dict[str, QCheckBox] = {}
        """By sensitive attribute that the model answers."""
        why = self.tr(
            "Off until you switch it on: people may come into a live picture whom nobody asked, "
            "and answers that change with every frame soon look like facts."
        )
        self._reason = toned(QLabel(why), size="small", tone="muted")
        self._reason.setWordWrap(True)
        self._reason.hide()
        self.note = toned(QLabel(), size="small", tone="warning")
        self.note.setWordWrap(True)
        self.note.hide()
        self._switches = QVBoxLayout()
        self._switches.setSpacing(GRID_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self.view, 1)
        column.addWidget(self.note)
        column.addLayout(self._switches)
        column.addWidget(self._reason)
        self.offer(analysis.attributes)

    def offer(self, attributes: Mapping[str, Attribute]) -> None:
        """Have a switch for each sensitive one of these; those there were stay as they are."""
        wanted = {name: attribute for name, attribute in attributes.items() if attribute.sensitive}
        for name in self.switches.keys() - wanted.keys():
            switch = self.switches.pop(name)
            self._switches.removeWidget(switch)
            switch.deleteLater()
        for name in [name for name in wanted if name not in self.switches]:
            switch = self.switches[name] = QCheckBox(attribute_phrases(wanted[name]).live)
            switch.setAccessibleDescription(self._reason.text())
            switch.toggled.connect(self._on_switched)
            self._switches.addWidget(switch)
        self._reason.setVisible(bool(self.switches))
        self._analysis.switched_on = self._switched_on

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

    @property
    def _switched_on(self) -> frozenset[str]:
        return frozenset(name for name, switch in self.switches.items() if switch.isChecked())

    def _on_switched(self) -> None:
        self._analysis.switched_on = self._switched_on
        self.look_again()
