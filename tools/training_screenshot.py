"""Draws docs/pictures/training.png: the training's window over the history of a real run. No face is in it.

    python tools/training_screenshot.py [runs/report-cnn] [--epochs 30] [--scheme dark] [--out training.png]

The history is a run's `history.jsonl`, replayed up to an epoch as if the training were under way.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parent.parent
SIZE: Final = (1000, 704)
_SHARE_OF_EPOCH: Final = 0.6

if TYPE_CHECKING:
    from core.training.events import Event
    from desktop.training.session import Order


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, nargs="?", default=ROOT / "runs" / "report-cnn")
    parser.add_argument("--epochs", type=int, help="how many to show as done; by default three quarters")
    parser.add_argument("--scheme", choices=("light", "dark"), default="light")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures" / "training.png")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_SCALE_FACTOR", "1.5")
    sys.path.insert(0, str(ROOT))
    rows = [json.loads(line) for line in (chosen.run / "history.jsonl").read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as home:
        os.environ["FACET_HOME"] = home
        draw(rows, chosen.epochs or len(rows) * 3 // 4, chosen.scheme, chosen.out, name=chosen.run.name)
    print(chosen.out)
    return 0


def draw(rows: Sequence[Mapping[str, float]], done: int, scheme: str, out: Path, *, name: str) -> None:
    """The window in the middle of the epoch after `done`, as a PNG."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    from core.training.presets import PRESETS
    from desktop.app.settings import Settings
    from desktop.app.translation import install_language
    from desktop.training.session import Order
    from desktop.training.training import Training
    from desktop.widgets.theme import install_theme

    app = QApplication([])
    app.setStyle("fusion")
    install_language(app, "en")
    install_theme(app, "dark" if scheme == "dark" else "light")
    recipe = PRESETS["report"].model_copy(update={"epochs": len(rows)})
    training = Training(
        QMainWindow(), Settings(), lambda: None, launch_process=lambda order: _Replay(order, rows, done)
    )
    training.session.start(Order(Path("data.csv"), recipe, Path(name)))
    while training.session.batch is None:
        app.processEvents()
    training.open()
    dialog = training.dialog
    assert dialog is not None
    dialog.resize(*SIZE)
    dialog.setFocus()
    for _ in range(10):
        app.processEvents()
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_suffix(".new.png")
    dialog.grab().save(str(beside))
    beside.replace(out)
    training.close()


class _Replay:
    """In place of a training: tells what another did."""

    def __init__(self, order: Order, rows: Sequence[Mapping[str, float]], done: int) -> None:
        self._rows, self._done = rows, done
        self._stopped = False

    def start(self) -> None:
        pass

    def events(self) -> Iterator[Event]:
        from core.training.events import BatchDone, Ended, EpochDone, answered_in

        for row in self._rows[: self._done]:
            yield EpochDone(row)
        under_way = self._rows[min(self._done, len(self._rows) - 1)]
        steps = 280
        yield BatchDone(
            self._done + 1,
            round(_SHARE_OF_EPOCH * steps),
            steps,
            under_way["loss"],
            {name: under_way[f"{name}_accuracy"] for name in answered_in(under_way)},
            under_way.get("images_per_second", 0.0),
        )
        import time

        while not self._stopped:
            time.sleep(0.02)
        yield Ended("cancelled", 0, self._done)

    def pause(self) -> None:
        pass

    def resume(self) -> None:
        pass

    def cancel(self) -> None:
        self._stopped = True

    def kill(self) -> None:
        self._stopped = True


if __name__ == "__main__":
    raise SystemExit(main())
