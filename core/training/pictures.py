"""A data set's pictures as a network is shown them, made once and memory-mapped afterwards."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.datasets.chips import Chips, as_chip, chip_px_for, make_chips
from core.datasets.csv_cache import cache_root
from core.datasets.dataset import FaceDataset
from core.errors import DataError, FacetError
from core.model.bundle import InputSpec
from core.training.augmentation import as_input
from core.training.control import Control
from core.vision.detectors import THOROUGH
from core.work import stop_if

Pictures = NDArray[np.uint8]
Framing = Literal["as is", "aligned"]

_BATCH: Final = 256


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """The pictures in one or two framings, a row a picture of the data set."""

    framings: dict[Framing, Pictures]
    """Shape (n, size, size, channels). "as is" where the data come aligned, "aligned" where faces could be found."""
    found: NDArray[np.bool_]
    """Where a face was found; everywhere in data that are too small to look for one."""
    usable: NDArray[np.bool_]
    """Where there is a picture in every framing."""

    @property
    def served(self) -> Pictures:
        """As a face of a photo is shown to the network, as far as the data allow it."""
        return self.framings["aligned" if "aligned" in self.framings else "as is"]


def prepare_pictures(
    dataset: FaceDataset,
    spec: InputSpec,
    control: Control,
    *,
    detector: str = THOROUGH,
    cache: Path | None = None,
) -> Shown:
    """Decode, align and shrink every picture, or take what the cache holds of the same data, input and detector.

    Raises:
        DataError: The cache cannot be written.
        Stopped: The caller asked for it; what was done of the search for faces is kept.
    """
    root = cache or cache_root()
    if dataset.parts:
        parts = [prepare_pictures(part, spec, control, detector=detector, cache=root) for part in dataset.parts]
        return _joined(root, dataset, spec, parts)
    framings: dict[Framing, Pictures] = {}
    found = usable = np.ones(len(dataset), np.bool_)
    try:
        if dataset.grey is None:
            # The cache of the chips knows whether detection or alignment have changed since they were made.
            chips = _chips(dataset, spec, control, detector, root)
            found, usable = chips.found, chips.usable
            assert isinstance(chips.rgb, np.memmap) and chips.rgb.filename is not None  # as make_chips has it
            told = f"{Path(chips.rgb.filename).parent.name} {spec.model_dump_json()}"
            framings["aligned"] = _kept(root, told, dataset, spec, lambda: _aligned(chips, spec, control))
        if dataset.aligned:
            told = f"{dataset.state} {dataset.fingerprint} {spec.model_dump_json()}"
            framings["as is"] = _kept(root, told, dataset, spec, lambda: _as_is(dataset, spec, control))
    except OSError as e:
        raise DataError("export.write", path=root, reason=e.strerror or str(e)) from e
    return Shown(framings, found, usable)


def _joined(root: Path, dataset: FaceDataset, spec: InputSpec, parts: Sequence[Shown]) -> Shown:
    """The pictures of all parts in the one framing they share."""
    files = [part.framings["aligned"] for part in parts]
    told = " ".join(Path(str(held.filename)).stem for held in files if isinstance(held, np.memmap))
    together = _kept(root, told, dataset, spec, lambda: (held for held in files))
    return Shown(
        {"aligned": together},
        np.concatenate([part.found for part in parts]),
        np.concatenate([part.usable for part in parts]),
    )


def _chips(dataset: FaceDataset, spec: InputSpec, control: Control, detector: str, root: Path) -> Chips:
    return make_chips(
        dataset,
        detector,
        size=chip_px_for(dataset, spec.size, detector, cache=root),
        cache=root,
        progress=control.preparing("finding faces"),
        should_stop=control.should_stop,
    )


def _aligned(chips: Chips, spec: InputSpec, control: Control) -> Iterator[Pictures]:
    for start in range(0, len(chips.rgb), _BATCH):
        stop_if(control.should_stop)
        yield as_input(np.asarray(chips.rgb[start : start + _BATCH]), spec)


def _as_is(dataset: FaceDataset, spec: InputSpec, control: Control) -> Iterator[Pictures]:
    def one(row: int) -> Pictures:
        try:
            return as_input(as_chip(dataset.image(row))[np.newaxis], spec)
        except FacetError:
            # It lies on no side of a split, so it is never shown.
            return np.zeros((1, spec.size, spec.size, spec.channels), np.uint8)

    tell = control.preparing("reading the pictures")
    remaining, done = iter(range(len(dataset))), 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        while batch := list(islice(remaining, _BATCH)):
            stop_if(control.should_stop)
            yield np.concatenate(list(pool.map(one, batch)))
            done += len(batch)
            tell(done, len(dataset))


def _kept(
    root: Path, told: str, dataset: FaceDataset, spec: InputSpec, make: Callable[[], Iterator[Pictures]]
) -> Pictures:
    """Pictures from the cache, made where they are not in it; `told` says all they depend on."""
    shape = (len(dataset), spec.size, spec.size, spec.channels)
    path = root / "training" / f"{hashlib.sha256(told.encode()).hexdigest()[:24]}.u8"
    if not (path.is_file() and path.stat().st_size == int(np.prod(shape))):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.stem}-{os.getpid()}.new")
        try:
            with beside.open("wb") as file:
                for pictures in make():
                    file.write(np.ascontiguousarray(pictures).data)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    return np.memmap(path, np.uint8, mode="r", shape=shape)
