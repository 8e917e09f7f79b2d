"""Labelling pictures that have no labels: what is asked, then face after face, those first that teach a model most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from core.errors import FacetError
from core.schema import ATTRIBUTES, Attribute, attribute_name
from desktop.training.label_view import Action, LabelView, Question, Shown
from desktop.training.label_work import FaceLoader, Unlabelled, order_by_use
from desktop.widgets.dialogs import push_button
from desktop.widgets.inputs import ChoiceBox, form_column
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import attribute_name as shown_name
from desktop.wording import label_name, number, pictures, wrapped
from desktop.worker import Job, Worker

if TYPE_CHECKING:
    from core.datasets.decisions import NewLabels

_WIDTH_PX: Final = 640
_REORDERED_EVERY: Final = 5
"""So many labels are given between two orderings, which the next face need not wait for."""
_ENOUGH: Final = 50
"""A training needs as many."""


class NewLabelsForm(QWidget):
    """Asks what the labels say: a built-in attribute, or a name and labels of the user's own."""

    back_asked = Signal()
    begun = Signal(object)
    """The `Attribute` to label."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = toned(QLabel(), size="title")
        self.hint = toned(QLabel(), tone="muted")
        self.choice = ChoiceBox()
        self.name = QLineEdit()
        self.labels = QLineEdit()
        self.fault = toned(QLabel(), size="small", tone="warning")
        self.back = push_button(self.tr("Back"), self.back_asked)
        self.begin_button = QPushButton(self.tr("&Begin"))
        self.begin_button.setAutoDefault(False)
        self.choice.currentIndexChanged.connect(self._refresh)
        self.begin_button.clicked.connect(self._on_begin)
        for line in (self.name, self.labels):
            line.textChanged.connect(self._refresh)
            line.returnPressed.connect(self.begin_button.click)
        self._lay_out()

    def begin(self, folder: str, count: int, kept: dict[str, tuple[str, ...]]) -> None:
        """Ask about the pictures of a folder; `kept` are attributes and labels given there before."""
        self.title.setText(self.tr("Label {pictures}").format(pictures=pictures(count)))
        self.hint.setText(
            self.tr(
                "Facet shows the faces of {folder}, first those whose labels teach a model most. Labels are saved as "
                "you go, in a table beside the folder. Say what you perceive, not what a person is."
            ).format(folder=folder)
        )
        self.choice.clear()
        for name, labels in kept.items():
            if name not in ATTRIBUTES and len(labels) > 1:
                self.choice.addItem(shown_name(Attribute(name, labels)), (name, labels))
        for attribute in ATTRIBUTES.values():
            self.choice.addItem(shown_name(attribute), (attribute.name, attribute.labels))
        self.choice.addItem(self.tr("Another attribute"), None)
        self._refresh()
        self.choice.setFocus()

    @property
    def attribute(self) -> Attribute | None:
        """What was chosen; None while it is not complete."""
        chosen = self.choice.currentData()
        if chosen:
            name, labels = chosen
            return ATTRIBUTES.get(name) or Attribute(name, tuple(labels))
        labels = tuple(dict.fromkeys(word.strip() for word in self.labels.text().split(",") if word.strip()))
        try:
            return Attribute(attribute_name(self.name.text()), labels, title=self.name.text().strip())
        except ValueError:
            return None

    def _refresh(self) -> None:
        own = self.choice.currentData() is None
        for widget in (self.name, self.labels, self.name_label, self.labels_label):
            widget.setVisible(own)
        ready = self.attribute is not None
        wrong = own and not ready and bool(self.name.text() and self.labels.text())
        self.fault.setText(
            self.tr("A name that begins with a Latin letter, and two or more labels, separated by commas.")
            if wrong
            else ""
        )
        self.begin_button.setEnabled(ready)

    def _on_begin(self) -> None:
        if self.attribute is not None:
            self.begun.emit(self.attribute)

    def _lay_out(self) -> None:
        self.hint.setWordWrap(True)
        self.choice.setAccessibleName(self.tr("What is asked about each face"))
        self.name.setPlaceholderText(self.tr("glasses"))
        self.labels.setPlaceholderText(self.tr("none, clear, dark"))
        asked, self.name_label, self.labels_label = (
            QLabel(self.tr("&Ask for")),
            QLabel(self.tr("&Name")),
            QLabel(self.tr("&Labels")),
        )
        fields = QGridLayout()
        fields.setHorizontalSpacing(2 * GRID_PX)
        fields.setVerticalSpacing(GRID_PX)
        fields.setColumnStretch(1, 1)
        for row, (label, field) in enumerate(
            ((asked, self.choice), (self.name_label, self.name), (self.labels_label, self.labels))
        ):
            label.setBuddy(field)
            fields.addWidget(label, row, 0)
            fields.addWidget(field, row, 1)
        fields.addWidget(self.fault, 3, 1)
        end = QHBoxLayout()
        end.addWidget(self.back)
        end.addStretch(1)
        end.addWidget(self.begin_button)
        column = form_column(self, width_px=_WIDTH_PX)
        column.addWidget(self.title)
        column.addWidget(self.hint)
        column.addLayout(fields)
        column.addLayout(end)


class NewLabelQueue(LabelView):
    """Asks for a label of each face, and orders those to come by what they would teach."""

    failed = Signal(object)
    train_asked = Signal(object)
    """The path of the table of labels."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._unlabelled: Unlabelled | None = None
        self._labels: NewLabels | None = None
        self._attribute: Attribute | None = None
        self._queue: list[tuple[int, str, float | None]] = []
        self._past: list[int] = []
        """Rows that were asked about, in that order; an answer can be taken back."""
        self._skipped: set[int] = set()
        self._back = 0
        """How many faces before the newest one is shown."""
        self._ordering: Job | None = None
        self._loader = FaceLoader(worker, self)
        self._loader.loaded.connect(self._on_loaded)
        self.train = QPushButton(self.tr("Train from these labels"))
        self.train.setAutoDefault(False)
        self.train.clicked.connect(self._on_train)
        self.more.addWidget(self.train)
        self.leave_out.hide()
        self.answered.connect(self._on_answered)
        self.moved.connect(self._on_moved)
        self.undo_asked.connect(self._on_undo)

    def begin(self, unlabelled: Unlabelled, labels: NewLabels, attribute: Attribute) -> None:
        """Ask for the labels of an attribute."""
        self._unlabelled, self._labels, self._attribute = unlabelled, labels, attribute
        self._queue, self._past, self._skipped, self._back = [], [], set(), 0
        self._loader.use(unlabelled.dataset, exact=None, near=None)
        self.title.setText(self.tr("Label {attribute}").format(attribute=shown_name(attribute)))
        self.setEnabled(False)
        self._reorder()

    @property
    def row(self) -> int | None:
        """The row that is shown; None if all are labelled."""
        if self._back:
            return self._past[-self._back]
        return self._queue[0][0] if self._queue else None

    def _given(self) -> dict[str, str]:
        return self._labels.of(self._attribute.name) if self._labels and self._attribute else {}

    def _reorder(self) -> None:
        if self._unlabelled is None or self._attribute is None or self._ordering is not None:
            return
        work = order_by_use(self._unlabelled, self._attribute, self._given(), frozenset(self._skipped))
        job = self._ordering = self._worker.submit(work)
        job.result.connect(self._on_ordered)
        job.failed.connect(self.failed)
        job.finished.connect(self._on_order_ended)

    def _on_ordered(self, order: list[tuple[int, str, float | None]]) -> None:
        given, names = self._given(), self._names()
        # Labels were given while the order was made.
        self._queue = [one for one in order if names[one[0]] not in given and one[0] not in self._skipped]
        if self._queue and self._queue[0][0] != order[0][0]:
            self._queue[0] = (self._queue[0][0], "", None)

    def _on_order_ended(self) -> None:
        self._ordering = None
        self.setEnabled(True)
        self._show()

    def _names(self) -> tuple[str, ...]:
        return self._unlabelled.dataset.names if self._unlabelled else ()

    def _show(self) -> None:
        row, attribute = self.row, self._attribute
        given = self._given()
        total = int(self._unlabelled.features.usable.sum()) if self._unlabelled else 0
        self.show_progress(len(given), total)
        self.train.setEnabled(len(given) >= _ENOUGH and len(set(given.values())) > 1)
        few = self.tr("At least {n} labels, of two kinds or more").format(n=_ENOUGH)
        self.train.setToolTip("" if self.train.isEnabled() else wrapped(few))
        self.set_enabled(
            previous=self._back < len(self._past),
            following=self._back > 0 or len(self._queue) > 1,
            undo=bool(self._past),
        )
        if row is None or attribute is None:
            text = self.tr("Every face has been asked about.")
            self.position.setText(text)
            self.picture.show_image(QImage(), text)
            self._set_answerable(False)
            return
        self._set_answerable(True)
        suggested, certainty = self._queue[0][1:] if not self._back and self._queue else ("", None)
        name = self._names()[row]
        label = given.get(name, "")
        decision = self.tr("Decided: {label}.").format(label=label_name(label)) if label else ""
        if row in self._skipped:
            decision = self.tr("Decided: cannot tell.")
        question = Question(row, name, attribute, "", suggested, certainty, "unlabelled")
        self.show_question(question, at=len(given), total=total, decision=decision)
        self.position.setText(self.tr("{n} of {total} labelled").format(n=number(len(given)), total=number(total)))
        self._show_face()
        self.setFocus()

    def _set_answerable(self, answerable: bool) -> None:
        for button in (*self.labels, self.cannot_tell):
            button.setEnabled(answerable)

    def _show_face(self) -> None:
        ahead = [one[0] for one in self._queue]
        images = self._loader.get(ahead if not self._back else [self._past[-self._back], *ahead])
        self.show_face(None if images is None else Shown(images.image))

    def _on_loaded(self, row: int) -> None:
        if row == self.row:
            self._show_face()

    def _on_answered(self, action: Action, label: str) -> None:
        row = self.row
        if row is None or self._labels is None or self._attribute is None or action not in ("relabel", "cannot_tell"):
            return
        try:
            self._labels.give(self._names()[row], self._attribute.name, label or None)
        except FacetError as e:
            self.failed.emit(e)
            return
        (self._skipped.discard if label else self._skipped.add)(row)
        if self._back:
            self._back -= 1
        else:
            self._past.append(row)
            self._queue.pop(0)
        if label and (len(self._given()) % _REORDERED_EVERY == 0 or len(self._given()) < _REORDERED_EVERY):
            self._reorder()
        self._show()

    def _on_moved(self, step: int) -> None:
        if step < 0:
            self._back = min(len(self._past), self._back + 1)
        elif self._back:
            self._back -= 1
        elif len(self._queue) > 1:
            self._queue.append(self._queue.pop(0))
        self._show()

    def _on_undo(self) -> None:
        if not self._past or self._labels is None or self._attribute is None:
            return
        row = self._past[-1]
        try:
            self._labels.give(self._names()[row], self._attribute.name, None)
        except FacetError as e:
            self.failed.emit(e)
            return
        self._past.pop()
        self._skipped.discard(row)
        self._back = 0
        self._queue.insert(0, (row, "", None))
        self._show()

    def _on_train(self) -> None:
        if self._labels is not None:
            self.train_asked.emit(self._labels.path)
