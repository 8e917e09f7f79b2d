"""Features of a data set's faces: what a pretrained network sees in each, before any answer. Made once and cached."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.child import start_child
from core.datasets.cache import ResumableArray, cache_file
from core.datasets.chips import as_chip, chip_px_for, make_chips
from core.datasets.dataset import FaceDataset
from core.datasets.open import open_dataset, unlabelled_dataset
from core.datasets.splits import is_learned, picture_hashes, read_table
from core.errors import DataError, FacetError
from core.model.bundle import DEFAULT, load_bundle, resolve_bundle
from core.places import models_folders
from core.schema import GENDER
from core.training.architectures.face_resnet import STAGES
from core.training.architectures.parts import FIELDS
from core.training.augmentation import as_input
from core.training.features import make_start
from core.training.presets import PRESETS
from core.training.recipe import Recipe
from core.work import Progress, ShouldStop, ordered_map, stop_if

if TYPE_CHECKING:
    from core.datasets.dataset import Indices

Source = Literal["model", "start"]
"""Whose features: the default model's, or those of the network it started from, which has learned from no labels of
gender or ethnicity."""

VALUES: Final = STAGES[-1][0]
"""Number of values per face."""
_VERSION: Final = 1
_BATCH: Final = 64
_DONE, _UNREADABLE = 1, 2
_FLUSHED_BATCHES: Final = 8
_POLL_S: Final = 0.1
_NICENESS: Final = 10
_SAMPLE: Final = 400
_KNOWN_SHARE: Final = 0.02
"""A model that learned from more of the pictures than this has seen the labels that its features are to question."""


@dataclass(frozen=True, slots=True, eq=False)
class FaceFeatures:
    """Features by row of their data set."""

    values: NDArray[np.float32]
    """Shape (n, 256); zeros where there are none."""
    usable: NDArray[np.bool_]
    """Where a face was found, or the picture is used as one."""
    source: Source


def unseen_source(dataset: FaceDataset, *, should_stop: ShouldStop | None = None) -> Source:
    """Whose features can judge the labels of a data set: the default model's, unless it learned from these pictures.

    Looks at a sample of the pictures. A model that learned from a wrong label no longer disagrees with it.

    Raises:
        FacetError: The default model is missing or damaged.
        Stopped: `should_stop` returned True.
    """
    table = read_table(load_bundle(resolve_bundle(DEFAULT, models_folders())))
    if table is None:
        return "start"
    count = min(_SAMPLE, len(dataset))
    rows: Indices = np.sort(np.random.default_rng(0).choice(len(dataset), count, replace=False))
    known = is_learned(picture_hashes(dataset, rows, should_stop=should_stop), table, should_stop=should_stop)
    return "start" if known.mean() > _KNOWN_SHARE else "model"


def face_features(
    dataset: FaceDataset,
    source: Source,
    *,
    cache: Path | None = None,
    find_progress: Progress | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> FaceFeatures:
    """The features of every face, in float16 in the cache; continues where a stopped or killed run ended.

    Pictures of an aligned data set and grey pictures are used as they are; in others the face nearest the centre is
    detected and aligned.

    Args:
        dataset: The pictures.
        source: Whose features.
        cache: Folder of the cache; by default the user's.
        find_progress: Called with the number of pictures searched for a face and their total, unless they are aligned.
        progress: Called with the number of faces done and their total.
        should_stop: Called after every picture or batch.

    Raises:
        FacetError: The network's weights are missing or damaged, or the cache cannot be written.
        Stopped: `should_stop` returned True; what is done is kept.
    """
    recipe = PRESETS["head"].model_copy(update={"start_model": DEFAULT} if source == "model" else {})
    if dataset.parts:
        parts = [
            face_features(
                part, source, cache=cache, find_progress=find_progress, progress=progress, should_stop=should_stop
            )
            for part in dataset.parts
        ]
        return FaceFeatures(
            np.concatenate([part.values for part in parts]), np.concatenate([part.usable for part in parts]), source
        )
    faces = _Faces(dataset, recipe, cache, find_progress, should_stop)
    path = cache_file(cache, "features", _VERSION, source, DEFAULT, faces.key, suffix=".f16")
    kept = ResumableArray(path, (len(dataset), 2 * VALUES))
    to_do = np.flatnonzero(kept.status == 0)
    done = len(dataset) - len(to_do)
    if len(to_do):
        run = _network(recipe)
        batches = [to_do[start : start + _BATCH] for start in range(0, len(to_do), _BATCH)]
        for number, (rows, pictures) in enumerate(faces.batches(batches)):
            missing = np.setdiff1d(batches[number], rows)
            kept.status[missing] = _UNREADABLE
            if len(rows):
                kept.rows[rows] = run(pictures).astype(np.float16).view(np.uint8)
                kept.status[rows] = _DONE
            done += len(batches[number])
            if number % _FLUSHED_BATCHES == 0:
                kept.flush()
            if progress:
                progress(done, len(dataset))
        kept.flush()
    values = np.ascontiguousarray(kept.rows).view(np.float16).astype(np.float32)
    return FaceFeatures(values, np.asarray(kept.status) == _DONE, source)


def make_features_in_child(
    data: Path,
    source: Source,
    *,
    find_progress: Progress | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> None:
    """Fill the cache of `face_features` in a process of its own: importing TensorFlow would stall a window for seconds.

    Args:
        data: The path of a data set, or of unlabelled pictures.
        source: Whose features.
        find_progress: As in `face_features`; likewise the others.

    Raises:
        FacetError: The child's error, or it ended without one.
        Stopped: `should_stop` returned True; what is done is kept.
    """
    child = start_child("core.training.face_features", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    lines: queue.Queue[bytes] = queue.Queue()
    reader = threading.Thread(target=_pass_lines, args=(child.stdout, lines), daemon=True)
    reader.start()
    try:
        child.stdin.write(json.dumps({"data": os.fsdecode(data), "source": source}).encode() + b"\n")
        child.stdin.flush()
        while reader.is_alive() or not lines.empty():
            stop_if(should_stop)
            with contextlib.suppress(queue.Empty):
                if _take(json.loads(lines.get(timeout=_POLL_S)), find_progress, progress):
                    return
        raise DataError("issues.failed", path=data, exit=child.wait())
    finally:
        child.kill()
        child.wait()
        reader.join()
        for pipe in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):
                pipe.close()


def _pass_lines(pipe: IO[bytes], lines: queue.Queue[bytes]) -> None:
    for line in pipe:
        lines.put(line)


def _take(told: dict[str, Any], find_progress: Progress | None, progress: Progress | None) -> bool:
    """Pass on what the child tells; whether it is done."""
    if "code" in told:
        raise DataError(told["code"], **told["values"])
    report = {"find": find_progress, "features": progress}.get(told["stage"])
    if report:
        report(told["done"], told["total"])
    return bool(told["stage"] == "end")


def main() -> None:
    """The child of `make_features_in_child`."""
    # Libraries write to standard output too; only messages may reach the parent.
    messages = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    commands = os.fdopen(0, "rb", closefd=False)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    job = json.loads(commands.readline())
    # The parent has ended, or does not want the result any more: every file is complete at any time.
    threading.Thread(target=lambda: (commands.read(), os._exit(0)), daemon=True).start()

    def send(told: dict[str, object]) -> None:
        messages.write(json.dumps(told).encode() + b"\n")
        messages.flush()

    def report(stage: str) -> Progress:
        return lambda done, total: send({"stage": stage, "done": done, "total": total})

    try:
        try:
            dataset = open_dataset(Path(job["data"]), as_labelled=True)
        except DataError as e:
            if e.code != "data.unlabelled":
                raise
            dataset = unlabelled_dataset(Path(job["data"]))
        face_features(dataset, job["source"], find_progress=report("find"), progress=report("features"))
        send({"stage": "end"})
    except FacetError as e:
        send({"code": e.code, "values": {name: str(value) for name, value in e.values.items()}})
    messages.close()
    # TensorFlow's threads can delay a normal exit for seconds.
    os._exit(0)


class _Faces:
    """The faces of a data set as the network's input."""

    def __init__(
        self,
        dataset: FaceDataset,
        recipe: Recipe,
        cache: Path | None,
        progress: Progress | None,
        should_stop: ShouldStop | None,
    ) -> None:
        self._dataset, self._spec, self._should_stop = dataset, recipe.input, should_stop
        self._chips = None
        self.key = f"{dataset.state} {dataset.fingerprint}"
        """Changes when the faces do."""
        if not dataset.aligned:
            size = chip_px_for(dataset, recipe.input.size, cache=cache)
            self._chips = make_chips(dataset, size=size, cache=cache, progress=progress, should_stop=should_stop)
            self.key = self._chips.key

    def batches(self, batches: list[Indices]) -> Iterator[tuple[Indices, NDArray[np.uint8]]]:
        """For each of `batches`, the rows that have a face, and their pictures of shape (n, size, size, 3)."""
        return ordered_map(self._load, batches, should_stop=self._should_stop)

    def _load(self, rows: Indices) -> tuple[Indices, NDArray[np.uint8]]:
        if self._chips is not None:
            rows = rows[self._chips.usable[rows]]
            chips = np.asarray(self._chips.rgb[rows])
            return rows, as_input(chips, self._spec) if len(rows) else chips
        read = [(row, picture) for row in rows.tolist() if (picture := self._as_is(row)) is not None]
        return np.array([row for row, _ in read], np.int64), np.array([picture for _, picture in read], np.uint8)

    def _as_is(self, row: int) -> NDArray[np.uint8] | None:
        try:
            return np.asarray(as_input(as_chip(self._dataset.image(row))[np.newaxis], self._spec)[0])
        except FacetError:
            return None


def _network(recipe: Recipe) -> Any:
    """A function from pictures of shape (n, size, size, 3) to features of shape (n, 256)."""
    import keras
    import tensorflow as tf

    network = make_start(recipe, {GENDER.name: GENDER})
    inner = keras.Model(network.input, network.get_layer(FIELDS).output)
    spec = recipe.input
    run = tf.function(
        lambda pictures: inner(tf.cast(pictures, tf.float32), training=False),
        input_signature=[tf.TensorSpec((None, spec.size, spec.size, spec.channels), tf.uint8)],
        jit_compile=False,
    )
    return lambda pictures: np.asarray(run(pictures))


if __name__ == "__main__":
    main()
