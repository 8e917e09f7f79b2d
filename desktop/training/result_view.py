"""The result of a training: the figures of its test side, and what to do with its model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.app.settings import Settings
from desktop.audit.result_page import ResultPage
from desktop.widgets.dialogs import push_button
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import attribute_name, attribute_title, listed, share
from desktop.worker import Worker

if TYPE_CHECKING:
    from desktop.training.work import Result


class ResultView(QWidget):
    """The audit's view of the test side, below the comparison with the model in use."""

    use_asked = Signal()
    save_asked = Signal()
    discard_asked = Signal()

    def __init__(self, worker: Worker, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.result: Result | None = None
        self.title = toned(QLabel(), size="title")
        self.text = QLabel()
        self.beside = toned(QLabel(), tone="muted")
        self.warning = toned(QLabel(), tone="warning")
        self.use = push_button(self.tr("Use this model"), self.use_asked)
        self.save = push_button(self.tr("Save as…"), self.save_asked)
        self.discard = push_button(self.tr("Discard"), self.discard_asked)
        self.figures = ResultPage(worker, settings)
        self.report = push_button(self.tr("Save the figures…"), self.figures.save_report)
        self.buttons = QWidget()
        """What can be done with the result; it stands above this view."""
        self._lay_out()

    def clear(self, run: Path) -> None:
        """Show nothing of an earlier result."""
        self.show_failure(run, "")

    def show_failure(self, run: Path, text: str) -> None:
        """Say why there are no figures."""
        self.result = None
        self.title.setText(run.name)
        self.title.show()
        self.say(text)
        self.beside.hide()
        self.warning.hide()
        self._enable()

    def show_result(self, result: Result) -> None:
        self.result = result
        self.title.hide()
        self.say("")
        self._show_rival(result, replaced=False)
        warnings = list(result.warnings)
        if result.worse:
            titles = listed([attribute_name(attribute) for attribute in result.worse])
            worse = self.tr("Clearly less accurate than {model}, which is in use: {attributes}.")
            warnings.append(worse.format(model=result.rival, attributes=titles))
        self.warning.setText("\n".join(warnings))
        self.warning.setVisible(bool(warnings))
        self.figures.show_audit(result.audited)
        self._enable()

    def show_used(self) -> None:
        """The model is in use now; the one it was compared with no longer is."""
        if self.result:
            self._show_rival(self.result, replaced=True)

    def say(self, text: str) -> None:
        """Say what has become of the model."""
        self.text.setText(text)
        self.text.setVisible(bool(text))

    def _show_rival(self, result: Result, *, replaced: bool) -> None:
        comparison = result.audited.report.comparison
        rival = self.tr("{model} was in use before.") if replaced else self.tr("{model} is in use.")
        text = self.tr("{attribute}: {own}, beside its {other}.")
        figures = [
            text.format(
                attribute=attribute_title(one.attribute), own=share(one.overall.first), other=share(one.overall.second)
            )
            for one in (comparison.heads.values() if comparison else ())
        ]
        self.beside.setText(" ".join([rival.format(model=result.rival), *figures]))
        self.beside.setVisible(bool(result.rival))

    def _enable(self) -> None:
        for widget in (self.use, self.save, self.discard, self.report, self.figures):
            widget.setVisible(self.result is not None)
        # A model that is far worse than the one in use is not what Enter should choose.
        self.use.setDefault(self.result is not None and self.result.recommended)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GRID_PX // 2)
        for label in (self.title, self.text, self.beside, self.warning):
            label.setWordWrap(True)
            words.addWidget(label)
        buttons = QHBoxLayout(self.buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(GRID_PX)
        for button in (self.report, self.discard, self.save, self.use):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addLayout(words)
        column.addWidget(self.figures, 1)
