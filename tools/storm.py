"""Storms: thousands of damaged files, kills and starts, to see what brings Facet down.

    python -m tools.storm pictures --count 1000 --folder /tmp/storm

Each storm is seeded, notes every case in `FOLDER/NAME.jsonl` and goes on there when called again. It prints its figures
and exits with 1 if there was a fault. `docs/reliability.md` has the counts that were run.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from core.places import shipped
from tools.storm_child import Case, Child, copy_photos, made_csv, mutate, picture_bases

_ROOT: Final = Path(__file__).resolve().parent.parent
_FLAT_MB: Final = 20
_CAPABILITIES: Final = "-dac_override,-dac_read_search"
_ORDINARY: Final = ("setpriv", f"--bounding-set={_CAPABILITIES}", f"--inh-caps={_CAPABILITIES}")
"""Takes from root what makes it read and write everything."""


@dataclass(frozen=True, slots=True)
class Storm:
    """What every case of a storm needs.

    Args:
        folder: Scratch folder of the storm.
        seed: With the number of a case it decides what the case does.
    """

    folder: Path
    seed: int

    def random(self, number: int) -> random.Random:
        return random.Random(f"{self.seed} {number}")


def pictures(storm: Storm, count: int, done: int) -> list[Case]:
    """Damaged pictures of every format, read in a child process with limits."""
    bases = sorted(picture_bases().items())

    def make(number: int) -> Path:
        name, content = bases[number % len(bases)]
        path = storm.folder / f"{number:06}.{name}"
        path.write_bytes(mutate(content, storm.random(number)))
        return path

    return _in_children("picture", storm, range(done, count), make)


def bundles(storm: Storm, count: int, done: int) -> list[Case]:
    """Damaged models and archives of models, imported in a child process."""
    from core.model.library import export_model

    archive = storm.folder / "whole.facet"
    export_model(shipped("models") / "report-cnn", archive)
    whole = archive.read_bytes()

    def make(number: int) -> Path:
        from tools.storm_child import damaged_archive

        rng = storm.random(number)
        path = storm.folder / f"{number:06}.facet"
        path.write_bytes(mutate(whole, rng) if number % 3 == 0 else damaged_archive(archive, rng))
        return path

    return _in_children("bundle", storm, range(done, count), make)


def settings(storm: Storm, count: int, done: int) -> list[Case]:
    """Damaged settings, session, journal, recipe and split files, each opened by the code that reads it."""

    def make(number: int) -> Path:
        from tools.storm_child import kept_files

        name, content = kept_files()[number % len(kept_files())]
        path = storm.folder / f"{number:06}" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(mutate(content, storm.random(number)))
        return path

    return _in_children("kept", storm, range(done, count), make)


def _in_children(kind: str, storm: Storm, numbers: range, make: Callable[[int], Path]) -> list[Case]:
    cases = []
    child = Child(kind, storm.folder)
    try:
        for number in numbers:
            path = make(number)
            fault, seconds, peak_mb = child.ask(path)
            cases.append(Case(number, fault, seconds, peak_mb))
            if fault is None:  # what made a fault is kept to look at
                shutil.rmtree(path.parent) if path.parent != storm.folder else path.unlink()
            _note(storm, cases[-1])
    finally:
        child.close()
    return cases


def kills(storm: Storm, count: int, done: int) -> list[Case]:
    """A batch killed at random moments until it ends; its table must be that of a batch left alone."""
    photos = copy_photos(storm.folder / "photos", 40)
    whole = _table(_cli(storm, "batch", photos, "--csv", storm.folder / "whole.csv"), storm.folder / "whole.csv")
    cases = []
    for number in range(done, count):
        out, rng, killed = storm.folder / f"killed-{number}.csv", storm.random(number), 0
        while True:
            process = subprocess.Popen(**_command(storm, "batch", photos, "--csv", out))
            try:
                process.communicate(timeout=rng.uniform(0.2, 6) + killed)
                break
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                killed += 1
        fault = None if _table(process, out) == whole else f"another table after {killed} kills"
        cases.append(_note(storm, Case(number, fault, killed, 0)))
    return cases


def windows(storm: Storm, count: int, done: int) -> list[Case]:
    """The window killed `count` times while it answers 320 photos, and opened again: each is to be answered once."""
    if done:
        return []
    photos, home = copy_photos(storm.folder / "photos", 320), storm.folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    (home / "window.ini").write_text("[purpose]\nconfirmed=1\n[settings]\nversion=1\n")
    command = _command(storm, photos) | {"args": [sys.executable, "-m", "desktop", str(photos)]}
    command["env"] |= {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    session, start = home / "open" / "answers.facet-collection", time.monotonic()
    for number in range(count + 1):
        process = subprocess.Popen(**command)
        more = 320 if number == count else storm.random(number).randint(1, 2 * 320 // (count + 2))
        wanted = min(320, _answered(session)[0] + more)
        while process.poll() is None and _answered(session)[0] < wanted and time.monotonic() - start < 1800:
            time.sleep(0.1)
        time.sleep(storm.random(-number).uniform(0, 0.3))
        process.kill()
        process.communicate()
        print(f"kill {number + 1}: {_answered(session)[0]} photos answered", flush=True)
    answered, rows, ever = _answered(session)
    fault = None if answered == 320 and rows == ever else f"{answered} photos, {rows} rows, {ever} rows ever written"
    return [_note(storm, Case(count - 1, fault, time.monotonic() - start, 0))]


def _answered(collection: Path) -> tuple[int, int, int]:
    """How many photos and rows a collection has, and how many rows it ever had."""
    try:
        with contextlib.closing(sqlite3.connect(f"{collection.as_uri()}?mode=ro", uri=True, timeout=10)) as db:
            tables = "photo", "row"
            photos, rows = (db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)
            ever = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'row'").fetchone()
        return photos, rows, ever[0] if ever else 0
    except sqlite3.Error:
        return 0, 0, 0


def starts(storm: Storm, count: int, done: int) -> list[Case]:
    """Starts of the window with 500 photos; an unexpected error in its log is a fault."""
    photos = copy_photos(storm.folder / "photos", 500)
    cases = []
    for number in range(done, count):
        home = storm.folder / "home"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        (home / "window.ini").write_text("[purpose]\nconfirmed=1\n[settings]\nversion=1\n")
        command = _command(storm, photos) | {"args": [sys.executable, "-m", "desktop", str(photos)]}
        command["env"] |= {"FACET_HOME": str(home), "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
        process = subprocess.Popen(**command)
        start, ended = time.monotonic(), False
        while time.monotonic() - start < 6 and not ended:
            time.sleep(0.1)
            ended = process.poll() is not None
        process.send_signal(signal.SIGTERM)
        errors = process.communicate()[1]
        log = home / "facet.log"
        errors += log.read_text(errors="replace") if log.is_file() else ""
        fault = "ended by itself" if ended else None
        if "Traceback" in errors or "unexpected error" in errors:
            fault = errors[-500:]
        cases.append(_note(storm, Case(number, fault, time.monotonic() - start, 0)))
    return cases


def batch(storm: Storm, count: int, done: int) -> list[Case]:
    """One batch of `count` photos whose memory must not grow by more than 20 MB after its first fifth."""
    if done:
        return []
    photos = copy_photos(storm.folder / "photos", count)
    out = storm.folder / "out.csv"
    process = subprocess.Popen(**_command(storm, "batch", photos, "--csv", out))
    sizes: list[tuple[int, float]] = []
    while process.poll() is None:
        time.sleep(0.5)
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
            rows = out.read_bytes().count(b"\n")
        except OSError:
            continue
        held = next((line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")), None)
        if held:
            sizes.append((rows, int(held) / 1024))
    process.communicate()
    late = [mb for rows, mb in sizes if rows >= count / 5]
    growth = max(late) - late[0] if late else float("inf")
    print(f"memory after a fifth: {late[0] if late else 0:.0f} MB, most after that: {max(late, default=0):.0f} MB")
    fault = (
        None if process.returncode == 0 and growth <= _FLAT_MB else f"exit {process.returncode}, grew {growth:.0f} MB"
    )
    return [_note(storm, Case(count - 1, fault, 0, max(late, default=0)))]


def user(storm: Storm, count: int, done: int) -> list[Case]:
    """Commands of an ordinary user who may not read or write some folders: a reason and a documented exit code."""
    photos = copy_photos(storm.folder / "photos", 3)
    closed, home = copy_photos(storm.folder / "closed", 1), storm.folder / "closed-home"
    home.mkdir(exist_ok=True)
    for folder in (closed, home):
        folder.chmod(0o000)
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
    cases = []
    for number in range(done, count):
        command = _command(storm, *commands[number % len(commands)])
        command["env"]["FACET_HOME"] = str(home)
        if os.getuid() == 0:
            command["args"] = [*_ORDINARY, *command["args"]]
        process = subprocess.Popen(**command)
        errors = process.communicate()[1]
        bad = "Traceback" in errors or process.returncode not in (0, 1, 2, 3) or (process.returncode and not errors)
        fault = f"exit {process.returncode}: {errors[-300:]}" if bad else None
        cases.append(_note(storm, Case(number, fault, 0, 0)))
    for folder in (closed, home):
        folder.chmod(0o700)
    return cases


def memory(storm: Storm, count: int, done: int) -> list[Case]:
    """Trainings with too little memory, then resumed with enough: a reason first, a model afterwards."""
    data = made_csv(storm.folder / "data.csv", 120)
    cases = []
    for number in range(done, count):
        run = storm.folder / f"run-{number}"
        words = ("train", data, "--preset", "quick", "--epochs", "2", "--run", run)
        limit = storm.random(number).randint(1200, 6000) << 20
        command = _command(storm, *words)
        command["args"] = ["sh", "-c", f'ulimit -v {limit >> 10}; exec "$@"', "sh", *command["args"]]
        process = subprocess.Popen(**command)
        errors = process.communicate()[1]
        fault = None
        if process.returncode and not errors:
            fault = f"exit {process.returncode} without a reason at {limit >> 20} MB"
        again = ("--resume",) if (run / "recipe.json").is_file() else ()
        resumed = _cli(storm, *words[:2], "--run", run, *again) if again else _cli(storm, *words)
        if resumed.returncode:
            fault = f"resumed: exit {resumed.returncode}"
        cases.append(_note(storm, Case(number, fault, limit >> 20, 0)))
    return cases


def _command(storm: Storm, *words: object) -> dict[str, Any]:
    environment = os.environ | {"PYTHONPATH": str(_ROOT), "FACET_HOME": str(storm.folder / "home")}
    return {
        "args": [sys.executable, "-m", "core.cli", *map(str, words)],
        "env": environment,
        "cwd": str(_ROOT),
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.PIPE,
        "text": True,
    }


def _cli(storm: Storm, *words: object) -> subprocess.Popen[str]:
    process: subprocess.Popen[str] = subprocess.Popen(**_command(storm, *words))
    process.communicate()
    return process


def _table(process: subprocess.Popen[str], path: Path) -> list[str]:
    if process.returncode:
        return [f"exit {process.returncode}"]
    # Times differ from run to run.
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    drop = [i for i, name in enumerate(lines[0].split(",")) if name in ("milliseconds", "made")]
    return [",".join(cell for i, cell in enumerate(line.split(",")) if i not in drop) for line in lines]


def _note(storm: Storm, case: Case) -> Case:
    with storm.folder.with_suffix(".jsonl").open("a", encoding="utf-8") as journal:
        journal.write(json.dumps(case.to_json() | {"seed": storm.seed}) + "\n")
    if case.fault:
        print(f"fault in case {case.number}: {case.fault}", flush=True)
    return case


STORMS: Final[dict[str, tuple[Callable[[Storm, int, int], list[Case]], int]]] = {
    "pictures": (pictures, 1000),
    "bundles": (bundles, 1000),
    "kills": (kills, 10),
    "windows": (windows, 10),
    "starts": (starts, 100),
    "settings": (settings, 5000),
    "batch": (batch, 10_000),
    "user": (user, 9),
    "memory": (memory, 3),
}
"""What each storm does, and how many cases it has unless another count is asked for."""


def run_storm(name: str, folder: Path, *, count: int | None = None, seed: int = 1) -> int:
    """Run a storm from where its journal ends, print its figures, and return how many faults it has met in all."""
    run, usual = STORMS[name]
    storm = Storm(folder / name, seed)
    storm.folder.mkdir(parents=True, exist_ok=True)
    journal = storm.folder.with_suffix(".jsonl")
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.is_file() else []
    before = [Case.from_json(held) for line in lines if (held := json.loads(line))["seed"] == seed]
    cases = before + run(storm, count or usual, len(before))
    faults = sum(case.fault is not None for case in cases)
    slowest = max((case.seconds for case in cases), default=0)
    most_mb = max((case.peak_mb for case in cases), default=0)
    print(f"{name}: {len(cases)} cases, {faults} faults, slowest {slowest:.1f}, {most_mb:.0f} MB at most, seed {seed}")
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("storm", choices=STORMS)
    parser.add_argument("--count", type=int, help="cases in all, those of earlier calls among them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, required=True, help="scratch files and the journal")
    chosen = parser.parse_args()
    return 1 if run_storm(chosen.storm, chosen.folder.absolute(), count=chosen.count, seed=chosen.seed) else 0


if __name__ == "__main__":
    sys.exit(main())
