"""What a model perceives in aligned faces, as calibrated probabilities. Uses LiteRT, not TensorFlow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.errors import BundleError
from core.litert import Network
from core.model.bundle import InputSpec, ModelBundle, map_output
from core.model.calibration import Calibrated, apply_calibration, run_with_mirror
from core.model.trial import ensure_tried
from core.schema import Attribute
from core.vision.imaging import RGB

CHIP_PX: Final = 200
"""Side of an aligned face, as of UTKFace's pictures; more than any network takes."""


def to_input(chips_rgb: NDArray[np.uint8], spec: InputSpec) -> NDArray[np.float32]:
    """The input of a network for square chips in the canonical framing.

    Args:
        chips_rgb: Shape (n, side, side, 3), any side.
        spec: What the network expects.

    Returns:
        Shape (n, spec.size, spec.size, spec.channels), values 0 to 255.

    Raises:
        ValueError: The chips have another shape or are not uint8.
    """
    if chips_rgb.ndim != 4 or chips_rgb.shape[1] != chips_rgb.shape[2] or chips_rgb.shape[3] != 3:
        raise ValueError(f"chips of shape {chips_rgb.shape}: expected (n, side, side, 3)")
    if chips_rgb.dtype != np.uint8:
        raise ValueError(f"chips of {chips_rgb.dtype}: expected uint8")
    out = np.empty((len(chips_rgb), spec.size, spec.size, spec.channels), np.float32)
    for chip, row in zip(chips_rgb, out, strict=True):
        row[:] = _prepared(chip, spec)
    return out


def _prepared(chip: NDArray[np.uint8], spec: InputSpec) -> NDArray[np.uint8]:
    side = len(chip)
    left, top, right, bottom = (round(share * side) for share in spec.crop)
    # At least one pixel, however small the chip and the crop.
    top, left = min(top, side - 1), min(left, side - 1)
    part: NDArray[np.uint8] = np.ascontiguousarray(chip[top : max(bottom, top + 1), left : max(right, left + 1)])
    if spec.channels == 1:
        part = np.asarray(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY), np.uint8)
    if part.shape[:2] != (spec.size, spec.size):
        shrinking = min(part.shape[:2]) >= spec.size
        # Plain sampling would add noise when shrinking; area averaging is not defined for enlarging.
        method = cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
        part = np.asarray(cv2.resize(part, (spec.size, spec.size), interpolation=method), np.uint8)
    return part.reshape(spec.size, spec.size, spec.channels)


_BATCH: Final = 64


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model perceives of one attribute in one face."""

    attribute: Attribute
    probabilities: tuple[float, ...]
    """Calibrated, one per label, summing to 1."""
    threshold: float
    """The model's threshold for this attribute and face: below it the answer is uncertain."""

    def __post_init__(self) -> None:
        if len(self.labels) != len(self.probabilities):
            raise ValueError(f"got {len(self.probabilities)} probabilities for {len(self.labels)} labels")

    @property
    def labels(self) -> tuple[str, ...]:
        """The attribute's labels, in the order of the probabilities."""
        return self.attribute.labels

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
        """Whether the model should not give a single label."""
        return self.confidence < self.threshold

    def differs(self, other: Answer) -> bool:
        """Whether another model's answer says something else: another label, or only one of them is uncertain."""
        return answers_differ(self.label, other.label, uncertain=(self.uncertain, other.uncertain))


def answers_differ(one: str, other: str, *, uncertain: tuple[bool, bool]) -> bool:
    """`Answer.differs` for the likeliest labels of two answers, and which of the answers are uncertain."""
    return uncertain[0] != uncertain[1] if any(uncertain) else one != other


class Classifier:
    """Runs a model on aligned faces.

    Args:
        bundle: The model.
        threads: How many threads LiteRT may use.

    Raises:
        BundleError: The network fails its trial or does not load, or its input or outputs do not match the manifest.
    """

    def __init__(self, bundle: ModelBundle, *, threads: int = 1) -> None:
        self.bundle: Final = bundle
        self._attributes: Final = bundle.manifest.attributes
        ensure_tried(bundle)
        try:
            self._network = Network(bundle.network, threads=threads)
        except ValueError as e:
            raise BundleError("bundle.network", path=bundle.path, reason=e) from e
        self._check()

    def classify(self, chips: Sequence[RGB]) -> list[dict[str, Answer]]:
        """What the model perceives in square chips of one size in the canonical framing (`core.vision.faces.align`).

        Answers are by attribute, in the order of the manifest's heads.
        """
        answers: list[dict[str, Answer]] = []
        for start in range(0, len(chips), _BATCH):
            some = np.stack(chips[start : start + _BATCH])
            found = self.calibrated(some)
            answers += [{name: self._answer(name, found[name], at) for name in found} for at in range(len(some))]
        return answers

    def calibrated(self, chips_rgb: NDArray[np.uint8]) -> dict[str, Calibrated]:
        """Calibrated probabilities and thresholds by attribute, for chips of shape (n, side, side, 3)."""
        return self._calibrated(self._outputs(chips_rgb))

    def probabilities(self, chips_rgb: NDArray[np.uint8]) -> dict[str, NDArray[np.float64]]:
        """Calibrated probabilities by attribute, shape (n, labels), for chips of shape (n, side, side, 3)."""
        return {name: found.probabilities for name, found in self.calibrated(chips_rgb).items()}

    def probabilities_and_maps(
        self, chips_rgb: NDArray[np.uint8]
    ) -> tuple[dict[str, NDArray[np.float64]], dict[str, NDArray[np.float32]]]:
        """The same, and the contribution of each part of a chip to the network's logit of each label.

        Maps have shape (n, rows, columns, labels) and cover the network's crop of the chip; their mean is the logit
        without its bias. They are missing if the network has no such outputs.
        """
        outputs = self._outputs(chips_rgb)
        map_names = {name: map_output(name) for name in self.bundle.manifest.heads}
        maps = {name: outputs[map_name] for name, map_name in map_names.items() if map_name in outputs}
        return {name: found.probabilities for name, found in self._calibrated(outputs).items()}, maps

    def _outputs(self, chips_rgb: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        manifest = self.bundle.manifest
        below = {name: spec.second_look for name, spec in manifest.heads.items()}
        return run_with_mirror(self._network, to_input(chips_rgb, manifest.input), below)

    def _calibrated(self, outputs: Mapping[str, NDArray[np.float32]]) -> dict[str, Calibrated]:
        heads = self.bundle.manifest.heads
        return apply_calibration({name: outputs[name] for name in heads}, heads)

    def _answer(self, name: str, found: Calibrated, at: int) -> Answer:
        return Answer(
            attribute=self._attributes[name],
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
        for name, spec in manifest.heads.items():
            if name not in outputs:
                raise self._unfit(f"it has no output called {name}; it has {', '.join(sorted(outputs))}")
            if outputs[name][1:] != (len(spec.labels),):
                raise self._unfit(f"its output {name} has shape {outputs[name][1:]}, expected ({len(spec.labels)},)")
            map_name = map_output(name)
            if map_name in outputs and (len(outputs[map_name]) != 4 or outputs[map_name][3] != len(spec.labels)):
                expected = f"(rows, columns, {len(spec.labels)})"
                raise self._unfit(f"its output {map_name} has shape {outputs[map_name][1:]}, expected {expected}")

    def _unfit(self, reason: str) -> BundleError:
        return BundleError("bundle.network", path=self.bundle.path, reason=reason)
