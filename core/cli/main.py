"""The command line: `facet-cli`, or `python -m core.cli.main`.

Exit codes: 0 success; 1 some photos could not be read; 2 wrong options or arguments; 3 nothing could be done, for
example because there is no usable model or the output cannot be written; 4 unexpected error; 130 stopped by Ctrl+C.
Any code but 0 and 130 comes with a reason on standard error.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

import core
from core.cli.batch import app as batch
from core.cli.boxes import app as boxes_by_hand
from core.cli.dataset import app as dataset
from core.cli.evaluate import app as evaluation
from core.cli.explain import app as explanation
from core.cli.models import app as models
from core.cli.terminal import BoxesOption, DetectorOption, MinScoreOption, RawOption, report_error
from core.cli.train import app as training
from core.files import local_path
from core.purpose import HEADER

if TYPE_CHECKING:
    from core.analysis import Analyzer, PhotoResult

_OK: Final = 0
_SOME_FAILED: Final = 1
_THREADS: Final = min(4, os.cpu_count() or 1)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog=HEADER,
    help="Say what a model perceives in the faces of photographs, and how sure it is.",
)
app.add_typer(dataset, name="dataset")
app.add_typer(training)
app.add_typer(evaluation)
app.add_typer(batch)
app.add_typer(explanation)
app.add_typer(boxes_by_hand)
app.add_typer(models)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `argv` is what follows the program's name."""
    from core.cli.terminal import prepare_streams

    prepare_streams()
    # The garbage collection at exit takes a tenth of the time of one photo.
    atexit.register(gc.freeze)
    try:
        app(args=None if argv is None else list(argv), prog_name="facet-cli")
        sys.stdout.flush()
    except SystemExit as e:
        if isinstance(e.__context__, BrokenPipeError):  # which typer turns into a silent exit
            return report_error(e.__context__)
        return e.code if isinstance(e.code, int) else 1
    except Exception as e:  # noqa: BLE001 - the last resort
        return report_error(e)
    return _OK


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"facet-cli {core.__version__}")
        raise typer.Exit


@app.callback()
def _facet_cli(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    from core.tidy import tidy_user_data

    tidy_user_data()


@app.command(epilog=HEADER)
def classify(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", parser=local_path, help="Photos, or folders of photos.")
    ],
    model: Annotated[str, typer.Option(help="A model's name, or the folder it lies in.")] = "",
    detector: DetectorOption = "thorough",
    min_score: MinScoreOption = 0.0,
    boxes: BoxesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per photo, each on a line.")] = False,
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a CSV file, one row per face, instead of a table.")
    ] = None,
    raw: RawOption = False,
) -> None:
    """Say what a model perceives in the faces of photos."""
    if as_json and csv:
        raise typer.BadParameter("--json and --csv cannot be used together; choose one.")
    from core.cli.terminal import refuse_input, reporting_errors
    from core.vision.imaging import SUFFIXES, load_ahead

    refuse_input(csv, *paths)
    if csv and csv.suffix.lower() in SUFFIXES:
        raise typer.BadParameter(f"--csv writes a table; {csv.name} is a picture's name.")
    with reporting_errors():
        photos = load_ahead(paths)
        analyzer = _load(model, detector, min_score, boxes)
        results = map(analyzer.answer, photos)
        if as_json:
            failed = _print_json(results, analyzer)
        elif csv:
            failed = _write_csv(csv, results, analyzer, raw=raw)
        else:
            failed = _print_table(results, analyzer)
    raise typer.Exit(_SOME_FAILED if failed else _OK)


def _load(model: str, detector: str, min_score: float, boxes: Path | None) -> Analyzer:
    from core.analysis import Analyzer
    from core.corrections import hand_boxes
    from core.model.bundle import DEFAULT, resolve_bundle
    from core.places import models_folders

    bundle = resolve_bundle(model or DEFAULT, models_folders())
    return Analyzer.load(bundle, threads=_THREADS, detector=detector, min_score=min_score, boxes=hand_boxes(boxes))


def _print_json(results: Iterator[PhotoResult], analyzer: Analyzer) -> int:
    from core.export import record

    failed = 0
    for result in results:
        failed += result.error is not None
        answered = record(result, analyzer.classifier.bundle.title) | {"detector": analyzer.detector_name}
        line = json.dumps(answered, ensure_ascii=False)
        sys.stdout.buffer.write(line.encode() + b"\n")
        sys.stdout.flush()
    return failed


def _write_csv(path: Path, results: Iterator[PhotoResult], analyzer: Analyzer, *, raw: bool) -> int:
    from core.export import write_csv

    done = list(_with_progress(results))
    write_csv(path, done, analyzer.classifier.bundle.manifest, analyzer.detector_name, raw=raw)
    return sum(result.error is not None for result in done)


def _print_table(results: Iterator[PhotoResult], analyzer: Analyzer) -> int:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Column, Table

    from core.cli.terminal import plain
    from core.export import answer_text
    from core.vision.decoding import NOTES

    attributes = analyzer.classifier.bundle.manifest.attributes
    perceived = [f"Perceived {escape(plain(attribute.title))}" for attribute in attributes.values()]
    table = Table(Column("Photo", overflow="fold"), "Face", *perceived, "Note", caption=HEADER)
    failed = 0
    for result in _with_progress(results):
        if result.analysis is None:
            failed += 1
            continue
        name = escape(plain(result.path))
        said = [NOTES[code] for code in result.notes]
        if not result.analysis.faces:
            table.add_row(name, "", *("" for _ in attributes), ", ".join(["no face was found", *said]))
        for number, face in enumerate(result.analysis.faces, start=1):
            answers = (escape(plain(answer_text(answer))) for answer in face.answers.values())
            notes = ", ".join([*face.reasons, *said])
            table.add_row(name, f"{number} of {len(result.analysis.faces)}", *answers, notes)
    if table.row_count:
        Console().print(table)
        Console().print(f"Model: {plain(analyzer.classifier.bundle.title)}", highlight=False, markup=False)
    return failed


def _with_progress(results: Iterator[PhotoResult]) -> Iterator[PhotoResult]:
    """The results, counted on standard error if that is a terminal; errors are always printed there."""
    from rich.console import Console

    from core.cli.terminal import plain

    console = Console(stderr=True, highlight=False)
    with console.status("Looking for faces ...") as status:
        for number, result in enumerate(results, start=1):
            status.update(f"{number} done ...")
            if result.error is not None:
                console.print(plain(str(result.error)), markup=False, soft_wrap=True)
            yield result
