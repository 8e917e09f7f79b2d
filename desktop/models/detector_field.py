"""Which network finds the faces."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from desktop.choice_box import ChoiceBox
from desktop.opencv import import_opencv
from desktop.settings_fields import INPUT_PX, Field
from desktop.settings_table import Setting, Value
from desktop.translation import texts
from desktop.worker import Progress, ShouldStop, Worker

_ASK = "?"
"""No path: what stands for asking for one."""


class DetectorField(Field):
    """BlazeFace, or a YuNet whose file the user chooses. A file is tried before it is chosen."""

    refused = Signal(object)
    """Why a file is no YuNet."""

    def __init__(self, setting: Setting, worker: Worker) -> None:
        self._box = ChoiceBox()
        super().__init__(setting, self._box)
        self._worker = worker
        self._file = ""
        self._box.setMinimumWidth(INPUT_PX)
        self.row.addStretch(1)
        self._box.activated.connect(lambda _: self._on_activated(str(self._box.currentData())))

    def show_value(self, value: Value) -> None:
        self._file = str(value)
        self._box.clear()
        self._box.addItem(texts.tr(self.setting.when_default), "")
        if self._file:
            self._box.addItem(texts.tr("YuNet, {file}").format(file=Path(self._file).name), self._file)
        self._box.addItem(texts.tr("YuNet, from a file…"), _ASK)
        self._box.setCurrentIndex(self._box.findData(self._file))

    def _on_activated(self, choice: str) -> None:
        if choice != _ASK:
            self.chosen.emit(choice)
            return
        self._box.setCurrentIndex(self._box.findData(self._file))
        kinds = texts.tr("ONNX networks (*.onnx);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, texts.tr("Choose YuNet's file"), self._file, kinds)
        if name:
            self._try(Path(name))

    def _try(self, file: Path) -> None:
        def work(progress: Progress, should_stop: ShouldStop) -> str:
            import_opencv()
            from core.yunet import YuNetDetector

            YuNetDetector(file)
            return str(file)

        self._box.setEnabled(False)
        job = self._worker.submit(work)
        job.result.connect(self.chosen)
        job.failed.connect(self.refused)
        job.finished.connect(lambda: self._box.setEnabled(True))
