"""The child process of a storm: it makes damaged files and opens them, within limits of time and memory."""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from tools.storm_damage import DAMAGED, kept_files

_LIMIT_S: Final = {"picture": 10.0, "bundle": 60.0, "kept": 10.0}
_START_S: Final = 120.0
_LIMIT_MB: Final = 1024
_SPACE: Final = 6 << 30
"""Address space of a child: what takes more than this would endanger the machine."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a storm and its fault, if any."""

    number: int
    fault: str | None = None
    seconds: float = 0.0
    peak_mb: float = 0.0
    kills: int = 0
    note: str = ""
    """What else there is to know, such as the moment of a kill."""

    def to_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value or name in ("number", "fault")}

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> Case:
        return cls(**held)


class Child:
    """A process that makes and opens one file after the other; it is replaced when it crashed or was too slow.

    What caused a fault stays in `folder`.
    """

    def __init__(self, kind: str, folder: Path, seed: int) -> None:
        self._kind, self._folder, self._seed = kind, folder, seed
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, number: int) -> Case:
        """Have the file of case `number` made and opened."""
        process = self._process or self._start()
        assert process.stdin is not None
        start = time.monotonic()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(b"%d\n" % number)
            process.stdin.flush()
        answer = self._answer(2 * _LIMIT_S[self._kind])
        if answer is None:
            hung = process.poll() is None
            self.close()
            fault = "it took too long" if hung else f"the process crashed ({process.returncode})"
            return Case(number, fault, time.monotonic() - start)
        case = Case(number, answer["fault"], answer["seconds"], answer["peak_mb"])
        if case.fault and "MB of memory" in case.fault:
            self.close()
        return case

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        home = Path(tempfile.mkdtemp(prefix="home-", dir=self._folder))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tools.storm_child", self._kind, str(self._folder), str(self._seed)],
            env=os.environ | {"FACET_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).resolve().parent.parent,
        )
        if self._answer(_START_S) is None:
            raise RuntimeError("the child of the storm does not start")
        return self._process

    def _answer(self, seconds: float) -> Any:
        assert self._process is not None and self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            return None
        line = self._process.stdout.readline()
        return json.loads(line) if line else None


def _open_picture(path: Path) -> None:
    from core.errors import ImageError
    from core.vision.imaging import load_photo, read_thumbnail

    load_photo(path)
    with contextlib.suppress(ImageError):
        read_thumbnail(path, 32)


def _open_bundle(path: Path) -> None:
    from core.errors import FacetError
    from core.model.library import import_model

    with contextlib.suppress(FacetError):
        shutil.rmtree(import_model(path))


def _open_settings(path: Path) -> None:
    from desktop.app.settings import Settings
    from desktop.app.settings_table import settings_for

    content = path.read_bytes()
    kept = Settings(path)
    for setting in settings_for(kept.attributes):
        kept.value(setting)
    _ = kept.recent, kept.thresholds, kept.geometry
    assert kept.keep(), "settings can no longer be written"
    assert kept.damaged is None or kept.damaged.read_bytes() == content, "what was put aside is not what was there"


def _open_photos(path: Path) -> None:
    from desktop.app.open_work import OpenWork

    content = path.read_bytes()
    photos = path.with_name("photos.json")
    if path != photos:
        photos.write_bytes(dict(kept_files())["photos.json"])
    work = OpenWork(path.parent, "storm")
    if work.left and work.left.damaged:
        assert path == photos and work.left.damaged.read_bytes() == content, "what was put aside is not what was there"
    assert path == photos or (work.left and len(work.left.photos) == 2), "the open photos are lost"
    work.close()


def _open_answers(path: Path) -> None:
    from core.collection.journal import collection_path, journal_path
    from core.collection.rows import Filter
    from core.collection.store import CollectionWriter
    from core.collection.view import Collection
    from core.errors import FacetError

    content = path.read_bytes()
    out = path.with_name("out.csv")
    held = journal_path(out) if path.name == "journal" else collection_path(out)
    shutil.copyfile(path, held)
    with contextlib.suppress(FacetError), Collection.of_table(out) as shown:
        shown.rows(shown.find(Filter()))
        shown.summary(), shown.counts(Filter())
        list(shown.records()), list(shown.table_rows(shown.find(Filter())))
    try:
        collection = CollectionWriter(out, {"about": {}})
    except FacetError:
        assert held.read_bytes() == content, "what cannot be read was changed"
        return
    with contextlib.suppress(FacetError), collection:
        list(collection.records())


def _open_recipe(path: Path) -> None:
    from core.errors import FacetError
    from core.training.recipe import read_recipe

    with contextlib.suppress(FacetError):
        read_recipe(path)


def _open_tried(path: Path) -> None:
    from core.model import trial

    cache_folder = Path(os.environ["FACET_HOME"]) / "cache"
    cache_folder.mkdir(exist_ok=True)
    shutil.copyfile(path, cache_folder / path.name)
    trial._remember("1" * 64)


def _open_run(path: Path) -> None:
    """A run with one damaged file: it is listed, and resumed or refused; refused, nothing in it has changed."""
    from core.errors import FacetError
    from core.training.recipe import Recipe, write_recipe
    from core.training.run_folder import list_runs, open_run
    from core.training.run_writer import writing

    for name in ("checkpoint.npz", "history.jsonl", "split.json"):
        if name != path.name:
            path.with_name(name).write_bytes(dict(kept_files())[name])
    write_recipe(path.with_name("recipe.json"), Recipe())
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert path.parent in {run.path for run in list_runs(path.parent.parent)}, "the run is no longer listed"
    try:
        checkpoint = open_run(path.parent).checkpoint()
        with writing(path.parent, Recipe(), resume=True) as writer:
            if checkpoint:
                writer.resume_after(checkpoint.epoch)
    except FacetError:
        changed = {name for name, content in before.items() if path.with_name(name).read_bytes() != content}
        assert not changed, f"what cannot be resumed was changed: {changed}"


def _open_correction(path: Path) -> None:
    """A folder of corrections with one damaged picture: others are noted, and it is read as data to train on."""
    import numpy as np

    from core.corrections import Corrections
    from core.datasets.open import open_dataset
    from core.errors import FacetError

    folder = path.parent / "Female" / "Asian"
    folder.mkdir(parents=True)
    content = path.read_bytes()
    damaged = path.rename(folder / f"{'0' * 32}.png")
    chip = np.full((112, 112, 3), 99, np.uint8)
    corrections = Corrections(path.parent)
    corrections.note(chip, {"gender": "Male"})
    assert corrections.noted(chip) == {"gender": "Male"}, "a correction is lost"
    assert damaged.read_bytes() == content, "a correction was changed"
    dataset = open_dataset(path.parent)
    assert len(dataset) == 2, f"{len(dataset)} of 2 corrections are read"
    for row in range(2):
        with contextlib.suppress(FacetError):
            dataset.image(row)


def _open_kept(path: Path) -> None:
    _KEPT[path.name](path)


_KEPT: Final[dict[str, Callable[[Path], None]]] = {
    "window.ini": _open_settings,
    "photos.json": _open_photos,
    "chosen.json": _open_photos,
    "journal": _open_answers,
    "collection": _open_answers,
    "recipe.json": _open_recipe,
    "networks-tried.json": _open_tried,
    "checkpoint.npz": _open_run,
    "history.jsonl": _open_run,
    "split.json": _open_run,
    "correction.png": _open_correction,
}

_OPEN: Final[dict[str, Callable[[Path], None]]] = {
    "picture": _open_picture,
    "bundle": _open_bundle,
    "kept": _open_kept,
}


@contextlib.contextmanager
def _peak() -> Iterator[Callable[[], float]]:
    """Measures the most memory in MB that this process or one of its own children holds meanwhile."""
    if not Path("/proc/self/status").exists():
        yield lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return
    for process in _processes():
        with contextlib.suppress(OSError):
            (process / "clear_refs").write_text("5")  # begins a new peak
    yield lambda: max(map(_peak_mb, _processes()))


def _processes() -> list[Path]:
    children = ""
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(OSError):
            children += (task / "children").read_text()
    return [Path("/proc") / pid for pid in ("self", *children.split())]


def _peak_mb(process: Path) -> float:
    with contextlib.suppress(OSError, StopIteration):
        status = (process / "status").read_text().splitlines()
        return int(next(line for line in status if line.startswith("VmHWM:")).split()[1]) / 1024
    return 0.0


def main() -> None:
    """Make and open the file of each number on standard input; answer each with one line of JSON."""
    kind, folder, seed = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_AS, (_SPACE, _SPACE))
    tempfile.tempdir = os.environ["FACET_HOME"]
    DAMAGED[kind](0, random.Random(0))
    answers.write("{}\n")
    answers.flush()
    for line in sys.stdin:
        number = int(line)
        name, content = DAMAGED[kind](number, random.Random(f"{seed} {number}"))
        path = folder / f"{number:06}" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        fault, start = None, time.monotonic()
        with _peak() as peak:
            try:
                _OPEN[kind](path)
            except Exception as e:  # noqa: BLE001 - the fault that is looked for
                fault = f"{type(e).__name__}: {e}"[:300]
            seconds, peak_mb = time.monotonic() - start, peak()
        if seconds > _LIMIT_S[kind]:
            fault = fault or f"it took {seconds:.1f} s"
        if peak_mb > _LIMIT_MB:
            fault = fault or f"{peak_mb:.0f} MB of memory"
        if fault is None:
            shutil.rmtree(path.parent)
        else:  # the damage itself, whatever became of the file
            path.with_name(f"damaged-{name}").write_bytes(content)
        answers.write(json.dumps({"fault": fault, "seconds": round(seconds, 4), "peak_mb": round(peak_mb, 1)}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
