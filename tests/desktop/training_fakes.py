"""Stand-ins for a training: the events are the test's own, the window is the real one."""

from __future__ import annotations

import json
import math
import queue
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from core.training.events import BatchDone, Ended, EpochDone, Event, Failed
from core.training.presets import PRESETS
from core.training.recipe import write_recipe
from desktop.training.session import Order


def write_csv(path: Path, rows: int = 60, *, side: int = 48, seed: int = 1, bad: int = 0) -> Path:
    """A data set in the form of the UTKFace CSV, of made patterns; `bad` of its rows are cut short."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:side, :side] / side
    lines = ["age,ethnicity,gender,img_name,pixels"]
    for row in range(rows):
        gender, ethnicity = row % 2, (row // 2) % 5
        turn, wide = math.pi * ethnicity / 5, 3 + 4 * gender
        wave = np.sin(2 * math.pi * wide * (x * math.cos(turn) + y * math.sin(turn)) + rng.uniform(0, 6))
        round_ = np.exp(-((x - 0.5) ** 2 + (y - 0.5) ** 2) / 0.12)
        picture = 128 + 70 * wave * round_ + 20 * (round_ - 0.5) + rng.normal(0, 22, (side, side))
        pixels = np.clip(picture, 0, 255).astype(np.uint8).ravel().tolist()
        if row < bad:
            pixels = pixels[: side * side // 2]
        lines.append(f"{20 + row % 50},{ethnicity},{gender},made{row}.jpg,{' '.join(map(str, pixels))}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_table(inside: Path) -> Path:
    """Twenty faces with gender 1 and 2, a column of words, one of ids, and one of cameras."""
    folder = inside / "faces"
    folder.mkdir()
    lines = ["photo,gender,hair,id,camera"]
    for at in range(20):
        noise = np.random.default_rng(at).integers(0, 256, (6, 6, 3), dtype=np.uint8)
        Image.fromarray(cv2.resize(noise, (60, 60), interpolation=cv2.INTER_CUBIC)).save(folder / f"{at}.png")
        lines.append(f"{at}.png,{1 + at % 2},{['long', 'short'][at // 2 % 2]},x{at},{'AB'[at % 2]}")
    (folder / "faces.csv").write_text("\n".join(lines) + "\n")
    return folder / "faces.csv"


def row(epoch: int, *, seed: int = 2) -> dict[str, float]:
    """The row of an epoch of a training that begins to overfit after its tenth."""
    rng = np.random.default_rng((seed, epoch))
    loss = 0.55 + 1.6 * math.exp(-epoch / 9)
    late = 0.012 * max(0, epoch - 10)
    gender = 0.905 - 0.16 * math.exp(-epoch / 4) + float(rng.normal(0, 0.004))
    ethnicity = 0.77 - 0.25 * math.exp(-epoch / 4) - 0.2 * late**2 + float(rng.normal(0, 0.006))
    return {
        "epoch": epoch,
        "learning_rate": 0.001,
        "loss": loss,
        "gender_accuracy": 0.93 - 0.2 * math.exp(-epoch / 6) + 0.001 * epoch,
        "ethnicity_accuracy": 0.9 - 0.4 * math.exp(-epoch / 9),
        "images_per_second": 2900.0,
        "validation_loss": loss + late + 0.03 + float(rng.normal(0, 0.015)) - 0.1 * math.exp(-epoch / 3),
        "validation_gender_accuracy": gender,
        "validation_ethnicity_accuracy": ethnicity,
        "score": (gender + ethnicity) / 2,
        "seconds": 8.0,
    }


def batch(epoch: int, step: int, steps: int = 280) -> BatchDone:
    done = row(epoch)
    blur = 0.03 / math.sqrt(step)
    return BatchDone(
        epoch,
        step,
        steps,
        done["loss"] + 2 * blur * math.sin(step),
        {
            "gender": done["gender_accuracy"] + blur * math.cos(step),
            "ethnicity": done["ethnicity_accuracy"] + blur * math.sin(2 * step),
        },
        2900.0,
    )


class FakeProcess:
    """Tells what the test says, and notes what it is told."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.heard: list[str] = []
        self._events: queue.Queue[Event] = queue.Queue()

    def say(self, *events: Event) -> None:
        for event in events:
            self._events.put(event)

    def say_epochs(self, first: int, last: int) -> None:
        self.say(*(EpochDone(row(epoch)) for epoch in range(first, last + 1)))

    def start(self) -> None:
        self.heard.append("start")

    def events(self) -> Iterator[Event]:
        while True:
            event = self._events.get(timeout=60)
            yield event
            if isinstance(event, Ended | Failed):
                return

    def pause(self) -> None:
        self.heard.append("pause")

    def resume(self) -> None:
        self.heard.append("resume")

    def cancel(self) -> None:
        self.heard.append("cancel")

    def kill(self) -> None:
        self.heard.append("kill")
        self.say(Failed("run.crashed", {}, "The training ended without a word."))


class FakeLaunch:
    """Makes fake processes; the newest is `process`."""

    def __init__(self) -> None:
        self.processes: list[FakeProcess] = []

    def __call__(self, order: Order) -> FakeProcess:
        self.processes.append(FakeProcess(order))
        return self.processes[-1]

    @property
    def process(self) -> FakeProcess:
        return self.processes[-1]


def make_run(folder: Path, epochs: int, *, ended: dict[str, object] | None = None, seed: int = 2) -> Path:
    """A run as core writes it, without its model."""
    folder.mkdir(parents=True)
    write_recipe(folder / "recipe.json", PRESETS["report"])
    lines = [json.dumps(row(epoch, seed=seed)) for epoch in range(1, epochs + 1)]
    (folder / "history.jsonl").write_text("\n".join(lines) + "\n")
    (folder / "data.json").write_text(json.dumps({"path": str(folder / "gone.csv")}))
    if ended is not None:
        (folder / "ended.json").write_text(json.dumps(ended))
    return folder
