"""A batch on a local Ray cluster of two machines with a core each, beside one process, and a search by two processes.

    python -m benchmarks.cluster              # 300 photos
    python -m benchmarks.cluster --writer     # how many rows a second the process that writes can take
    python -m benchmarks.cluster --search     # a search by two processes, of which one is killed

All of it runs on one computer: what is seen is what the cluster costs, not what more machines give.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image

from benchmarks.measure import machine, photo, print_table
from core.analysis import Analyzer
from core.cluster import AnalyzerSpec, ClusterWorkers, connected
from core.collection.batch import question, run_batch
from core.collection.photos import Photo
from core.collection.progress import BatchProgress
from core.collection.store import CollectionWriter
from core.collection.tables import Outputs, Tables
from core.collection.workers import answer_photo
from core.model.bundle import DEFAULT, load_bundle, resolve_bundle
from core.places import models_folders
from core.training.presets import PRESETS
from core.training.recipe import write_recipe
from core.training.tuning import open_study

ROUNDS: Final = 3
WRITTEN: Final = 20_000
TRIALS: Final = 5
FACES: Final = 150
SIZE: Final = (1280, 960)
NOISE: Final = 6.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=300)
    parser.add_argument("--writer", action="store_true", help="measure the store and the table alone")
    parser.add_argument("--search", action="store_true", help="measure a search for recipes by two processes")
    options = parser.parse_args()
    spec = AnalyzerSpec(load_bundle(resolve_bundle(DEFAULT, models_folders())), "thorough", 0.0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.search:
            print_table(f"{TRIALS} trials by two processes ({machine()})", _searched(folder))
            return
        if options.writer:
            print_table(f"The process that writes ({machine()})", [("rows a second", _written(folder, spec))])
            return
        photos = _photos(folder / "photos", options.photos)
        print_table(f"{options.photos} photos of {SIZE[0]} x {SIZE[1]} ({machine()})", _measured(folder, photos, spec))


def _measured(folder: Path, photos: Path, spec: AnalyzerSpec) -> list[tuple[str, str]]:
    count, tables = len(list(photos.iterdir())), iter(folder / f"{number}.csv" for number in range(100))
    seconds: dict[str, list[float]] = {"one process, 1 thread": [], "one process, 2 threads": [], "2 machines": []}
    first: list[float] = []

    def run(**how: Any) -> tuple[float, list[dict[str, str]]]:
        out, start = next(tables), time.perf_counter()
        run_batch([photos], Outputs(csv=out), spec.make, **how)
        return time.perf_counter() - start, _rows(out)

    with _machines() as (address, lose_one), connected(address):
        expected = run(threads=2)[1]
        for _ in range(ROUNDS):
            for name, threads in (("one process, 1 thread", 1), ("one process, 2 threads", 2)):
                seconds[name].append(run(threads=threads)[0])
            start = time.perf_counter()
            begun: list[float] = []

            def note(now: BatchProgress) -> None:
                if now.done and not begun:  # noqa: B023
                    begun.append(time.perf_counter() - start)  # noqa: B023

            took, rows = run(threads=1, cluster=lambda: ClusterWorkers(spec), progress=note)
            seconds["2 machines"].append(took)
            first += begun
            assert rows == expected
        lost: list[int] = []

        def lose(now: BatchProgress) -> None:
            if now.done >= count // 2 and not lost:
                lost.append(now.done)
                lose_one()

        took, rows = run(threads=1, cluster=lambda: ClusterWorkers(spec), progress=lose)
        assert rows == expected and len({row["path"] for row in rows}) == count
    return [
        *((name, _seconds(values, count)) for name, values in seconds.items()),
        ("of it until the first answer, while the actors start", f"{statistics.median(first):.1f} s"),
        (f"one of the 2 machines lost after {lost[0]} photos", f"{took:.1f} s, every photo once, the same rows"),
    ]


def _seconds(values: list[float], count: int) -> str:
    middle = statistics.median(values)
    return f"{middle:.1f} s ({min(values):.1f} to {max(values):.1f}), {count / middle:.1f} photos a second"


@contextmanager
def _machines() -> Iterator[tuple[str, Callable[[], object]]]:
    """The address of a cluster of two machines with a core each, and what kills the second."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    node = {"num_cpus": 1, "object_store_memory": 100_000_000}
    cluster = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
    second = cluster.add_node(**node)
    try:
        yield cluster.address, lambda: cluster.remove_node(second, allow_graceful=False)
    finally:
        cluster.shutdown()


def _photos(folder: Path, count: int) -> Path:
    """JPEGs of one face each, which differ in light and noise."""
    folder.mkdir()
    random, plain = np.random.default_rng(1), np.asarray(photo(*SIZE), np.float32)
    for number in range(count):
        noisy = plain * random.uniform(0.8, 1.1) + NOISE * random.standard_normal(plain.shape, np.float32)
        Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(folder / f"{number}.jpg", quality=90)
    return folder


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("# ")]
    return [{key: value for key, value in row.items() if key != "milliseconds"} for row in csv.DictReader(lines)]


def _written(folder: Path, spec: AnalyzerSpec) -> str:
    """Answers of one face each, stored and appended to a CSV, without answering anything."""
    analyzer: Analyzer = spec.make()
    given = answer_photo(analyzer, Photo(_photos(folder / "photos", 1) / "0.jpg"))
    outputs = Outputs(csv=folder / "out.csv")
    asked = question(analyzer.classifier.bundle.manifest, analyzer.detector_name) | {"paths": [str(folder)]}
    with CollectionWriter(outputs.first, asked) as collection:
        tables = Tables(outputs, collection.asked["about"])
        tables.rewrite(lambda: iter(()))
        start, busy = time.perf_counter(), time.process_time()
        for number in range(WRITTEN):
            answer = {**given.record, "path": f"{folder}/photos/{number}.jpg"}
            collection.add(answer["path"], answer, code=None, state=given.state, points=given.points)
            tables.add(answer)
        seconds, busy = time.perf_counter() - start, time.process_time() - busy
        tables.close()
    return f"{WRITTEN / seconds:.0f}; {WRITTEN / busy:.0f} a second of its own processor time"


def _searched(folder: Path) -> list[tuple[str, str]]:
    """A search on one storage by two processes; the first is killed in its second trial."""
    base = PRESETS["quick"].model_copy(update={"epochs": 2, "batch": 16})
    write_recipe(folder / "recipe.json", base)
    random = np.random.default_rng(1)
    with (folder / "faces.csv").open("w", encoding="utf-8") as file:
        file.write("age,ethnicity,gender,img_name,pixels\n")
        for row in range(FACES):
            pixels = " ".join(map(str, random.integers(0, 256, 48 * 48)))
            file.write(f"30,{row % 5},{row % 2},{row}.jpg,{pixels}\n")
    storage, start = folder / "search.log", time.perf_counter()

    def begin(run: str) -> subprocess.Popen[bytes]:
        where = ["--recipe", str(folder / "recipe.json"), "--run", str(folder / run), "--storage", str(storage)]
        command = [sys.executable, "-m", "core.cli", "tune", str(folder / "faces.csv"), "--trials", str(TRIALS), *where]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def trials(process: int) -> list[Any]:
        if not storage.exists():
            return []
        with open_study(folder, base, str(storage)) as study:
            return [trial for trial in study.get_trials() if trial.user_attrs.get("process") == process]

    first, second = begin("first"), begin("second")
    try:
        while len(trials(first.pid)) < 2:
            time.sleep(0.1)
        first.kill()
        first.wait()
        assert second.wait() == 0
    finally:
        first.kill()
        second.kill()
    took = time.perf_counter() - start
    by_first, by_second = trials(first.pid), trials(second.pid)
    lost = [one for one in by_first if one.state.name == "FAIL"]
    taken_up = [one for one in by_second if one.params in [its.params for its in lost] and one.state.is_finished()]
    finished = [sum(one.state.name in ("COMPLETE", "PRUNED") for one in its) for its in (by_first, by_second)]
    return [
        ("trials with a result: of the killed process, of the other", f"{finished[0]}, {finished[1]}"),
        ("trials that died with the process, and of these taken up by the other", f"{len(lost)}, {len(taken_up)}"),
        ("seconds in all", f"{took:.0f}"),
    ]


if __name__ == "__main__":
    main()
