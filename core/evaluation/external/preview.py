"""A few faces with a network's answers, to see whether its form is right before anything is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np

from core.datasets.chips import as_chip, central_chip, with_margin
from core.datasets.dataset import FaceDataset
from core.errors import FacetError
from core.evaluation.external.asking import probabilities, whole_picture
from core.evaluation.external.form import ExternalNetwork, NetworkForm, remembered
from core.evaluation.external.process import NetworkProcess
from core.places import resource
from core.schema import Attribute
from core.vision.detectors import THOROUGH, make_detector
from core.vision.imaging import RGB, read_image
from core.work import ShouldStop

SHOWN: Final = 3
_SAMPLE: Final = "sample/astronaut.png"
_LOOKED_AT: Final = 12
"""Pictures looked at for faces to show."""


@dataclass(frozen=True, slots=True, eq=False)
class PreviewedFace:
    """A face as the network is shown it, and what it answers."""

    rgb: RGB
    """Square, before colours are reordered and scaled."""
    answers: Mapping[str, tuple[Attribute, str, float]]
    """The likeliest label of each attribute, and its probability."""
    labels: Mapping[str, str]
    """The labels that the data give."""


@dataclass(frozen=True, slots=True, eq=False)
class _Example:
    rgb: RGB
    labels: Mapping[str, str]
    framed: bool
    """Whether it is an aligned face already."""


class Preview:
    """A running network and a few faces. Use it in a `with` statement, or close it.

    Args:
        path: The network.
        dataset: Where the faces come from; by default the sample picture.
        detector: A name in `core.vision.detectors.DETECTORS`.
        should_stop: Polled for cancellation.

    Raises:
        BundleError: The network cannot be read or loaded.
        Stopped: `should_stop` asked for it.
    """

    def __init__(
        self,
        path: Path,
        dataset: FaceDataset | None = None,
        *,
        detector: str = THOROUGH,
        should_stop: ShouldStop | None = None,
    ) -> None:
        self._path = path
        self._detector: Final = make_detector(detector)
        self._examples: Final = _examples(dataset)
        self.process: Final = NetworkProcess(path, should_stop=should_stop)

    def first_form(self) -> tuple[NetworkForm, bool]:
        """The form to begin with, and whether it is that of the last time; otherwise it is guessed.

        Raises:
            BundleError: The network does not run, or is not a network for pictures.
        """
        last = remembered(self._path)
        return (last, True) if last is not None else (self.process.guess(), False)

    def faces(self, form: NetworkForm) -> tuple[PreviewedFace, ...]:
        """What the network answers with this form, after a check.

        Raises:
            BundleError: The network does not fit the form.
        """
        self.process.check(form)
        shown = [(one, rgb) for one in self._examples if (rgb := self._framed(one, form)) is not None][:SHOWN]
        if not shown:
            return ()
        network = ExternalNetwork(self._path, form)
        found = probabilities(self.process, network, np.stack([rgb for _, rgb in shown]))
        return tuple(
            PreviewedFace(
                rgb=rgb,
                answers={
                    name: (attribute, attribute.labels[int(found[name][at].argmax())], float(found[name][at].max()))
                    for name, attribute in network.attributes.items()
                },
                labels=one.labels,
            )
            for at, (one, rgb) in enumerate(shown)
        )

    def close(self) -> None:
        """End the network's process."""
        self.process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _framed(self, example: _Example, form: NetworkForm) -> RGB | None:
        if form.framing == "picture":
            return whole_picture(example.rgb, form.size)
        if not example.framed:
            chip = central_chip(example.rgb, self._detector, form.size, margin=form.margin)
            if chip is not None:
                return chip
        return with_margin(as_chip(example.rgb), form.size, form.margin) if example.framed else None


def _examples(dataset: FaceDataset | None) -> list[_Example]:
    if dataset is None:
        return [_Example(read_image(resource(_SAMPLE)), {}, framed=False)]
    rows = dataset.used[np.linspace(0, len(dataset.used) - 1, min(_LOOKED_AT, len(dataset.used))).astype(int)]
    found = []
    for row in rows.tolist():
        try:
            rgb = dataset.image(row)
        except FacetError:
            continue
        labels = {name: label for name, column in dataset.columns.items() if (label := column.label(row)) is not None}
        found.append(_Example(rgb, labels, framed=dataset.grey is not None))
    return found
