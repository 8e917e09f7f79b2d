"""The queue of labels to check: what is decided is saved at each step, beside the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from core.errors import FacetError
from desktop.training.label_view import Action, LabelView, Question, Shown
from desktop.training.label_work import FaceLoader
from desktop.training.work import AuditedData
from desktop.widgets.inputs import ChoiceBox
from desktop.widgets.term import TermLine
from desktop.wording import attribute_name, label_name, number
from desktop.worker import Worker

if TYPE_CHECKING:
    from core.datasets.decisions import Decision, Decisions
    from core.datasets.label_issues import LabelIssue


class LabelQueue(LabelView):
    """Asks about labels of a data set, one after another."""

    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: AuditedData | None = None
        self._decisions: Decisions | None = None
        self._all: Sequence[Question] = ()
        self._questions: Sequence[Question] = ()
        self._at = 0
        self._made: list[tuple[int, tuple[Decision, ...], tuple[Decision, ...]]] = []
        """The position, the decisions of a step, and those they replaced."""
        self.changed = False
        """Whether anything was decided since `begin`."""
        self._loader = FaceLoader(worker, self)
        self._loader.loaded.connect(self._on_loaded)
        self.attribute = ChoiceBox()
        self.attribute.setAccessibleName(self.tr("Attribute"))
        self.attribute.currentIndexChanged.connect(self._on_filter)
        self.attribute_title = QLabel(self.tr("Show"))
        self.filters.addWidget(self.attribute_title)
        self.filters.addWidget(self.attribute)
        words = TermLine("confident_learning", "out_of_fold", "contradiction")
        self.words.addWidget(words)
        for before, after in pairwise((self, self.attribute, *words.buttons)):
            QWidget.setTabOrder(before, after)
        self.answered.connect(self._on_answered)
        self.moved.connect(self._on_moved)
        self.undo_asked.connect(self._on_undo)

    def begin(self, look: AuditedData, questions: Sequence[Question], title: str) -> None:
        """Ask `questions` about the labels of a data set.

        Raises:
            DataError: Its decisions cannot be read.
        """
        from core.datasets.decisions import Decisions

        self._decisions = Decisions(look.path)
        self._look, self._all, self._made, self.changed = look, questions, [], False
        self._loader.use(look.dataset, exact=look.audit.exact_groups, near=look.audit.near_groups)
        self.title.setText(title)
        self.setAccessibleName(title)
        before = self.attribute.blockSignals(True)
        self.attribute.clear()
        self.attribute.addItem(self.tr("All ({count})").format(count=number(len(questions))), "")
        for name in dict.fromkeys(one.attribute.name for one in questions):
            count = sum(one.attribute.name == name for one in questions)
            title = attribute_name(look.dataset.columns[name].attribute)
            self.attribute.addItem(f"{title} ({number(count)})", name)
        self.attribute.blockSignals(before)
        for widget in (self.attribute, self.attribute_title):
            widget.setVisible(self.attribute.count() > 2)
        self._on_filter()

    @property
    def question(self) -> Question | None:
        return self._questions[self._at] if self._questions else None

    def _on_filter(self) -> None:
        name = self.attribute.currentData()
        self._questions = [one for one in self._all if name in ("", one.attribute.name)]
        self._at = self._next_open(-1)
        self._show()

    def _show(self) -> None:
        question = self.question
        if question is None or self._look is None:
            return
        made = self._decisions.by_name if self._decisions else {}
        text = self._decided_text(_decision_of(question, made))
        self.show_question(question, at=self._at, total=len(self._questions), decision=text)
        done = sum(_decision_of(one, made) is not None for one in self._questions)
        self.show_progress(done, len(self._questions))
        self.set_enabled(previous=self._at > 0, following=self._at + 1 < len(self._questions), undo=bool(self._made))
        self._show_face()
        self.setFocus()

    def _show_face(self) -> None:
        question = self.question
        if question is None or self._look is None:
            return
        images = self._loader.get([one.row for one in self._questions[self._at :]])
        if images is None:
            self.show_face(None)
            return
        column = self._look.dataset.columns[question.attribute.name]
        copies = [(image, column.label(row) or "", exact) for row, image, exact in images.copies]
        self.show_face(Shown(images.image, copies))

    def _on_loaded(self, row: int) -> None:
        if self.question is not None and self.question.row == row:
            self._show_face()

    def _on_moved(self, step: int) -> None:
        if 0 <= self._at + step < len(self._questions):
            self._at += step
            self._show()

    def _on_answered(self, action: Action, label: str) -> None:
        question = self.question
        if question is None or self._decisions is None:
            return
        try:
            made = self._decisions_of(question, action, label)
            before = self._decisions.make(made)
        except FacetError as e:
            self.failed.emit(e)
            return
        self.changed = True
        self._made.append((self._at, made, before))
        self._at = self._next_open(self._at)
        self._show()

    def _on_undo(self) -> None:
        if not self._made or self._decisions is None:
            return
        at, made, before = self._made[-1]
        try:
            self._decisions.restore(made, before)
        except FacetError as e:
            self.failed.emit(e)
            return
        self._made.pop()
        self._at = min(at, len(self._questions) - 1)
        self._show()

    def _decisions_of(self, question: Question, action: Action, label: str) -> tuple[Decision, ...]:
        """The decisions about a face and its exact copies: one picture has one label.

        Raises:
            FacetError: The picture cannot be read.
        """
        from core.datasets.decisions import Decision, picture_hash, rows_decided_alike

        assert self._look is not None  # there is a question
        dataset = self._look.dataset
        labelled = dataset.as_labelled.columns[question.attribute.name]
        wanted = label or question.label
        made = []
        for row in rows_decided_alike(self._look.audit.exact_groups, question.row):
            own, attribute, new = action, question.attribute.name, ""
            if action == "leave_out":
                attribute = ""
            elif action != "cannot_tell":
                same = labelled.label(row) == wanted
                own, new = ("keep", "") if same else ("relabel", wanted)
            made.append(Decision(dataset.names[row], picture_hash(dataset, row), own, attribute, new))
        return tuple(made)

    def _next_open(self, at: int) -> int:
        """The next question after `at` that is not decided; the last one if there is none."""
        made = self._decisions.by_name if self._decisions else {}
        for place in range(at + 1, len(self._questions)):
            if _decision_of(self._questions[place], made) is None:
                return place
        return max(0, len(self._questions) - 1)

    def _decided_text(self, decision: Decision | None) -> str:
        if decision is None:
            return ""
        return {
            "keep": self.tr("Decided: the label stays."),
            "relabel": self.tr("Decided: {label}.").format(label=label_name(decision.label)),
            "cannot_tell": self.tr("Decided: cannot tell; the label is not used."),
            "leave_out": self.tr("Decided: the face is left out."),
        }[decision.action]


def _decision_of(question: Question, made: Mapping[tuple[str, str], Decision]) -> Decision | None:
    """The decision about a face or its label among those `made`, by name and attribute."""
    return made.get((question.name, "")) or made.get((question.name, question.attribute.name))


def questions_of(look: AuditedData, issues: Sequence[LabelIssue]) -> list[Question]:
    """The questions that a queue of likely label errors asks."""
    columns = look.dataset.columns
    return [
        Question(
            one.row,
            one.name,
            columns[one.attribute].attribute,
            one.label,
            one.suggested,
            None if one.certainty != one.certainty else one.certainty,  # NaN
            one.kind,
        )
        for one in issues
    ]
