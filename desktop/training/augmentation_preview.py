"""A preview of the augmentation on pictures of the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.training.work import AuditedData
from desktop.widgets.picture import to_image
from desktop.widgets.theme import GRID_PX, sized, theme, toned
from desktop.wording import wrapped
from desktop.worker import Job, Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.training.recipe import Recipe

COUNT: Final = 6
_AFTER_MS: Final = 150
_CHIP_PX: Final = 96


class AugmentationPreview(QWidget):
    """Six pictures before and after. They are made in a worker, for the newest recipe only."""

    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._look: AuditedData | None = None
        self._recipe: Recipe | None = None
        self._turn = 0
        self._job: Job | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_AFTER_MS)
        self._patience.timeout.connect(self._make)
        self.before, self.after = _Pairs(self.tr("as they are")), _Pairs(self.tr("as the network sees them"))
        self.again = QPushButton(self.tr("Others"))
        self.again.setAutoDefault(False)
        self.again.setToolTip(wrapped(self.tr("Show other pictures and other changes")))
        self.again.clicked.connect(self._on_again)
        top = QHBoxLayout()
        top.addWidget(toned(QLabel(self.tr("What the network is shown")), size="heading"), 1)
        top.addWidget(self.again)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID_PX)
        row.addWidget(self.before)
        row.addWidget(self.after)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addLayout(top)
        column.addLayout(row)

    @property
    def ready(self) -> bool:
        """Whether the preview shows the newest recipe."""
        return self._job is None and not self._patience.isActive() and bool(self.after.pictures)

    def use_data(self, look: AuditedData | None) -> None:
        self._look = look
        self._later()

    def use_recipe(self, recipe: Recipe | None) -> None:
        if recipe is not None:
            self._recipe = recipe
            self._later()

    def _later(self) -> None:
        if self._look and self._recipe:
            self._patience.start()

    def _make(self) -> None:
        if self._job:
            self._job.cancel()
        if self._look and self._recipe:
            job = self._job = self._worker.submit(_preview(self._look, self._recipe, self._turn))
            job.result.connect(self._on_made)
            job.failed.connect(self.failed)
            job.finished.connect(lambda: self._on_finished(job))

    def _on_made(self, made: tuple[list[Any], list[Any]]) -> None:
        for pairs, pictures in zip((self.before, self.after), made, strict=True):
            pairs.show_pictures([QPixmap.fromImage(to_image(rgb)) for rgb in pictures])

    def _on_finished(self, job: Job) -> None:
        if job is self._job:
            self._job = None

    def _on_again(self) -> None:
        self._turn += 1
        self._make()


class _Pairs(QWidget):
    """Six pictures in two rows, under a title."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.pictures: Sequence[QPixmap] = ()
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_pictures(self, pictures: Sequence[QPixmap]) -> None:
        self.pictures = pictures
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(3 * 9 * GRID_PX, 2 * 9 * GRID_PX + 3 * GRID_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        font = sized("small")
        painter.setFont(font)
        painter.setPen(theme().color("muted"))
        above = QFontMetricsF(font).height() + GRID_PX // 2
        painter.drawText(QRectF(0, 0, self.width(), above), Qt.AlignmentFlag.AlignTop, self._title)
        gap = GRID_PX // 2
        side = min((self.width() - 2 * gap) / 3, (self.height() - above - gap) / 2)
        for at in range(COUNT):
            place = QRectF((at % 3) * (side + gap), above + (at // 3) * (side + gap), side, side)
            shape = QPainterPath()
            shape.addRoundedRect(place, 4, 4)
            painter.save()
            painter.setClipPath(shape)
            if at < len(self.pictures):
                picture = self.pictures[at]
                painter.drawPixmap(place, picture, QRectF(picture.rect()))
            else:
                painter.fillPath(shape, theme().color("raised"))
            painter.restore()


def _preview(look: AuditedData, recipe: Recipe, turn: int) -> Any:
    """Work whose result is two lists of RGB pictures: before and after."""

    def work(progress: Progress, should_stop: ShouldStop) -> tuple[list[Any], list[Any]]:
        import numpy as np

        from core.datasets.chips import as_chip
        from core.errors import FacetError
        from core.training.augmentation import preview

        chips: list[Any] = []
        for row in np.random.default_rng(turn).permutation(len(look.dataset))[: 4 * COUNT].tolist():
            if should_stop() or len(chips) == COUNT:
                break
            try:
                chips.append(_sized(as_chip(look.dataset.image(row))))
            except FacetError:
                continue  # the audit reports it
        if not chips:
            return [], []
        made = preview(np.stack(chips), recipe, seed=turn + 1)
        return chips, [np.repeat(picture, 3, axis=2) if picture.shape[2] == 1 else picture for picture in made]

    return work


def _sized(chip: Any) -> Any:
    import cv2

    method = cv2.INTER_AREA if len(chip) > _CHIP_PX else cv2.INTER_LINEAR
    return cv2.resize(chip, (_CHIP_PX, _CHIP_PX), interpolation=method)
