"""The exported network, asked as it will be in use: what is calibrated and measured is what a bundle holds."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from core.datasets.dataset import Indices
from core.labels import HEADS, Head
from core.litert import Network
from core.second_look import look, second_look_cutoff
from core.training.control import Control
from core.training.pictures import Pictures
from core.training.trainer import Probabilities, answers

_NEVER: Final[Mapping[Head, float]] = dict.fromkeys(HEADS, 0.0)
_ALWAYS: Final[Mapping[Head, float]] = dict.fromkeys(HEADS, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Exported:
    """A network that answers through LiteRT."""

    network: Network
    second_look: Mapping[Head, float]
    """By head: below which probability a face's mirror image is looked at too."""

    @classmethod
    def once(cls, content: bytes) -> Self:
        """The network of a `.tflite` file's bytes; it looks at every face once."""
        return cls(Network(content, threads=os.cpu_count() or 1), _NEVER)

    def twice(self, pictures: Pictures, rows: Indices, control: Control) -> Exported:
        """The same, looking again where that changes its answers to these pictures.

        Raises:
            Stopped: The caller asked for it.
        """
        first, both = (Exported(self.network, below).ask(pictures, rows, control) for below in (_NEVER, _ALWAYS))
        return Exported(self.network, {head: second_look_cutoff(first[head], both[head]) for head in HEADS})

    def ask(self, pictures: Pictures, rows: Indices, control: Control) -> Probabilities:
        """Uncalibrated probabilities for rows of the pictures.

        Raises:
            Stopped: The caller asked for it.
        """

        def answer(some: Pictures) -> Probabilities:
            found = look(self.network, some.astype(np.float32), self.second_look)
            return {head: np.asarray(found[head], np.float64) for head in HEADS}

        return answers(answer, pictures, rows, control)
