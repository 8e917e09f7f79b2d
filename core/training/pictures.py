"""A data set's pictures as the input of a network, made once and kept in the cache."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.datasets.cache import cache_file, stored_array
from core.datasets.chips import as_chip, chip_px_for, make_chips
from core.datasets.dataset import FaceDataset
from core.errors import FacetError
from core.model.bundle import InputSpec
from core.training.augmentation import as_input
from core.training.events import Control
from core.vision.detectors import THOROUGH
from core.work import ordered_map, stop_if

Pictures = NDArray[np.uint8]
Framing = Literal["as is", "aligned"]

_BATCH: Final = 256


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """Pictures in one or two framings, by row of the data set."""

    framings: dict[Framing, Pictures]
    """Shape (n, size, size, channels): "as is" if the data are aligned, "aligned" if faces can be detected in them."""
    found: NDArray[np.bool_]
    """Where a face was detected; everywhere in data with pictures too small for detection."""
    usable: NDArray[np.bool_]
    """Where there is a picture in every framing."""

    @property
    def served(self) -> Pictures:
        """The framing that is closest to the way photos are shown to a model in use."""
        return self.framings["aligned" if "aligned" in self.framings else "as is"]


def prepare_pictures(
    dataset: FaceDataset,
    spec: InputSpec,
    control: Control,
    *,
    detector: str = THOROUGH,
    cache: Path | None = None,
) -> Shown:
    """Decode, align and resize every picture, or take them from the cache.

    Raises:
        DataError: The cache cannot be written.
        Stopped: The caller stopped it; the faces detected so far are kept.
    """
    return _prepare(dataset, spec, control, detector, cache)[0]


def _prepare(
    dataset: FaceDataset, spec: InputSpec, control: Control, detector: str, cache: Path | None
) -> tuple[Shown, str]:
    """The pictures, and a key for the content of their aligned framing."""
    shape = (len(dataset), spec.size, spec.size, spec.channels)
    if dataset.parts:
        parts = [_prepare(part, spec, control, detector, cache) for part in dataset.parts]
        path = cache_file(cache, "training", *(key for _, key in parts), suffix=".u8")
        joined = stored_array(path, shape, lambda: (part.framings["aligned"] for part, _ in parts))
        shown = Shown(
            {"aligned": joined},
            np.concatenate([part.found for part, _ in parts]),
            np.concatenate([part.usable for part, _ in parts]),
        )
        return shown, path.stem
    framings: dict[Framing, Pictures] = {}
    found = usable = np.ones(len(dataset), np.bool_)
    key = ""
    if dataset.grey is None:
        # The key of the chips changes with detection and alignment.
        chips = make_chips(
            dataset,
            detector,
            size=chip_px_for(dataset, spec.size, detector, cache=cache),
            cache=cache,
            progress=control.preparing("finding faces"),
            should_stop=control.should_stop,
        )
        found, usable = chips.found, chips.usable
        path = cache_file(cache, "training", chips.key, spec.model_dump_json(), suffix=".u8")
        framings["aligned"] = stored_array(path, shape, partial(_aligned, chips.rgb, spec, control))
        key = path.stem
    if dataset.aligned:
        path = cache_file(cache, "training", dataset.state, dataset.fingerprint, spec.model_dump_json(), suffix=".u8")
        framings["as is"] = stored_array(path, shape, partial(_as_is, dataset, spec, control))
    return Shown(framings, found, usable), key


def _aligned(chips_rgb: NDArray[np.uint8], spec: InputSpec, control: Control) -> Iterator[Pictures]:
    for start in range(0, len(chips_rgb), _BATCH):
        stop_if(control.should_stop)
        yield as_input(np.asarray(chips_rgb[start : start + _BATCH]), spec)


def _as_is(dataset: FaceDataset, spec: InputSpec, control: Control) -> Iterator[Pictures]:
    def picture(row: int) -> Pictures:
        try:
            return as_input(as_chip(dataset.image(row))[np.newaxis], spec)
        except FacetError:
            # Unreadable rows are on no side of the split, so this one is never used.
            return np.zeros((1, spec.size, spec.size, spec.channels), np.uint8)

    report = control.preparing("reading the pictures")
    made = ordered_map(picture, range(len(dataset)), should_stop=control.should_stop)
    for row, shown in enumerate(made):
        yield shown
        report(row + 1, len(dataset))
