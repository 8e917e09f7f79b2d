"""Storms of whole commands: batches and trainings that are killed, starved of memory, or shut out."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tools.storm_child import Case

_ROOT: Final = Path(__file__).resolve().parent.parent
_PHOTOS: Final = 24
_EPOCHS: Final = 20
"""Few photos in a batch and short epochs, so that a kill often meets the start, the end, or the writing in between."""
_EVENTS: Final = "events.out.tfevents."
_KILLS: Final = 10
"""The most kills of one batch or training."""
_FLAT_MB: Final = 20
_CAPABILITIES: Final = "-dac_override,-dac_read_search"
_ORDINARY: Final = ("setpriv", f"--bounding-set={_CAPABILITIES}", f"--inh-caps={_CAPABILITIES}")
"""Takes from root what makes it read and write everything."""
_CGROUPS: Final = Path("/sys/fs/cgroup/memory")
"""Limits of memory as version 1 of control groups has them."""


@dataclass(frozen=True, slots=True)
class Storm:
    """What every case of a storm needs.

    Args:
        folder: Scratch folder of the storm.
        seed: With the number of a case it decides what the case does.
        photos: How many photos `windows` opens, if not its usual number.
    """

    folder: Path
    seed: int
    photos: int | None = None

    def random(self, number: int) -> random.Random:
        return random.Random(f"{self.seed} {number}")


def kills(storm: Storm, numbers: Sequence[int]) -> Iterator[Case]:
    """Batches, each killed at random moments until it has been killed often or has ended.

    The table must be that of a batch left alone, and nothing but the table and its collection may be left.
    """
    photos = copy_photos(storm.folder / "photos", _PHOTOS)
    (photos / "photo-00007.jpg").write_bytes(b"not a picture")
    whole = storm.folder / "whole"
    start = time.monotonic()
    _batch(storm, photos, whole)
    duration_s = time.monotonic() - start
    for number in numbers:
        folder, rng = storm.folder / f"killed-{number}", storm.random(number)
        shutil.rmtree(folder, ignore_errors=True)
        moments = []
        for _ in range(_KILLS):
            process = _batch(storm, photos, folder, wait=False)
            moment = _kill_batch(process, folder, rng, duration_s)
            if moment is None:
                break
            moments.append(moment)
        process = _batch(storm, photos, folder)
        fault = None
        if process.returncode != 1:  # one of the photos is not a picture
            fault = f"exit {process.returncode}"
        elif _tables(folder) != _tables(whole):
            fault = "other tables"
        elif left := _names(folder) - _names(whole):
            fault = f"left behind: {sorted(left)}"
        if fault is None:
            shutil.rmtree(folder)
        yield Case(number, fault, kills=len(moments), note=", ".join(moments))


def _kill_batch(process: subprocess.Popen[str], folder: Path, rng: random.Random, duration_s: float) -> str | None:
    """Kill a batch at any time, or soon after some more rows; say when, or None if it ended before."""
    start, rows = time.monotonic(), _rows(folder / "out.csv")
    wait_s = rng.uniform(0.0, duration_s)
    if rows < _PHOTOS and rng.random() < 0.7:
        wait_s = rng.uniform(0.0, 0.1)
        rows = min(rows + rng.randint(1, 6), _PHOTOS)
        while process.poll() is None and _rows(folder / "out.csv") < rows:
            time.sleep(0.005)
    try:
        process.wait(wait_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return f"{_rows(folder / 'out.csv')} rows after {time.monotonic() - start:.1f} s"
    process.communicate()
    return None


def _batch(storm: Storm, photos: Path, folder: Path, *, wait: bool = True) -> subprocess.Popen[str]:
    folder.mkdir(exist_ok=True)
    process: subprocess.Popen[str] = subprocess.Popen(
        **facet_command(storm, "batch", photos, "--csv", folder / "out.csv", "--jsonl", folder / "out.jsonl")
    )
    if wait:
        process.communicate()
    return process


def _rows(table: Path) -> int:
    try:
        return sum(not line.startswith(b"#") for line in table.read_bytes().splitlines()) - 1
    except OSError:
        return 0


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _tables(folder: Path) -> list[list[dict[str, Any]]]:
    """The rows of both tables of a batch, without the times, which differ from run to run."""
    lines = (folder / "out.csv").read_text(encoding="utf-8").splitlines()
    rows: list[dict[str, Any]] = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    objects = [json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()[1:]]
    return [[{**row, "milliseconds": None} for row in table] for table in (rows, objects)]


def killed_trainings(storm: Storm, numbers: Sequence[int]) -> Iterator[Case]:
    """Trainings, each killed at random moments; resumed, their history and weights are those of one left alone."""
    data = made_csv(storm.folder / "data.csv", 100)
    recipe = storm.folder / "recipe.json"
    _write_recipe(recipe)
    whole = storm.folder / "whole"
    shutil.rmtree(whole, ignore_errors=True)
    start = time.monotonic()
    _train(storm, data, recipe, whole)
    duration_s = time.monotonic() - start
    for number in numbers:
        run, rng = storm.folder / f"killed-{number}", storm.random(number)
        shutil.rmtree(run, ignore_errors=True)
        moments = []
        for _ in range(_KILLS):
            process = _train(storm, data, recipe, run, wait=False)
            moment = _kill_training(process, run, rng, duration_s)
            if moment is None:
                break
            moments.append(moment)
        process = _train(storm, data, recipe, run)
        fault = f"exit {process.returncode}" if process.returncode else _difference(run, whole)
        if fault is None:
            shutil.rmtree(run)
        yield Case(number, fault, kills=len(moments), note=", ".join(moments))


def _write_recipe(path: Path) -> None:
    from core.model.bundle import InputSpec
    from core.training.recipe import Recipe, write_recipe

    write_recipe(
        path,
        Recipe(
            architecture="report-cnn",
            parameters={"blocks": 1, "width": 4, "dense": 16, "block_dropout": 0.1, "dropout": 0.1},
            input=InputSpec(size=16, channels=1),
            epochs=_EPOCHS,
            batch=16,
            learning_rate=0.005,
            averaging=0.9,
            seed=3,
        ),
    )


def _train(storm: Storm, data: Path, recipe: Path, run: Path, *, wait: bool = True) -> subprocess.Popen[str]:
    again = ("--resume",) if run.is_dir() else ("--recipe", recipe)
    command = facet_command(storm, "train", data, "--run", run, *again)
    # One thread adds numbers in one order.
    command["env"] |= {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1", "TF_DETERMINISTIC_OPS": "1"}
    process: subprocess.Popen[str] = subprocess.Popen(**command)
    if wait:
        process.communicate()
    return process


def _kill_training(process: subprocess.Popen[str], run: Path, rng: random.Random, duration_s: float) -> str | None:
    """Kill a training at any time, or soon after it has begun or an epoch has ended, or when it makes the model."""
    from core.training.run_folder import RECIPE

    start, seen = time.monotonic(), _epochs(run)
    # What is left after the last epoch is the model, which is made at no moment that could be seen from outside.
    wait_for = "nothing" if seen == _EPOCHS else rng.choice(("nothing", "recipe", "epoch", "epoch", "epoch", "end"))
    reached: dict[str, Callable[[], bool]] = {
        "nothing": lambda: True,
        "recipe": (run / RECIPE).is_file,
        "epoch": lambda: _epochs(run) > seen,
        "end": lambda: _epochs(run) == _EPOCHS,
    }
    wait_s = rng.uniform(0.0, duration_s) if wait_for == "nothing" else rng.choice((0.02, 0.1, 0.5)) * rng.random()
    while process.poll() is None and not reached[wait_for]():
        time.sleep(0.005)
    try:
        process.wait(wait_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return f"{_epochs(run)} epochs after {time.monotonic() - start:.1f} s"
    process.communicate()
    return None


def _epochs(run: Path) -> int:
    from core.training.run_folder import RunFolder

    return len(RunFolder(run).history())


def _difference(run: Path, whole: Path) -> str | None:
    """What differs between two finished trainings; None if they are the same."""
    import numpy as np

    from core.training.run_folder import RunFolder

    one, other = RunFolder(run), RunFolder(whole)
    if one.state != other.state:
        return f"{one.state}, not {other.state}"
    for row, same in zip(one.history(), other.history(), strict=False):
        for name in same.keys() - {"seconds", "images_per_second"}:
            if abs(row[name] - same[name]) > 1e-6:
                return f"{name} of epoch {same['epoch']} is {row[name]}, not {same[name]}"
    if len(one.history()) != len(other.history()):
        return f"{len(one.history())} epochs, not {len(other.history())}"
    weights, expected = one.checkpoint(), other.checkpoint()
    assert weights and expected
    for part in ("network", "optimizer", "averages", "best"):
        for array, same_array in zip(getattr(weights, part), getattr(expected, part), strict=True):
            if not np.allclose(array, same_array, atol=1e-6):
                return f"other weights in {part}"
    steps = _steps_of_events(run)
    if steps != _steps_of_events(whole):
        return f"the event files have the steps {steps}"
    # A resumed training has a further event file.
    left = {name for name in _names(run) - _names(whole) if not name.startswith(_EVENTS)}
    return f"left behind: {sorted(left)}" if left else None


def _steps_of_events(run: Path) -> list[int]:
    """The steps in all event files of a run, in order: one for the recipe, then each epoch once."""
    import tensorflow as tf

    steps = []
    for file in run.glob(f"{_EVENTS}*"):
        with contextlib.suppress(tf.errors.DataLossError):  # a killed process may leave part of a record
            for record in tf.data.TFRecordDataset(str(file)):
                event = tf.compat.v1.Event.FromString(record.numpy())
                if event.summary.value:
                    steps.append(event.step)
    return sorted(steps)


def batch(storm: Storm, numbers: Sequence[int]) -> Iterator[Case]:
    """One batch of as many photos as there are numbers, or what a stopped one left of it.

    Its memory must not grow by more than 20 MB between its first fifth and its end.
    """
    if not numbers:
        return
    count = len(numbers)
    photos = copy_photos(storm.folder / "photos", count)
    out = storm.folder / "out.csv"
    process = subprocess.Popen(**facet_command(storm, "batch", photos, "--csv", out))
    status = Path(f"/proc/{process.pid}/status")
    first_mb = most_mb = 0.0
    start, rows, seen = time.monotonic(), 0, 0
    while process.poll() is None:
        time.sleep(0.1)
        try:
            with out.open("rb") as table:
                table.seek(seen)
                new = table.read()
            peak_mb = next(int(line.split()[1]) for line in status.read_text().splitlines() if "VmHWM" in line) / 1024
        except (OSError, StopIteration):
            continue
        rows, seen = rows + new.count(b"\n"), seen + len(new)
        if rows < count / 5:
            Path(f"/proc/{process.pid}/clear_refs").write_text("5")  # begins a new peak
            first_mb = peak_mb
        most_mb = peak_mb
    process.communicate()
    fault = None
    if process.returncode or most_mb - first_mb > _FLAT_MB:
        fault = f"exit {process.returncode}, grew by {most_mb - first_mb:.0f} MB"
    note = f"{first_mb:.0f} MB at a fifth, {most_mb:.0f} MB at most from then on"
    print(note)
    yield from (Case(number) for number in numbers[:-1])
    yield Case(numbers[-1], fault, time.monotonic() - start, most_mb, note=note)


def user(storm: Storm, numbers: Sequence[int]) -> Iterator[Case]:
    """Commands of an ordinary user who may not read or write some folders: a reason and a documented exit code."""
    photos = copy_photos(storm.folder / "photos", 3)
    closed, home = storm.folder / "closed", storm.folder / "closed-home"
    commands: tuple[tuple[object, ...], ...] = (
        ("classify", photos),
        ("classify", photos, closed),
        ("classify", closed),
        ("classify", photos, "--csv", closed / "a.csv"),
        ("batch", photos, "--csv", closed / "a.csv"),
        ("batch", closed, "--csv", storm.folder / "b.csv"),
        ("models",),
        ("dataset", "inspect", closed),
        ("train", closed, "--run", closed / "run"),
    )
    for number in numbers:
        for folder in (closed, home):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o000)
        command = facet_command(storm, *commands[number % len(commands)])
        command["env"]["FACET_HOME"] = str(home)
        if os.getuid() == 0:
            command["args"] = [*_ORDINARY, *command["args"]]
        process: subprocess.Popen[str] = subprocess.Popen(**command)
        errors = process.communicate()[1]
        for folder in (closed, home):
            folder.chmod(0o700)
        bad = "Traceback" in errors or process.returncode not in (0, 1, 2, 3) or (process.returncode and not errors)
        yield Case(number, f"exit {process.returncode}: {errors[-300:]}" if bad else None)


def memory(storm: Storm, numbers: Sequence[int]) -> Iterator[Case]:
    """Trainings with too little memory, then resumed with enough: a reason first, a model afterwards.

    Where control groups can be made, each second training is killed by the system for want of memory; the others meet
    the end of their address space.
    """
    data = made_csv(storm.folder / "data.csv", 400)
    for number in numbers:
        run, rng = storm.folder / f"run-{number}", storm.random(number)
        shutil.rmtree(run, ignore_errors=True)
        words = ("train", data, "--preset", "quick", "--epochs", "2", "--run", run)
        command = facet_command(storm, *words)
        killing = number % 2 == 1 and os.access(_CGROUPS, os.W_OK)
        limit_mb = rng.randint(300, 500) if killing else rng.randint(1200, 6000)
        if killing:
            group = _CGROUPS / f"facet-storm-{os.getpid()}"
            group.mkdir()
            (group / "memory.limit_in_bytes").write_text(str(limit_mb << 20))
            enter = f'echo $$ > {group}/cgroup.procs; exec "$@"'
        else:
            enter = f'ulimit -v {limit_mb << 10}; exec "$@"'
        command["args"] = ["sh", "-c", enter, "sh", *command["args"]]
        process: subprocess.Popen[str] = subprocess.Popen(**command)
        errors = process.communicate()[1]
        if killing:
            group.rmdir()
        fault = None
        if process.returncode not in (0, -signal.SIGKILL) and not errors:
            fault = f"exit {process.returncode} without a reason"
        again = ("train", data, "--run", run, "--resume") if (run / "recipe.json").is_file() else words
        resumed: subprocess.Popen[str] = subprocess.Popen(**facet_command(storm, *again))
        errors = resumed.communicate()[1]
        if resumed.returncode:
            fault = f"resumed: exit {resumed.returncode}: {errors[-300:]}"
        killed = process.returncode == -signal.SIGKILL
        note = f"exit {process.returncode} with {limit_mb} MB"
        yield Case(number, fault, kills=int(killed), note=note)


def copy_photos(folder: Path, count: int) -> Path:
    """A folder of `count` small photos with one face each."""
    from PIL import Image

    from core.places import resource

    folder.mkdir(parents=True, exist_ok=True)
    first = folder / "photo-00000.jpg"
    with Image.open(resource("sample/astronaut.png")) as whole:
        whole.convert("RGB").resize((160, 160)).save(first)
    for number in range(1, count):
        shutil.copyfile(first, folder / f"photo-{number:05}.jpg")
    return folder


def made_csv(path: Path, rows: int) -> Path:
    """Data to train on: noise in the form of UTKFace's table."""
    rng = random.Random(1)
    lines = ["age,ethnicity,gender,img_name,pixels"]
    for row in range(rows):
        pixels = " ".join(str(rng.randrange(256)) for _ in range(48 * 48))
        lines.append(f"{20 + row % 50},{row % 5},{row % 2},face{row}.jpg,{pixels}")
    path.write_text("\n".join(lines) + "\n")
    return path


def facet_command(storm: Storm, *words: object) -> dict[str, Any]:
    """What `subprocess.Popen` takes to run a command of Facet with the settings of the storm."""
    environment = os.environ | {"PYTHONPATH": str(_ROOT), "FACET_HOME": str(storm.folder / "home")}
    return {
        "args": [sys.executable, "-m", "core.cli", *map(str, words)],
        "env": environment,
        "cwd": str(_ROOT),
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.PIPE,
        "text": True,
    }
