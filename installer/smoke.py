"""Tries a frozen program as somebody who has just installed it, and fails on any word nobody expects.

    python -m installer.smoke dist/viewer/facet --flavour viewer

An empty home, hardly any environment, a screen of its own (Xvfb): a photo on the command line, a photo in the window
from the start to an exported table, a frame captured from a video likewise, and an epoch of a training, as the window
starts one, whose model then answers. Of the viewer: that it says kindly that it cannot. Needs Xvfb and xdotool, and is
for Linux.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from core.places import resource
from core.training.events import Ended, EpochDone
from core.training.presets import PRESETS
from core.training.process import TrainingProcess
from core.vision.imaging import read_image
from installer.contents import FLAVOURS

PHOTO: Final = resource("sample/astronaut.png")
HEIC: Final = Path(__file__).resolve().parents[1] / "tests" / "core" / "data" / "quadrants.heic"
_PATIENCE_S: Final = 120.0
_SIDE_PX: Final = 48
_ROWS: Final = 200
_FPS: Final = 15
_SECONDS: Final = 2

Environment = Mapping[str, str]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m installer.smoke", description="Try a frozen program.")
    parser.add_argument("program", type=Path, help="its folder")
    parser.add_argument("--flavour", choices=FLAVOURS, required=True)
    options = parser.parse_args(argv)
    program = options.program.resolve()
    with tempfile.TemporaryDirectory(prefix="facet-smoke-") as name:
        home = Path(name)
        environment = clean_environment(home)
        steps: list[Callable[[Path, Path, Environment], None]] = [classify, start_first, export, capture]
        steps += [train, measure] if options.flavour == "full" else [refuse_to_train]
        for step in steps:
            step(program, home, environment)
            print(f"{step.__name__}: as expected")


def clean_environment(home: Path) -> dict[str, str]:
    """What a program finds that a desktop starts for a new user; nothing of the Python that runs this."""
    return {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "XDG_RUNTIME_DIR": str(home)}


def classify(program: Path, home: Path, environment: Environment) -> None:
    """The command line answers for a photo."""
    told = _run([program / "facet-cli", "classify", PHOTO, "--json"], environment)
    faces = json.loads(told)["faces"]
    _expect(len(faces) == 1, f"one face, not {told}")
    # HEIC is decoded in a process of its own, which the program starts from itself.
    heic = json.loads(_run([program / "facet-cli", "classify", HEIC, "--json"], environment))
    _expect(heic["width"] == 60, f"a picture, not {heic}")
    _expect(not any(home.iterdir()), "nothing left behind")


def start_first(program: Path, home: Path, environment: Environment) -> None:
    """The first start shows its page, and closes when asked."""
    with _screen(environment) as screen, _started([program / "facet"], screen) as facet:
        _press(_window(facet, "^Facet$", screen), "ctrl+q", screen)
        _wait_for(lambda: facet.poll() is not None, "the end of the program")


def export(program: Path, home: Path, environment: Environment) -> None:
    """The window answers for a photo and writes a table of it."""
    _confirm_purpose(home)
    with _screen(environment) as screen, _started([program / "facet", PHOTO], screen) as facet:
        rows = _exported(facet, _window(facet, "astronaut.png", screen), home / "answers.csv", screen)
    _expect(len(rows) == 1 and Path(rows[0]["path"]) == PHOTO, f"one row for the photo, not {rows}")


def capture(program: Path, home: Path, environment: Environment) -> None:
    """The window shows a video, and answers for a frame that is captured from it."""
    _confirm_purpose(home)
    video = _made_video(home / "moving.mp4")
    with _screen(environment) as screen, _started([program / "facet", video], screen) as facet:
        shown = _window(facet, "moving.mp4", screen)

        def ask() -> bool:
            _press(shown, "Return", screen)
            return bool(_windows(facet, "moving 0:00", screen))

        _wait_for(ask, "a frame that can be captured", every_s=1.0)
        rows = _exported(facet, _window(facet, "moving 0:00", screen), home / "frames.csv", screen)
    _expect({(row["path"], row["face"]) for row in rows} == {("moving 0:00", "0")}, f"a face in the frame, not {rows}")


def _confirm_purpose(home: Path) -> None:
    data = home / ".local" / "share" / "Facet"
    data.mkdir(parents=True, exist_ok=True)
    (data / "window.ini").write_text("[purpose]\nconfirmed=1\n", encoding="utf-8")


def _exported(facet: subprocess.Popen[str], window: str, table: Path, screen: Environment) -> list[dict[str, str]]:
    """The rows of the table that the window writes of its photos; then it is closed."""

    def ask() -> bool:
        _press(window, "ctrl+e", screen)
        return bool(_windows(facet, "Export the answers", screen))

    _wait_for(ask, "an answer that can be exported", every_s=1.0)
    dialog = _window(facet, "Export the answers", screen)
    _xdotool(["windowfocus", "--sync", dialog, "key", "ctrl+a"], screen)
    _xdotool(["type", "--delay", "20", str(table)], screen)
    _xdotool(["key", "Return"], screen)
    _wait_for(table.is_file, "the exported table")
    _press(window, "ctrl+q", screen)
    _wait_for(lambda: facet.poll() is not None, "the end of the program")
    lines = [line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def train(program: Path, home: Path, environment: Environment) -> None:
    """A process of the program trains for an epoch, as the window would let it, and its model answers."""
    run = home / "run"
    recipe = PRESETS["quick"].model_copy(update={"epochs": 1})
    os.environ.clear()
    os.environ.update(environment)
    # What a frozen program is to itself.
    sys.executable, sys.frozen = str(program / "facet"), True  # type: ignore[attr-defined]
    process = TrainingProcess(_made_faces(home / "made.csv"), recipe, run)
    process.start()
    events = list(process.events())
    _expect(isinstance(events[-1], Ended), f"an orderly end, not {events[-1]}")
    _expect(sum(isinstance(event, EpochDone) for event in events) == 1, "one epoch")
    model = next(run.rglob("manifest.json")).parent
    told = _run([program / "facet-cli", "classify", PHOTO, "--json", "--model", model], environment)
    _expect(len(json.loads(told)["faces"]) == 1, f"one face, not {told}")


def measure(program: Path, home: Path, environment: Environment) -> None:
    """What else the full program brings libraries for: tables in Parquet, figures by group, a search for a recipe."""
    facet, data = program / "facet-cli", _made_faces(home / "made.csv")
    _run([facet, "batch", PHOTO, "--parquet", home / "answers.parquet"], environment, said=r"1 of 1 photos done.*\n")
    _run([facet, "evaluate", "report-cnn", data, "--audit", "--html", home / "audit.html"], environment)
    _run(
        [facet, "tune", data, "--trials", "1", "--epochs", "1", "--run", home / "search"],
        environment,
        said=r"0: score.*\n",
    )
    for made in ("answers.parquet", "audit.html", "search/best.json"):
        _expect((home / made).is_file(), made)


def refuse_to_train(program: Path, home: Path, environment: Environment) -> None:
    """The viewer says that it cannot train, and no traceback."""
    data = _made_faces(home / "made.csv")
    for command in (["train", data], ["evaluate", "report-cnn", data]):
        done = subprocess.run(
            [program / "facet-cli", *command], env=environment, capture_output=True, text=True, check=False
        )
        _expect(done.returncode == 3 and done.stdout == "", f"exit code 3, not {done}")
        _expect(done.stderr.startswith("This is the Facet viewer") and done.stderr.count("\n") == 1, done.stderr)


def _run(command: Sequence[str | Path], environment: Environment, *, said: str = "") -> str:
    """What it answers; `said` is the form of what it says beside that."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    _expect(done.returncode == 0 and re.fullmatch(said, done.stderr) is not None, f"no complaint: {done}")
    return done.stdout


@contextlib.contextmanager
def _started(command: Sequence[str | Path], environment: Environment) -> Iterator[subprocess.Popen[str]]:
    """A program that is expected to say nothing and to end well; killed if it has not ended."""
    facet = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True
    )
    try:
        yield facet
    finally:
        ended = facet.poll() is not None
        facet.kill()
        said = facet.communicate()[0]
        if said:
            print(said, file=sys.stderr)
    _expect(ended and facet.returncode == 0 and not said, f"silence and exit code 0, not {facet.returncode}")


@contextlib.contextmanager
def _screen(environment: Environment) -> Iterator[dict[str, str]]:
    """The environment with a screen of its own."""
    ready, told = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-screen", "0", "1440x900x24", "-displayfd", str(told), "-nolisten", "tcp"],
        pass_fds=[told],
        stderr=subprocess.DEVNULL,
    )
    try:
        os.close(told)
        with os.fdopen(ready) as number:
            yield {**environment, "DISPLAY": f":{number.readline().strip()}"}
    finally:
        server.terminate()
        server.wait()


def _window(facet: subprocess.Popen[str], name: str, screen: Environment) -> str:
    _wait_for(lambda: facet.poll() is not None or _windows(facet, name, screen), f"a window called {name}")
    found = _windows(facet, name, screen)
    _expect(bool(found), f"a window called {name}")
    return found[0]


def _windows(facet: subprocess.Popen[str], name: str, screen: Environment) -> list[str]:
    command = ["xdotool", "search", "--onlyvisible", "--all", "--pid", str(facet.pid), "--name", name]
    return subprocess.run(command, env=screen, capture_output=True, text=True, check=False).stdout.split()


def _press(window: str, keys: str, screen: Environment) -> None:
    # Without a window manager nobody hands over the keyboard.
    _xdotool(["windowfocus", "--sync", window, "key", "--clearmodifiers", keys], screen)


def _xdotool(words: Sequence[str], screen: Environment) -> None:
    subprocess.run(["xdotool", *words], env=screen, check=True, timeout=_PATIENCE_S)


def _wait_for(happened: Callable[[], object], what: str, *, every_s: float = 0.1) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not happened():
        _expect(time.monotonic() < end, what)
        time.sleep(every_s)


def _expect(held: bool, what: str) -> None:
    if not held:
        raise SystemExit(f"expected {what}")


def _made_video(path: Path) -> Path:
    """The photo, as long as it takes to look at it."""
    frame = cv2.cvtColor(read_image(PHOTO), cv2.COLOR_RGB2BGR)
    height, width = frame.shape[:2]
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), _FPS, (width, height))
    for _ in range(_FPS * _SECONDS):
        video.write(frame)
    video.release()
    return path


def _made_faces(path: Path) -> Path:
    """A data set in the form of UTKFace's CSV, of noise."""
    noise = np.random.default_rng(1)
    lines = ["age,ethnicity,gender,img_name,pixels"]
    for row in range(_ROWS):
        pixels = " ".join(map(str, noise.integers(0, 256, _SIDE_PX * _SIDE_PX)))
        lines.append(f"30,{row % 5},{row // 5 % 2},made{row}.jpg,{pixels}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
