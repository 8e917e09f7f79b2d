"""`facet-cli dataset`: inspect, audit, check, convert and download labelled data."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from core.cli.terminal import (
    AsLabelledOption,
    DetectorOption,
    RawOption,
    plain,
    refuse_input,
    reporting_errors,
    stop_on_interrupt,
)
from core.places import require_full
from core.purpose import HEADER

if TYPE_CHECKING:
    from rich.console import Console

    from core.datasets.audit import Audit
    from core.datasets.dataset import FaceDataset, SkippedRow
    from core.datasets.groups import DataWarning
    from core.datasets.label_issues import LabelIssue
    from core.datasets.utkface import Converted
    from core.schema import Column
    from core.work import Progress, ShouldStop

_SOME_SKIPPED: Final = 1
_SHOWN: Final = 10
_ISSUES_SHOWN: Final = 50

app = typer.Typer(
    no_args_is_help=True, epilog=HEADER, help="Inspect, audit, check, convert and download labelled faces."
)

_DATA: Final = "A CSV, Parquet, tar or JSON file, a zip archive, or a folder."
Data = Annotated[Path, typer.Argument(metavar="DATA", help=_DATA)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")]


class Features(StrEnum):
    """Whose features label issues are found by."""

    AUTO = "auto"
    MODEL = "model"
    START = "start"


class Form(StrEnum):
    """A form that other tools read."""

    PARQUET = "parquet"
    CSV = "csv"
    FOLDERS = "folders"


@app.command(epilog=HEADER)
def inspect(data: Data, as_json: Json = False, as_labelled: AsLabelledOption = False) -> None:
    """Show what the data contain, what is missing in them, and which rows cannot be read."""
    with reporting_errors():
        dataset = open_data(data, as_labelled=as_labelled)
        if as_json:
            _print_json(_summary(dataset))
        else:
            _print_summary(dataset)


@app.command(epilog=HEADER)
def audit(
    data: Data,
    as_json: Json = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write an HTML page.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a CSV file, one row per picture.")] = None,
    raw: RawOption = False,
    as_labelled: AsLabelledOption = False,
) -> None:
    """Find copies, contradicting labels and unusable pictures; count faces by group."""
    from core.datasets.audit import audit as audit_dataset
    from core.datasets.audit_report import write_csv, write_html

    refuse_input(html, data)
    refuse_input(csv, data)
    with reporting_errors():
        dataset = open_data(data, as_labelled=as_labelled)
        with _bar("Examining pictures") as progress:
            found = audit_dataset(dataset, progress=progress)
        if html is not None:
            write_html(html, found)
        if csv is not None:
            write_csv(csv, found, raw=raw)
        if as_json:
            _print_json(found.summary())
        else:
            _print_audit(found)


@app.command(epilog=HEADER)
def issues(
    data: Data,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list instead of a table.")] = False,
    attribute: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Check only this attribute; can be repeated.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Show only the first; by default 50 in the table, all in JSON."),
    ] = None,
    features: Annotated[
        Features,
        typer.Option(
            help="What the labels are compared by: model, the default model's features; start, those of the network it "
            "started from, which has learned from no such labels; auto, model unless it learned from these pictures."
        ),
    ] = Features.AUTO,
    as_labelled: AsLabelledOption = False,
) -> None:
    """List labels that are probably wrong, worst first; contradicting copies before all others. Ctrl+C stops it."""
    from core.datasets.audit import audit as audit_dataset
    from core.datasets.decisions import Decisions
    from core.datasets.label_issues import find_label_issues
    from core.training.face_features import Source, face_features, unseen_source

    with reporting_errors(), stop_on_interrupt() as should_stop:
        require_full()
        decided = {} if as_labelled else Decisions(data).by_name
        dataset = open_data(data, as_labelled=as_labelled, should_stop=should_stop)
        with _bar("Examining pictures") as progress:
            found = audit_dataset(dataset, progress=progress, should_stop=should_stop)
        chosen: dict[Features, Source] = {Features.MODEL: "model", Features.START: "start"}
        source = chosen.get(features) or unseen_source(dataset, should_stop=should_stop)
        with _bar("Finding faces") as finding, _bar("Comparing faces") as progress:
            faces = face_features(dataset, source, find_progress=finding, progress=progress, should_stop=should_stop)
        with _bar("Checking labels") as progress:
            listed = find_label_issues(
                dataset,
                faces.values,
                faces.usable,
                exact_groups=found.exact_groups,
                near_groups=found.near_groups,
                attributes=attribute or (),
                progress=progress,
                should_stop=should_stop,
            )
        listed = tuple(one for one in listed if (one.name, one.attribute) not in decided)
        if as_json:
            _print_json([one.as_json() for one in listed[:limit]])
        else:
            _print_issues(dataset, listed, limit or _ISSUES_SHOWN)


@app.command(epilog=HEADER)
def convert(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help=_DATA)],
    destination: Annotated[
        Path | None, typer.Argument(metavar="[OUT]", help="A file ending in .csv, or a folder, in UTKFace's own forms.")
    ] = None,
    to: Annotated[Form | None, typer.Option("--to", help="The form, with --out.")] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FOLDER", help="A new folder; a data card is written too."),
    ] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only so many rows, drawn at random, always the same.")
    ] = None,
    detector: DetectorOption = "thorough",
    raw: RawOption = False,
    as_labelled: AsLabelledOption = False,
) -> None:
    """Write labelled faces in another form: with --to for other tools, otherwise as UTKFace's CSV or pictures."""
    from core.datasets.export import export_dataset, sampled
    from core.datasets.utkface import to_csv, to_folder

    if (to is None) != (out is None) or (out is None) == (destination is None):
        raise typer.BadParameter("Give either --to and --out, or OUT alone.")
    with reporting_errors(), stop_on_interrupt() as should_stop:
        dataset = open_data(source, as_labelled=as_labelled, should_stop=should_stop)
        if sample is not None:
            dataset = sampled(dataset, sample)
        with _bar("Converting") as progress:
            if to is not None and out is not None:
                done = export_dataset(dataset, out, to, raw=raw, progress=progress, should_stop=should_stop)
            elif destination is not None and destination.suffix.lower() == ".csv":
                done = to_csv(
                    dataset, destination, detector=detector, raw=raw, progress=progress, should_stop=should_stop
                )
            else:
                assert destination is not None  # checked above
                done = to_folder(dataset, destination, progress=progress, should_stop=should_stop)
    _print_converted(done)
    raise typer.Exit(_SOME_SKIPPED if done.skipped else 0)


@app.command(epilog=HEADER)
def columns(
    data: Data,
    use: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Read these and all data with the same columns as FILE states.")
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Forget what was stated.")] = False,
) -> None:
    """Print what the columns of a table mean, as JSON to edit; state it with --use."""
    from core.datasets.column_choice import (
        columns_json,
        propose,
        read_columns,
        remember_columns,
        remembered_columns,
        sample,
    )
    from core.datasets.open import raw_table
    from core.errors import DataError

    with reporting_errors():
        raw = raw_table(data)
        if raw is None:
            raise DataError("data.no_columns", path=data)
        if use is not None or forget:
            remember_columns(raw, None if use is None else read_columns(use))
        stated = remembered_columns(raw)
        proposal = propose(raw, sample(raw))
        chosen = stated or proposal.columns
        if chosen is None:
            raise DataError("data.no_pictures", path=data, columns=", ".join(raw.header))
    for reason in () if stated else proposal.unclear:
        typer.echo(f"unclear: {plain(reason)}", err=True)
    typer.echo(columns_json(chosen).decode(), nl=False)


@app.command(epilog=HEADER)
def get(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="kaggle:OWNER/NAME, a Google Drive share link, or an address.")
    ],
    destination: Annotated[Path, typer.Argument(metavar="DEST", help="A folder.")],
    sha256: Annotated[str | None, typer.Option(metavar="HEX", help="Expected SHA-256 of the file.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before connecting.")] = False,
) -> None:
    """Download data after confirmation; a partial download is resumed."""
    from core.datasets.get import Offer, get_data

    def confirm(offer: Offer) -> bool:
        kept = f" ({offer.there_bytes / 1e6:.0f} MB already received)" if offer.there_bytes else ""
        text = f"Connect to {offer.source} and download {offer.what}{kept} to {offer.destination}?"
        return yes or typer.confirm(text, err=True)

    with reporting_errors(), _bar("Downloading", in_bytes=True) as progress:
        path = get_data(source, destination, confirm=confirm, sha256=sha256, progress=progress)
    typer.echo(str(path))


def open_data(*paths: Path, as_labelled: bool = False, should_stop: ShouldStop | None = None) -> FaceDataset:
    """Open data sets as one, with a progress bar."""
    from core.datasets.open import open_datasets

    with _bar("Reading", in_bytes=True) as progress:
        return open_datasets(paths, as_labelled=as_labelled, progress=progress, should_stop=should_stop)


@contextlib.contextmanager
def _bar(title: str, *, in_bytes: bool = False) -> Iterator[Progress]:
    """A progress bar on standard error, if that is a terminal; shown from the first progress on, after any question."""
    from rich import progress as bars
    from rich.console import Console

    columns = [bars.TextColumn(title), bars.BarColumn(), bars.TaskProgressColumn(), bars.TimeRemainingColumn()]
    if in_bytes:
        columns.append(bars.DownloadColumn())
    console = Console(stderr=True)
    shown = bars.Progress(*columns, console=console, transient=True)
    task = shown.add_task(title, total=None)

    def show(done: int, total: int) -> None:
        if console.is_terminal:
            shown.start()
            shown.update(task, completed=done, total=total or None)

    try:
        yield show
    finally:
        if shown.live.is_started:
            shown.stop()


def _summary(dataset: FaceDataset) -> dict[str, object]:
    from core.datasets.declared_sides import sides_of
    from core.datasets.groups import data_warnings, occurring

    return {
        "title": dataset.title,
        "terms": dataset.terms,
        "rows": len(dataset),
        "aligned": dataset.aligned,
        "counts": occurring(dataset.columns),
        "own_sides": sides_of(dataset),
        "decisions": None if dataset.decided is None else dataset.decided.summary(),
        "skipped": [{"name": row.name, "reason": row.reason} for row in dataset.skipped],
        "warnings": [warning.as_json() for warning in data_warnings(dataset)],
    }


def _print_json(content: object) -> None:
    sys.stdout.buffer.write(json.dumps(content, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()


def _print_summary(dataset: FaceDataset) -> None:
    from rich.console import Console

    from core.datasets.declared_sides import sides_of
    from core.datasets.groups import data_warnings

    console = Console(highlight=False)
    console.print(f"{dataset.title}: {len(dataset):,} rows. {dataset.terms}", markup=False)
    if dataset.decided:
        missed = f" {dataset.decided.missed:,} decisions are about other pictures." if dataset.decided.missed else ""
        console.print(f"Labels as decided: {dataset.decided}.{missed}", markup=False)
    if sides := sides_of(dataset):
        counts = ", ".join(f"{count:,} {side}" for side, count in sides.items())
        tested = "test" if "test" in sides else "validation"
        console.print(f"The data declare a split: {counts}. A training tests on the {tested} side.", markup=False)
    _print_columns(console, dataset.columns)
    print_warnings(data_warnings(dataset))
    _print_skipped(dataset.skipped)


def _print_columns(console: Console, columns: Mapping[str, Column]) -> None:
    """Print one table per column."""
    from rich.markup import escape
    from rich.table import Table

    from core.datasets.groups import occurring
    from core.schema import ATTRIBUTES

    for name, counts in occurring(columns).items():
        title = plain(columns[name].attribute.title)
        table = Table(escape(f"Perceived {title}" if name in ATTRIBUTES else title[:1].upper() + title[1:]), "Rows")
        for label, count in counts.items():
            table.add_row(escape(plain(label)), f"{count:,}")
        console.print(table)


def _print_issues(dataset: FaceDataset, issues: Sequence[LabelIssue], limit: int) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table("Picture", "Attribute", "Label", "Suggested", "Certainty", "Score")
    for issue in issues[:limit]:
        certainty = "copy" if issue.kind == "contradiction" else f"{issue.certainty:.0%}"
        titles = (issue.name, dataset.columns[issue.attribute].attribute.title, issue.label, issue.suggested)
        table.add_row(*(escape(plain(text)) for text in titles), certainty, f"{issue.score:.3f}")
    console = Console(highlight=False)
    console.print(table)
    hidden = len(issues) - limit
    console.print(f"{len(issues):,} labels to check." + (f" The first {limit:,} are shown." if hidden > 0 else ""))


def _print_audit(audit: Audit) -> None:
    from rich.console import Console
    from rich.table import Table

    summary = audit.summary()
    table = Table("", "Pictures", "Groups", "Contradicting groups")
    for title, key in (("Exact copies", "exact"), ("Near copies, including exact ones", "near")):
        counts = summary[key]
        table.add_row(title, *(f"{value:,}" for value in counts.values()))  # type: ignore[attr-defined]
    for key in ("rows", "unreadable", "blank"):
        table.add_row(key.capitalize(), f"{summary[key]:,}")
    console = Console(highlight=False)
    console.print(table)
    _print_columns(console, audit.columns)
    print_warnings(audit.warnings)


def print_warnings(warnings: Iterable[DataWarning]) -> None:
    """Print warnings about the data on standard error."""
    for warning in warnings:
        typer.echo(f"warning: {plain(str(warning))}", err=True)


def _print_converted(done: Converted) -> None:
    typer.echo(f"{done.rows} rows written to {done.path}", err=True)
    _print_skipped(done.skipped)


def _print_skipped(skipped: tuple[SkippedRow, ...]) -> None:
    for row in skipped[:_SHOWN]:
        typer.echo(f"skipped: {row.name}: {row.reason}", err=True)
    if len(skipped) > _SHOWN:
        typer.echo(f"skipped: {len(skipped) - _SHOWN} more", err=True)
