"""`facet-cli boxes`. Exit codes as in `core.cli.main`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.terminal import plain, reporting_errors
from core.files import local_path
from core.purpose import HEADER

if TYPE_CHECKING:
    from core.corrections import DetectionFigures

app = typer.Typer()


@app.command(epilog=HEADER)
def boxes(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", parser=local_path, help="The folder of corrections of the window.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say how many faces the detector missed or saw where there is none, by the boxes that you edited."""
    from rich.console import Console
    from rich.table import Column, Table

    from core.corrections import ONLY_EDITED, all_boxes, detection_figures

    with reporting_errors():
        figures = detection_figures(all_boxes(folder))
        if as_json:
            print(json.dumps({"detectors": [_record(one) for one in figures], "note": ONLY_EDITED}, indent=2))
            return
        if not figures:
            typer.echo(f"There are no boxes edited by hand in {plain(str(folder))}.")
            return
        right = (Column(name, justify="right") for name in ("Pictures", "Found", "Not faces", "Missed"))
        table = Table("Detector", *right, "Recall", "Precision", caption=ONLY_EDITED)
        for one in figures:
            counts = (str(count) for count in (one.pictures, one.found, one.not_faces, one.missed))
            table.add_row(
                plain(one.detector),
                *counts,
                _share(one.recall, one.recall_interval),
                _share(one.precision, one.precision_interval),
            )
        Console().print(table)


def _record(one: DetectionFigures) -> dict[str, Any]:
    return {
        **asdict(one),
        "recall": one.recall,
        "recall_interval": one.recall_interval,
        "precision": one.precision,
        "precision_interval": one.precision_interval,
    }


def _share(value: float | None, interval: tuple[float, float] | None) -> str:
    if value is None or interval is None:
        return "–"
    return f"{value:.0%} ({interval[0]:.0%} to {interval[1]:.0%})"
