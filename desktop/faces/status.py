"""How far the answers to the open photos are: a line and its buttons in the status bar."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from desktop.faces.answers import Answers
from desktop.widgets.icons import icon
from desktop.widgets.theme import GRID_PX, theme, toned
from desktop.wording import duration, error_text, number, wrapped


class AnswersStatus(QWidget):
    """Progress and the time left; Pause and Cancel, or what continues the work. Hidden when all is answered."""

    def __init__(self, answers: Answers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers = answers
        self.text = toned(QLabel())
        self.pause = self._button(answers.pause)
        self.cancel = self._button(answers.stop)
        self.go_on = self._button(self._on_go_on)
        self.cancel.setText(self.tr("Cancel"))
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID_PX, 0, GRID_PX, 0)
        row.setSpacing(GRID_PX // 2)
        for widget in (self.text, self.pause, self.cancel, self.go_on):
            row.addWidget(widget)
        answers.changed.connect(self.refresh)
        answers.moved.connect(self.refresh)
        answers.changed.connect(self._draw_icon)
        theme().changed.connect(self._draw_icon)
        self._draw_icon()
        self.refresh()

    def refresh(self) -> None:
        """Say how far it is."""
        state, now = self._answers.state, self._answers.progress
        text = self._text()
        if text != self.text.text():
            self.text.setText(text)
            self.text.setAccessibleName(text)
        error = self._answers.failure or (now.error if now else None)
        self.text.setToolTip(wrapped(error_text(error) if error else ""))
        running = self._answers.running
        paused = state == "paused"
        swapping = now is not None and now.swapped is not None
        self.cancel.setToolTip(wrapped(self._cancel_means(swapping=swapping)))
        self.pause.setText(self.tr("Resume") if paused else self.tr("Pause"))
        self.go_on.setText(self.tr("Answer again") if self._others_answered else self.tr("Go on"))
        self.go_on.setToolTip(wrapped(self._go_on_means()))
        self.pause.setVisible(running and not swapping)
        self.cancel.setVisible(running)
        self.go_on.setVisible(state in ("stopped", "failed") or self._others_answered)
        self.setVisible(bool(text))

    @property
    def _others_answered(self) -> bool:
        """Whether the answers are of other models than those in use, and no work is under way or has ended early."""
        state, now = self._answers.state, self._answers.progress
        return state == "foreign" or (state == "done" and now is not None and bool(now.other_second))

    def _draw_icon(self) -> None:
        self.pause.setIcon(icon("play" if self._answers.state == "paused" else "pause"))

    def _text(self) -> str:
        state, now = self._answers.state, self._answers.progress
        if now is None or state == "empty":
            return ""
        if now.swapped is not None:
            text = self.tr("the two models change places: {done} of {total} photos")
            return text.format(done=number(now.swapped), total=number(now.total))
        if state == "done":
            return now.other_second and self.tr("second model: answered by {model}").format(model=now.other_second)
        if state == "foreign":
            return self.tr("answered by {model}").format(model=now.other_model)
        if now.answered == now.total:
            return self._second_text(now.second_missing)
        values = {"done": number(now.answered), "total": number(now.total)}
        if state == "failed":
            return self.tr("{done} of {total} answered, stopped by an error").format(**values)
        if state == "stopped":
            return self.tr("{done} of {total} answered, cancelled").format(**values)
        if state == "paused":
            return self.tr("{done} of {total} answered, paused").format(**values)
        if now.left_s is None:
            return self.tr("{done} of {total} answered").format(**values)
        return self.tr("{done} of {total} answered, about {time} left").format(**values, time=duration(now.left_s))

    def _second_text(self, missing: int) -> str:
        state, now = self._answers.state, self._answers.progress
        if state == "failed":
            text = self.tr("second model: %n photo(s) to go, stopped by an error", "", missing)
        elif state == "stopped":
            text = self.tr("second model: %n photo(s) to go, cancelled", "", missing)
        elif state == "paused":
            text = self.tr("second model: %n photo(s) to go, paused", "", missing)
        elif now is None or now.left_s is None:
            text = self.tr("second model: %n photo(s) to go", "", missing)
        else:
            text = self.tr("second model: %n photo(s) to go, about {time} left", "", missing)
            text = text.format(time=duration(now.left_s))
        return text

    def _cancel_means(self, *, swapping: bool) -> str:
        if swapping:
            return self.tr("Leave the two models and their answers where they were")
        return self.tr("Answer no further photo; the answers so far stay")

    def _go_on_means(self) -> str:
        if self._others_answered:
            return self.tr("Replace these answers by those of the model in use")
        return self.tr("Answer the photos that are not answered yet")

    def _on_go_on(self) -> None:
        if self._others_answered:
            self._answers.answer_again()
        else:
            self._answers.resume()

    def _button(self, slot: object) -> QToolButton:
        button = QToolButton()
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAutoRaise(True)
        button.clicked.connect(slot)
        return button
