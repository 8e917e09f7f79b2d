"""A training as one watches it: the chart, how far it is, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.app.translation import core_text
from desktop.training.curves import best_epoch, overfits_since
from desktop.training.session import TrainingSession
from desktop.widgets.theme import GRID_PX, show_busy, toned
from desktop.wording import duration, failure_text


class RunView(QWidget):
    """Shows the session and hands on what its buttons ask for."""

    start_asked = Signal()
    go_on_asked = Signal()
    model_asked = Signal()
    """Make a model of what was learnt so far."""

    def __init__(self, session: TrainingSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Imported now and not before: it brings pyqtgraph.
        from desktop.training.chart import TrainingChart

        self._session = session
        self.chart = TrainingChart()
        self.title = toned(QLabel(), size="title")
        self.remark = toned(QLabel(), tone="muted")
        self.remark.setWordWrap(True)
        self.where = QLabel()
        self.speed = toned(QLabel(), tone="muted")
        self.bar = _bar(self.tr("Progress of the training"), GRID_PX // 2)
        self.epoch_bar = _bar(self.tr("Progress within the epoch"), 2)
        self.run = self._button(self.tr("Start"), self.start_asked.emit)
        self.pause = self._button(self.tr("Pause"), self._on_pause)
        self.cancel = self._button(self.tr("Cancel"), session.cancel)
        self.go_on = self._button(self.tr("Go on"), self.go_on_asked.emit)
        self.go_on.setToolTip(self.tr("Go on after the last epoch kept"))
        self.make_model = self._button(self.tr("Make a model of it"), self.model_asked.emit)
        self.make_model.setToolTip(self.tr("Measure and package the best epoch so far, without training on"))
        self._lay_out()
        session.changed.connect(self.refresh)
        session.moved.connect(self._on_moved)
        self._order: object = None
        self.refresh()

    def refresh(self) -> None:
        """Show the session as it is now."""
        session = self._session
        if session.order is not self._order:
            self._order = session.order
            self.chart.begin(session.epochs)
        self._show_answers()
        if self.chart.rows_shown != len(session.rows) or not session.running:
            self.chart.show_rows(session.rows)
        state = session.state
        self.title.setText(self._title())
        self.remark.setText(self._remark())
        warned = state == "failed" or bool(overfits_since(session.rows) and session.running)
        if self.remark.property("tone") != ("warning" if warned else "muted"):
            toned(self.remark, tone="warning" if warned else "muted")
            self.remark.style().polish(self.remark)
        stopped = state in ("ended", "failed") and bool(session.rows)
        unfinished = state == "failed" or bool(session.outcome and session.outcome.reason == "cancelled")
        self.run.setVisible(state == "idle" or (unfinished and not session.rows))
        self.pause.setVisible(session.running)
        self.pause.setEnabled(state in ("training", "paused"))
        self.pause.setText({"paused": self.tr("Resume"), "pausing": self.tr("Pausing…")}.get(state, self.tr("Pause")))
        self.cancel.setVisible(session.running)
        self.cancel.setEnabled(state != "cancelling")
        self.cancel.setText(self.tr("Cancelling…") if state == "cancelling" else self.tr("Cancel"))
        self.go_on.setVisible(stopped and unfinished)
        self.make_model.setVisible(stopped and unfinished)
        for bar in (self.bar, self.epoch_bar):
            bar.setVisible(session.running)
        self._show_progress()

    def _on_moved(self) -> None:
        if self._session.batch:
            self._show_answers()
            self.chart.show_batch(self._session.batch)
        self._show_progress()

    def _show_answers(self) -> None:
        answers = self._session.answers
        if answers and answers != self.chart.answers:
            self.chart.show_answers(answers)
            self.chart.show_rows(self._session.rows)

    def _show_progress(self) -> None:
        session = self._session
        batch, left = session.batch, session.seconds_left
        self.bar.setValue(round(1000 * session.progress))
        within = batch.step / max(1, batch.steps) if batch else 0.0
        preparing = session.preparing
        if preparing and not batch and not preparing.total:
            show_busy(self.epoch_bar)
        elif preparing and not batch:
            self.epoch_bar.setRange(0, preparing.total)
            self.epoch_bar.setValue(preparing.done)
        else:
            self.epoch_bar.setRange(0, 1000)
            self.epoch_bar.setValue(round(1000 * within))
        if not session.running:
            self.where.setText("")
            self.speed.setText("")
            return
        where = self.tr("Epoch {epoch} of {epochs}")
        if left is not None and session.state in ("training", "pausing"):
            where = self.tr("Epoch {epoch} of {epochs} · about {time} left")
        epoch, time = max(1, session.epoch), duration(left or 0)
        where = where.format(epoch=epoch, epochs=session.epochs, time=time)
        self.where.setText(where if batch or session.rows else "")
        speed = session.images_per_second
        self.speed.setText(self.tr("%n picture(s) a second", "", round(speed)) if speed else "")

    def _title(self) -> str:
        session = self._session
        name = session.order.name if session.order else ""
        words = {
            "idle": self.tr("Ready to train"),
            "preparing": self.tr("{name}: preparing"),
            "training": self.tr("{name}: training"),
            "pausing": self.tr("{name}: pausing"),
            "paused": self.tr("{name}: paused"),
            "cancelling": self.tr("{name}: cancelling"),
            "failed": self.tr("{name}: stopped by an error"),
            "ended": self.tr("{name}: done"),
        }[session.state]
        if session.outcome and session.outcome.reason == "cancelled":
            words = self.tr("{name}: cancelled")
        return words.format(name=name)

    def _remark(self) -> str:
        """What there is to say: what is being prepared, what was kept, what went wrong, or that it overfits."""
        session = self._session
        if session.failure:
            return f"{failure_text(session.failure)} {self._kept()}"
        if session.outcome and session.outcome.reason == "cancelled":
            return self._kept()
        if session.outcome:
            best, done = session.outcome.best_epoch, session.outcome.epochs_done
            text = self.tr("%n epoch(s); the best, {best}, became the model.", "", done)
            if session.outcome.reason == "early stopping":
                text = self.tr(
                    "Stopped after %n epoch(s), as none was better than {best}, which became the model.", "", done
                )
            return text.format(best=best)
        if session.preparing:
            return _preparing(session.preparing.what, session.preparing.done, session.preparing.total)
        since = overfits_since(session.rows)
        if since:
            return self.tr(
                "Since epoch {n} it gets better on what it learns from, but not on what it has not seen: overfitting."
            ).format(n=since)
        return self.tr("Close this window and go on: the training shows in the status bar.") if session.running else ""

    def _kept(self) -> str:
        rows = self._session.rows
        if not rows:
            return self.tr("Nothing was kept: no epoch was done.")
        if len(rows) == 1:
            return self.tr("1 epoch is kept.")
        return self.tr("%n epoch(s) are kept; the best is {best}.", "", len(rows)).format(best=best_epoch(rows))

    def _on_pause(self) -> None:
        if self._session.state == "paused":
            self._session.resume()
        else:
            self._session.pause()

    def _button(self, text: str, slot: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GRID_PX // 2)
        words.addWidget(self.title)
        words.addWidget(self.remark)
        top = QHBoxLayout()
        top.setSpacing(GRID_PX)
        top.addLayout(words, 1)
        for button in (self.run, self.make_model, self.go_on, self.pause, self.cancel):
            top.addWidget(button)
        bottom = QGridLayout()
        bottom.setVerticalSpacing(GRID_PX // 2)
        bottom.addWidget(self.bar, 0, 0, 1, 2)
        bottom.addWidget(self.epoch_bar, 1, 0, 1, 2)
        bottom.addWidget(self.where, 2, 0)
        bottom.addWidget(self.speed, 2, 1)
        bottom.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID_PX)
        column.addLayout(top)
        column.addWidget(self.chart, 1)
        column.addLayout(bottom)


def _bar(name: str, height_px: int) -> QProgressBar:
    bar = QProgressBar()
    bar.setRange(0, 1000)
    bar.setTextVisible(False)
    bar.setFixedHeight(height_px)
    bar.setAccessibleName(name)
    return bar


def _preparing(what: str, done: int, total: int) -> str:
    text = core_text("steps", what)
    text = f"{text[:1].upper()}{text[1:]}"
    return f"{text}: {100 * done // total} %" if total else f"{text}…"
