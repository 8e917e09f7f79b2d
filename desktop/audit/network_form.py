"""The form of a network made elsewhere: how it is fed and what it answers, beside three faces with its answers."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.errors import FacetError
from desktop.app.opencv import import_opencv
from desktop.app.translation import core_text, texts
from desktop.audit.answer_row import AnswerRow
from desktop.widgets.dialogs import fit_to_screen, push_button
from desktop.widgets.form import Field, add_rows, form_layout, make_field
from desktop.widgets.inputs import ChoiceBox, place_in_tab_order
from desktop.widgets.option import Option, options_of
from desktop.widgets.picture import to_image
from desktop.widgets.progress import BusyLine
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import attribute_title, error_text, label_name, percent
from desktop.worker import Job, Progress, ShouldStop, Work, Worker

if TYPE_CHECKING:
    from core.datasets.dataset import FaceDataset
    from core.evaluation.external.asking import Preview, PreviewedFace
    from core.evaluation.external.form import NetworkForm

_SIZE: Final = QSize(130 * GRID_PX, 82 * GRID_PX)
_LEAST: Final = QSize(110 * GRID_PX, 60 * GRID_PX)
_FACE_PX: Final = 14 * GRID_PX
_PATIENCE_MS: Final = 400
"""After the last change, before the network is asked again."""


class NetworkFormDialog(QDialog):
    """Guesses the form, lets the user mend it, and shows what the network then answers; accepting it remembers it.

    Args:
        path: The network.
        data: Where the three faces come from; without data it is the sample picture.
        detector: A name in `core.vision.detectors.DETECTORS`.
        parent: The window it stands over.
    """

    failed = Signal(object)
    """An error nobody expected."""

    def __init__(self, path: Path, data: Path | None, *, detector: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("The form of {name}").format(name=path.name))
        import_opencv()
        self._path, self._data, self._detector = path, data, detector
        self._worker = Worker("network form", self)
        self._closing = threading.Event()
        self._preview: Preview | None = None
        self._job: Job | None = None
        self._right: NetworkForm | None = None
        """The form that the network was last found to fit."""
        self.fields: dict[str, Field] = {}
        self.rows: list[AnswerRow] = []
        self._outputs: tuple[str, ...] = ()
        self.explanation = toned(QLabel(), tone="muted")
        self.explanation.setWordWrap(True)
        self.fault = toned(QLabel(), tone="warning")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.busy = BusyLine()
        self._editor = QWidget()
        self._form = form_layout()
        self._answers = QVBoxLayout()
        self.add = push_button(self.tr("&Add an answer"), self._on_add)
        self.faces = QVBoxLayout()
        self.use = push_button(self.tr("&Use this form"), self._on_use)
        self.use.setDefault(True)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._ask)
        self._lay_out()
        self._begin()

    @property
    def ready(self) -> bool:
        """Whether the network fits the form that is shown."""
        return self.use.isEnabled()

    def done(self, result: int) -> None:
        self._closing.set()
        self._patience.stop()
        self._worker.close()
        if self._preview is not None:
            self._preview.close()
        super().done(result)

    def _begin(self) -> None:
        def work(progress: Progress, should_stop: ShouldStop) -> tuple[NetworkForm, bool, tuple[str, ...]]:
            from core.evaluation.external.asking import Preview

            dataset = None if self._data is None else _open(self._data, should_stop)
            preview = Preview(self._path, dataset, detector=self._detector, should_stop=self._closing.is_set)
            self._preview = preview
            return *preview.first_form(), tuple(preview.process.info.outputs)

        self.explanation.setText(self.tr("Running the network…"))
        self._editor.setEnabled(False)
        self.use.setEnabled(False)
        self._submit(work).result.connect(self._on_guessed)

    def _on_guessed(self, found: tuple[NetworkForm, bool, tuple[str, ...]]) -> None:
        form, kept, self._outputs = found
        self.explanation.setText(
            self.tr("The form used last time.")
            if kept
            else self.tr(
                "The file does not say how the network is fed and what its answers mean; this is a guess. The range, "
                "the order of the colours and the order of the labels cannot be seen from outside: check them in its "
                "documentation, and with the faces on the right."
            )
        )
        self._show_form(form)
        self._editor.setEnabled(True)
        self._ask()

    def _show_form(self, form: NetworkForm) -> None:
        content = form.model_dump()
        for name, field in self.fields.items():
            value = content[name]
            field.show_value(", ".join(f"{one:g}" for one in value) if isinstance(value, tuple) else value)
        for name, answer in form.answers.items():
            self._add_row(name, answer.model_dump())
        self._follow()

    def _content(self) -> dict[str, Any] | None:
        """The form's JSON; None if a field is wrong, which is shown beside it."""
        faulty = [field for field in self.fields.values() if not field.check()]
        if faulty:
            return None
        content: dict[str, Any] = {name: field.value for name, field in self.fields.items()}
        for name in ("mean", "std"):
            try:
                content[name] = [float(part) for part in str(content[name] or "").split(",") if part.strip()]
            except ValueError:
                self.fields[name].complain(self.tr("one number or three are expected, with commas between them"))
                return None
        fault = next(filter(None, (row.fault() for row in self.rows)), "")
        if fault:
            self._complain(fault)
            return None
        content["answers"] = {row.name.text().strip(): row.content() for row in self.rows}
        return content

    def _ask(self) -> None:
        """Show the answers to the faces with the form as it is now."""
        from core.evaluation.external.form import parse_form

        self._right = None
        self.use.setEnabled(False)
        content = self._content()
        if content is None or self._preview is None:
            return
        try:
            form = parse_form(content)
        except ValueError as e:
            self._complain(str(e))
            return
        preview = self._preview

        def work(progress: Progress, should_stop: ShouldStop) -> tuple[NetworkForm, tuple[PreviewedFace, ...]]:
            return form, preview.faces(form)

        if self._job is not None:
            self._job.cancel()
        self._submit(work).result.connect(self._on_answered)

    def _on_answered(self, found: tuple[NetworkForm, tuple[PreviewedFace, ...]]) -> None:
        self._right, faces = found
        self._complain("")
        self.use.setEnabled(not self._patience.isActive())
        self._show_faces(faces)

    def _show_faces(self, faces: tuple[PreviewedFace, ...]) -> None:
        while item := self.faces.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for face in faces:
            self.faces.addWidget(_FaceRow(face))
        if not faces:
            none = toned(QLabel(self.tr("No face was found in the first pictures of the data.")), tone="muted")
            none.setWordWrap(True)
            self.faces.addWidget(none)
        self.faces.addStretch(1)

    def _submit(self, work: Work) -> Job:
        job = self._job = self._worker.submit(work)
        self.busy.start()
        job.failed.connect(self._on_failed)
        job.finished.connect(partial(self._on_finished, job))
        return job

    def _on_finished(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.busy.stop()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, FacetError):
            self.failed.emit(error)
        elif not self._closing.is_set():
            self._complain(error_text(error))

    def _complain(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))

    def _on_changed(self) -> None:
        self.use.setEnabled(False)
        self._follow()
        self._patience.start()

    def _follow(self) -> None:
        """Show what belongs to the chosen range and framing."""
        own = self.fields["scaling"].value == "own"
        for name, shown in (("mean", own), ("std", own), ("margin", self.fields["framing"].value == "aligned")):
            self._form.setRowVisible(self.fields[name], shown)

    def _on_add(self) -> None:
        first = self._outputs[0] if self._outputs else ""
        self._add_row("", {"output": first, "first": 0, "labels": (), "scores": "probabilities"})
        self.rows[-1].name.setFocus()

    def _add_row(self, name: str, answer: Mapping[str, Any]) -> None:
        row = AnswerRow(name, answer, self._outputs)
        row.changed.connect(self._on_changed)
        row.removed.connect(partial(self._on_removed, row))
        self.rows.append(row)
        self._answers.addWidget(row)
        place_in_tab_order(self.add, (row.name, row.labels, row.remove, row.output, row.first, row.scores))

    def _on_removed(self, row: AnswerRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self.add.setFocus()
        self._on_changed()

    def _on_use(self) -> None:
        form = self._right
        if form is None:
            return

        def work(progress: Progress, should_stop: ShouldStop) -> None:
            from core.evaluation.external.form import ExternalNetwork, remember

            remember(ExternalNetwork(self._path, form))

        self.use.setEnabled(False)
        self._submit(work).result.connect(lambda _: self.accept())

    def _lay_out(self) -> None:
        self.setSizeGripEnabled(True)
        fit_to_screen(self, _SIZE, least=_LEAST)
        for option in _options():
            field = self.fields[option.path[-1]] = make_field(option)
            field.chosen.connect(self._on_changed)
            if isinstance(field.input, ChoiceBox):
                field.input.let_shrink()
        add_rows(self._form, list(self.fields.values()))
        self._answers.setSpacing(GRID_PX)
        left = QVBoxLayout(self._editor)
        left.setContentsMargins(0, 0, 2 * GRID_PX, 0)
        left.setSpacing(GRID_PX)
        left.addLayout(self._form)
        left.addSpacing(GRID_PX)
        left.addWidget(toned(QLabel(self.tr("What it answers")), size="heading"))
        hint = toned(
            QLabel(self.tr("Labels in the order of the output, with commas between them.")), size="small", tone="muted"
        )
        left.addWidget(hint)
        left.addLayout(self._answers)
        left.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(self._editor)
        scroll.setAccessibleName(self.windowTitle())
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields have the keyboard, and it follows them
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right = QVBoxLayout()
        right.setSpacing(GRID_PX)
        right.addWidget(toned(QLabel(self.tr("Its answers with this form")), size="heading"))
        self.faces.setSpacing(2 * GRID_PX)
        right.addLayout(self.faces, 1)
        beside = QHBoxLayout()
        beside.setSpacing(3 * GRID_PX)
        beside.addWidget(scroll, 3)
        beside.addLayout(right, 2)
        bottom = QHBoxLayout()
        bottom.setSpacing(GRID_PX)
        bottom.addStretch(1)
        bottom.addWidget(push_button(self.tr("Cancel"), self.reject))
        bottom.addWidget(self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID_PX, 2 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(self.explanation)
        column.addWidget(self.busy)
        column.addLayout(beside, 1)
        column.addWidget(self.fault)
        column.addLayout(bottom)


class _FaceRow(QWidget):
    """A face as the network is shown it, its answers, and below each the label that the data give."""

    def __init__(self, face: PreviewedFace) -> None:
        super().__init__()
        picture = QLabel()
        mode = Qt.TransformationMode.SmoothTransformation
        picture.setPixmap(QPixmap.fromImage(to_image(face.rgb)).scaled(_FACE_PX, _FACE_PX, mode=mode))
        picture.setFixedSize(_FACE_PX, _FACE_PX)
        picture.setAccessibleName(self.tr("A face as the network is shown it"))
        words = QVBoxLayout()
        words.setSpacing(2)
        for name, (attribute, label, probability) in face.answers.items():
            share = percent(probability).replace(" ", "\N{NO-BREAK SPACE}")
            said = f"{attribute_title(attribute)}: {label_name(label, attribute)} {share}"
            answer = toned(QLabel(said))
            answer.setWordWrap(True)
            words.addWidget(answer)
            if name in face.labels:
                labelled = self.tr("labelled {label}").format(label=label_name(face.labels[name], attribute))
                words.addWidget(toned(QLabel(labelled), size="small", tone="muted"))
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID_PX)
        row.addWidget(picture)
        row.addLayout(words, 1)


def _options() -> list[Option]:
    """The options of a form in the user's language; mean and deviation are lists, which are entered as text."""
    from core.evaluation.external.form import NetworkForm

    advice = texts.tr("Of values from 0 to 255: one number, or one per colour, with commas between them.")
    own = [
        Option((name,), "text", title, advice, optional=True)
        for name, title in (("mean", texts.tr("Mean")), ("std", texts.tr("Deviation")))
    ]
    found: list[Option] = []
    for option in options_of(NetworkForm):
        found.append(option.translated(partial(core_text, "network")))
        found += own if option.path == ("scaling",) else []
    return found


def _open(data: Path, should_stop: ShouldStop) -> FaceDataset:
    from core.evaluation.material import open_material

    return open_material(data, side=None, labelled=False, should_stop=should_stop).dataset
