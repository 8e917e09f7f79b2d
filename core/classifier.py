"""What a model perceives in aligned faces, as calibrated probabilities. Run by LiteRT; no TensorFlow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.bundle import ModelBundle, map_output
from core.chips import to_input
from core.errors import BundleError
from core.imaging import RGB
from core.labels import Head
from core.litert import Network
from core.network_trial import ensure_tried
from core.probability import Calibrated, read
from core.second_look import look

_BATCH: Final = 64


@dataclass(frozen=True, slots=True)
class HeadAnswer:
    """What one head of a model perceives in one face."""

    labels: tuple[str, ...]
    probabilities: tuple[float, ...]
    """Calibrated, one a label, summing to 1."""
    threshold: float
    """The model's threshold for this head and face: below it the answer is uncertain."""

    def __post_init__(self) -> None:
        if len(self.labels) != len(self.probabilities):
            raise ValueError(f"got {len(self.probabilities)} probabilities for {len(self.labels)} labels")

    @property
    def label(self) -> str:
        """The likeliest label, also where the answer is uncertain."""
        return self.labels[int(np.argmax(self.probabilities))]

    @property
    def confidence(self) -> float:
        """The probability of the likeliest label."""
        return max(self.probabilities)

    @property
    def uncertain(self) -> bool:
        """Whether the model had better not say one label."""
        return self.confidence < self.threshold


class Classifier:
    """A model at work.

    Args:
        bundle: The model.
        threads: How many threads LiteRT may use.

    Raises:
        BundleError: The network fails its trial or does not load, or its input or outputs are not what the manifest
            says.
    """

    def __init__(self, bundle: ModelBundle, *, threads: int = 1) -> None:
        self.bundle: Final = bundle
        ensure_tried(bundle)
        try:
            self._network = Network(bundle.network, threads=threads)
        except ValueError as e:
            raise BundleError("bundle.network", path=bundle.path, reason=e) from e
        self._check()

    def classify(self, chips: Sequence[RGB]) -> list[dict[Head, HeadAnswer]]:
        """What the model perceives in square chips of one size in the one framing (`core.faces.align`)."""
        answers: list[dict[Head, HeadAnswer]] = []
        for start in range(0, len(chips), _BATCH):
            some = np.stack(chips[start : start + _BATCH])
            found = self.read(some)
            answers += [{head: self._answer(head, found[head], at) for head in found} for at in range(len(some))]
        return answers

    def read(self, chips_rgb: NDArray[np.uint8]) -> dict[Head, Calibrated]:
        """Calibrated probabilities and thresholds a head for chips of shape (n, side, side, 3)."""
        return self._calibrated(self._outputs(chips_rgb))

    def probabilities(self, chips_rgb: NDArray[np.uint8]) -> dict[Head, NDArray[np.float64]]:
        """Calibrated probabilities a head, shape (n, labels), for chips of shape (n, side, side, 3)."""
        return {head: found.probabilities for head, found in self.read(chips_rgb).items()}

    def probabilities_and_maps(
        self, chips_rgb: NDArray[np.uint8]
    ) -> tuple[dict[Head, NDArray[np.float64]], dict[Head, NDArray[np.float32]]]:
        """The same, and what each part of a chip adds to the network's logit of each label.

        Maps have shape (n, rows, columns, labels), over what the network is shown of a chip; their mean is the logit
        but for its bias. A network that has no such outputs gives none.
        """
        outputs = self._outputs(chips_rgb)
        names = {head: map_output(head) for head in self.bundle.manifest.heads}
        maps = {head: outputs[name] for head, name in names.items() if name in outputs}
        return {head: found.probabilities for head, found in self._calibrated(outputs).items()}, maps

    def _outputs(self, chips_rgb: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        manifest = self.bundle.manifest
        below = {head: spec.second_look for head, spec in manifest.heads.items()}
        return look(self._network, to_input(chips_rgb, manifest.input), below)

    def _calibrated(self, outputs: Mapping[str, NDArray[np.float32]]) -> dict[Head, Calibrated]:
        heads = self.bundle.manifest.heads
        return read({head: outputs[head] for head in heads}, heads)

    def _answer(self, head: Head, found: Calibrated, at: int) -> HeadAnswer:
        return HeadAnswer(
            labels=self.bundle.manifest.heads[head].labels,
            probabilities=tuple(found.probabilities[at].tolist()),
            threshold=float(found.thresholds[at]),
        )

    def _check(self) -> None:
        manifest = self.bundle.manifest
        shape = (manifest.input.size, manifest.input.size, manifest.input.channels)
        outputs = self._network.output_shapes
        if self._network.input_shape[1:] != shape or self._network.input_dtype != np.float32:
            raise self._unfit(
                f"its input is {self._network.input_dtype} {self._network.input_shape[1:]}, expected float32 {shape}"
            )
        for head, spec in manifest.heads.items():
            if head not in outputs:
                raise self._unfit(f"it has no output called {head}; it has {', '.join(sorted(outputs))}")
            if outputs[head][1:] != (len(spec.labels),):
                raise self._unfit(f"its output {head} has shape {outputs[head][1:]}, expected ({len(spec.labels)},)")
            name = map_output(head)
            if name in outputs and (len(outputs[name]) != 4 or outputs[name][3] != len(spec.labels)):
                expected = f"(rows, columns, {len(spec.labels)})"
                raise self._unfit(f"its output {name} has shape {outputs[name][1:]}, expected {expected}")

    def _unfit(self, reason: str) -> BundleError:
        return BundleError("bundle.network", path=self.bundle.path, reason=reason)
