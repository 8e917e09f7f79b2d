"""`facet-cli models`, `facet-cli export` and `facet-cli network`."""

from __future__ import annotations

import re
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from core.purpose import HEADER

if TYPE_CHECKING:
    from core.evaluation.external.process import AnswerPlace

_SOME_FAILED: Final = 1
_ANSWER: Final = re.compile(r"(?P<name>[a-z][a-z0-9_]*)(@(?P<output>[^=]+?)(:(?P<first>\d+))?)?=(?P<labels>.+)")

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


@app.command(epilog=HEADER)
def network(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A network made elsewhere: .onnx, .tflite, .keras, .h5.")
    ],
    form: Annotated[
        Path | None, typer.Option(metavar="FORM", help="A form written with --save, to begin with.")
    ] = None,
    size: Annotated[int | None, typer.Option(help="Side of its input in pixels.")] = None,
    layout: Annotated[Literal["NHWC", "NCHW"] | None, typer.Option(help="Whether colours come last or first.")] = None,
    colour: Annotated[Literal["rgb", "bgr", "grey"] | None, typer.Option(help="The order of its colours.")] = None,
    scaling: Annotated[
        Literal["0-255", "0-1", "-1-1", "imagenet", "own"] | None,
        typer.Option(help="The range of its values; own: --mean and --std."),
    ] = None,
    mean: Annotated[str, typer.Option(metavar="R,G,B", help="Subtracted from values of 0 to 255.")] = "",
    std: Annotated[str, typer.Option(metavar="R,G,B", help="Then they are divided by it.")] = "",
    framing: Annotated[
        Literal["aligned", "picture"] | None, typer.Option(help="Whether it is shown aligned faces or whole pictures.")
    ] = None,
    margin: Annotated[
        float | None, typer.Option(help="Added on each side of an aligned face, as a share of its width.")
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=LABEL,LABEL",
            help="What it answers, its labels in the order of its output; may be repeated. NAME@OUTPUT:FIRST=... says "
            "where the scores lie.",
        ),
    ] = None,
    save: Annotated[Path | None, typer.Option(metavar="FORM", help="Write the form to a JSON file, too.")] = None,
) -> None:
    """Say how a network made elsewhere is fed and read, so that `evaluate` can audit it.

    What is not given is taken from the last time, or guessed from the file. The network is run in a process of its own
    to check it, and the form is remembered for it. A wrong range, order of colours or order of labels cannot be seen
    from outside: check them. A file of Keras can hold code: take one only from people you trust.
    """
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from core.cli.terminal import plain, reporting_errors, stop_on_interrupt
    from core.errors import BundleError
    from core.evaluation.external.form import ExternalNetwork, parse_form, read_form, remember, remembered, write_form
    from core.evaluation.external.form import summary as form_summary
    from core.evaluation.external.process import NetworkProcess, outputs_text, shape_text
    from core.places import require_full

    given: dict[str, object] = {
        "size": size,
        "layout": layout,
        "colour": colour,
        "scaling": scaling or ("own" if mean or std else None),
        "mean": _numbers(mean, "--mean") or None,
        "std": _numbers(std, "--std") or None,
        "framing": framing,
        "margin": margin,
    }
    answers = dict(map(_answer, answer or ()))
    with reporting_errors(), stop_on_interrupt() as should_stop:
        require_full()
        kept = read_form(form) if form is not None else remembered(file)
        with (
            Console(stderr=True).status("Running the network ..."),
            NetworkProcess(file, should_stop=should_stop) as process,
        ):
            info = process.info
            typer.echo(
                plain(f"Input: {', '.join(f'{name} {shape_text(shape)}' for name, shape in info.inputs.items())}")
            )
            typer.echo(plain(f"Outputs: {outputs_text(info)}"))
            chosen = kept or process.guess()
            changes = {name: value for name, value in given.items() if value is not None}
            try:
                chosen = parse_form(chosen.model_dump() | changes)
            except ValueError as e:
                raise BundleError("network.run", path=file, reason=e) from e
            if answers:
                chosen = process.placed(chosen, answers)
            process.check(chosen)
        table = Table("Form", "given" if form or kept else "guessed, unless given")
        for name, value in form_summary(chosen):
            table.add_row(escape(plain(name)), escape(plain(value)))
        Console().print(table)
        remember(ExternalNetwork(file, chosen))
        if save is not None:
            write_form(save, chosen)


def _answer(text: str) -> tuple[str, AnswerPlace]:
    from core.evaluation.external.process import AnswerPlace

    found = _ANSWER.fullmatch(text)
    labels = tuple(filter(None, (label.strip() for label in found["labels"].split(",")))) if found else ()
    if found is None or len(labels) < 2:
        raise typer.BadParameter(f"--answer {text}: expected NAME=LABEL,LABEL, such as gender=Male,Female.")
    return found["name"], AnswerPlace(labels, found["output"] or "", int(found["first"]) if found["first"] else None)


def _numbers(text: str, option: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.split(",")) if text else ()
    except ValueError as e:
        raise typer.BadParameter(f"{option} {text}: expected one number, or three with commas between.") from e
