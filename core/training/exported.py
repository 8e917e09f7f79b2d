"""The exported network, asked as it will be in use: what is calibrated and measured is what a bundle holds."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from core.datasets.dataset import Indices
from core.litert import Network
from core.model.second_look import look, second_look_cutoff
from core.training.control import Control
from core.training.pictures import Pictures
from core.training.trainer import Probabilities, answers


@dataclass(frozen=True, slots=True, eq=False)
class Exported:
    """A network that answers through LiteRT."""

    network: Network
    second_look: Mapping[str, float]
    """By attribute: below which probability a face's mirror image is looked at too."""

    @classmethod
    def single_view(cls, content: bytes, answers: Iterable[str]) -> Self:
        """The network of a `.tflite` file's bytes, which gives some answers; it looks at every face once."""
        return cls(Network(content, threads=os.cpu_count() or 1), dict.fromkeys(answers, 0.0))

    def with_mirror(self, pictures: Pictures, rows: Indices, control: Control) -> Exported:
        """The same, looking at mirror images too where that changes its answers to these pictures.

        Raises:
            Stopped: The caller asked for it.
        """
        first, both = (
            Exported(self.network, dict.fromkeys(self.second_look, below)).ask(pictures, rows, control)
            for below in (0.0, 1.0)
        )
        return Exported(self.network, {name: second_look_cutoff(first[name], both[name]) for name in first})

    def ask(self, pictures: Pictures, rows: Indices, control: Control) -> Probabilities:
        """Uncalibrated probabilities for rows of the pictures.

        Raises:
            Stopped: The caller asked for it.
        """

        def answer(some: Pictures) -> Probabilities:
            found = look(self.network, some.astype(np.float32), self.second_look)
            return {name: np.asarray(found[name], np.float64) for name in self.second_look}

        return answers(answer, pictures, rows, control)
