"""How long a view of 100,000 faces waits: filter, sort, count, and scroll the grid.

Processor time is measured. `QT_QPA_PLATFORM=offscreen python -m benchmarks.collection` needs no screen. With `--second`
a second model has answered all faces too.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measure import machine, print_table
from core.collection.layout import write_collection
from core.collection.rows import UNCERTAIN, Filter, SortKey
from core.collection.second import ANY
from core.collection.view import Collection
from core.export import with_second
from core.schema import ATTRIBUTES
from core.vision.quality import REASONS

FACES = 100_000
FACES_A_PHOTO = 4
ROUNDS = 5
FRAMES = 200


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.collection"
        begin = time.process_time()
        second = "--second" in sys.argv[1:]
        asked = {**ASKED, "about": with_second(ASKED["about"], ASKED["about"])} if second else ASKED
        write_collection(path, asked, made_photos(second=second))
        rows = [("write", f"{time.process_time() - begin:.1f} s, {path.stat().st_size / 1e6:.0f} MB")]
        with Collection(path) as collection:
            queries = _queries(collection) | (_second_queries(collection) if second else {})
            rows += [(name, f"{_measured_ms(query):.0f} ms") for name, query in queries.items()]
            rows += _scrolled(collection)
    print_table(f"{FACES} faces ({machine()})", rows)


ASKED: dict[str, Any] = {
    "about": {"model": "made 1", "model_sha256": "0" * 64, "thresholds": "gender 0.600, ethnicity 0.600"},
    "thresholds": {},
}


def made_photos(*, second: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
    """Photos with random answers, a tenth of them uncertain, of one model or two."""
    random = np.random.default_rng(1)
    for number in range(FACES // FACES_A_PHOTO):
        faces = []
        for at in range(FACES_A_PHOTO):
            face: dict[str, Any] = {"box": [40.0 * at, 20.0, 40.0 * at + 36, 60.0], "score": 0.9}
            face |= _answers(random)
            if second:
                face["second"] = _answers(random)
            reasons = [code for code in REASONS if random.random() < 0.03]
            face["quality"] = {"reasons": reasons}
            faces.append(face)
        record = {"path": "", "width": 400, "height": 200, "milliseconds": 9.0, "error": None, "faces": faces}
        yield f"/photos/{number // 1000}/IMG_{number}.jpg", record


def _answers(random: np.random.Generator) -> dict[str, Any]:
    answers = {}
    for name in ("gender", "ethnicity"):
        labels = ATTRIBUTES[name].labels
        label = labels[random.integers(len(labels))]
        certainty = random.uniform(0.5, 1.0)
        probabilities = dict.fromkeys(labels, (1 - certainty) / (len(labels) - 1)) | {label: certainty}
        answers[name] = {"label": label, "uncertain": certainty < 0.55, "probabilities": probabilities}
    return answers


def _second_queries(collection: Collection) -> dict[str, Callable[[], object]]:
    return {
        "filter by where the models differ": lambda: collection.find(Filter(differing=ANY)),
        "sort by how much they differ": lambda: collection.find(Filter(), SortKey(difference=True), descending=True),
        "counts beside each choice, where they differ": lambda: collection.counts(Filter(differing=ANY)),
    }


def _queries(collection: Collection) -> dict[str, Callable[[], object]]:
    female = Filter({"gender": "Female"})
    return {
        "all, in the order of the photos": lambda: collection.find(Filter()),
        "filter by an answer": lambda: collection.find(female),
        "filter by two answers": lambda: collection.find(Filter({"gender": "Female", "ethnicity": UNCERTAIN})),
        "filter by certainty": lambda: collection.find(Filter(certainty={"gender": (0.5, 0.6)})),
        "filter by a reason": lambda: collection.find(Filter(quality="dark")),
        "filter by size": lambda: collection.find(Filter(least_px=30)),
        "filter by name": lambda: collection.find(Filter(name="img_12")),
        "sort by an answer": lambda: collection.find(Filter(), SortKey("ethnicity")),
        "sort by size": lambda: collection.find(Filter(), SortKey()),
        "sort by certainty, descending": lambda: collection.find(
            Filter(), SortKey("gender", certainty=True), descending=True
        ),
        "counts beside each choice": lambda: collection.counts(female),
        "histogram of certainty": lambda: collection.histogram("gender", female),
        "summary": collection.summary,
    }


def _measured_ms(query: Callable[[], object]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        query()
        seconds.append(time.process_time() - begin)
    return 1000 * statistics.median(seconds)


def _scrolled(collection: Collection) -> list[tuple[str, str]]:
    """Frames of both views while they scroll: over all rows in large steps, and by some lines as with a wheel."""
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from desktop.faces.chips import CHIP_PX, FACE_PX
    from desktop.faces.face_model import FaceModel
    from desktop.faces.face_views import FaceGrid, FaceTable
    from desktop.widgets.theme import Theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    Theme(app)
    picture = QImage(CHIP_PX, CHIP_PX, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(0xFF336699)
    picture.setDevicePixelRatio(CHIP_PX / FACE_PX)
    model = FaceModel()
    model.chip_wanted.connect(lambda chip: model.set_chip(chip, picture))
    model.show(collection)
    while not model.rowCount():
        app.processEvents()
    rows = []
    for name, view in (("grid", FaceGrid(model)), ("table", FaceTable(model))):
        view.resize(1280, 720)
        view.show()
        bar = view.verticalScrollBar()
        for way, step in (("from end to end", bar.maximum() / FRAMES), ("by 60 pixels", 60.0)):
            milliseconds = []
            for frame in range(FRAMES):
                begin = time.process_time()
                bar.setValue(round(step * frame))
                view.grab()
                milliseconds.append(1000 * (time.process_time() - begin))
            longest = np.percentile(milliseconds, 95)
            text = f"{statistics.median(milliseconds):.1f} ms, 95 % {longest:.1f} ms"
            rows.append((f"scroll the {name} {way}, a frame", text))
        view.close()
    model.close_threads()
    return rows


if __name__ == "__main__":
    main()
