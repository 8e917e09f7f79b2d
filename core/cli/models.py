"""`facet-cli models` and `facet-cli export`."""

from __future__ import annotations

import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from core.purpose import HEADER

_SOME_FAILED: Final = 1

app = typer.Typer()


class FormName(StrEnum):
    """A form of an exported model."""

    ONNX = "onnx"
    KERAS = "keras"
    SAVED_MODEL = "savedmodel"
    TFLITE = "tflite"


@app.command(epilog=HEADER)
def models() -> None:
    """List the models that can be used."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Column, Table

    from core.cli.terminal import plain
    from core.errors import BundleError
    from core.model.bundle import find_bundles, read_manifest
    from core.places import models_folders

    table = Table("Model", "Version", "Made", "What it is", Column("Folder", overflow="fold"))
    refused = 0
    for name, path in find_bundles(models_folders()).items():
        try:
            manifest = read_manifest(path)
            told = (name, manifest.version, manifest.created, manifest.description, str(path))
            table.add_row(*(escape(plain(text)) for text in told))
        except BundleError as e:
            refused += 1
            typer.echo(plain(str(e)), err=True)
    Console().print(table)
    raise typer.Exit(_SOME_FAILED if refused else 0)


@app.command(epilog=HEADER)
def export(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A model's name, or the folder it lies in.")],
    to: Annotated[FormName, typer.Option(help="The form: ONNX, Keras, TensorFlow's SavedModel, or LiteRT.")],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="A new folder for the network and its description.")],
) -> None:
    """Write a model for other programs, with its calibration, and check the written file by running it."""
    from core.cli.terminal import plain, reporting_errors
    from core.cli.training_progress import diverted
    from core.model.bundle import load_bundle, resolve_bundle
    from core.places import models_folders, require_full
    from core.tidy import own_temporary_folder

    with reporting_errors(), own_temporary_folder():
        require_full()
        bundle = load_bundle(resolve_bundle(model, models_folders()))
        from core.training.portable import export_portable

        with tempfile.TemporaryDirectory() as log, diverted(Path(log)):
            worst = export_portable(bundle, to.value, out)
        typer.echo(plain(f"{out}: probabilities differ by at most {worst:.1e} from the network's."))
