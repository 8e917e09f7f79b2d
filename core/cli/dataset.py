"""`facet-cli dataset`: looking over, converting and getting labelled data."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from core.cli.terminal import DetectorOption, plain, refuse_input, told_errors
from core.purpose import HEADER

if TYPE_CHECKING:
    from rich.console import Console

    from core.datasets.audit import Audit
    from core.datasets.convert import Converted
    from core.datasets.dataset import FaceDataset, SkippedRow
    from core.schema import Column
    from core.work import Progress

_SOME_LEFT_OUT: Final = 1
_SHOWN: Final = 10

app = typer.Typer(no_args_is_help=True, epilog=HEADER, help="Look over, convert and get labelled faces.")

Data = Annotated[Path, typer.Argument(metavar="DATA", help="A CSV file, a zip archive, or a folder.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")]


@app.command(epilog=HEADER)
def inspect(data: Data, as_json: Json = False) -> None:
    """Say what the data are, how many rows can be read, and which cannot and why."""
    with told_errors():
        dataset = _open(data)
        if as_json:
            _print_json(_summary(dataset))
        else:
            _print_summary(dataset)


@app.command(epilog=HEADER)
def audit(
    data: Data,
    as_json: Json = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page to read.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a CSV file, a row a picture.")] = None,
) -> None:
    """Find copies, contradicting labels, and pictures that cannot be used; count who is in the data."""
    from core.datasets.audit import audit as audit_dataset
    from core.datasets.audit_report import write_csv, write_html

    refuse_input(html, data)
    refuse_input(csv, data)
    with told_errors():
        dataset = _open(data)
        with _bar("Looking over") as progress:
            found = audit_dataset(dataset, progress=progress)
        if html is not None:
            write_html(html, found)
        if csv is not None:
            write_csv(csv, found)
        if as_json:
            _print_json(found.summary())
        else:
            _print_audit(found)


@app.command(epilog=HEADER)
def convert(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="A CSV file, a zip archive, or a folder.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A file ending in .csv, or a folder for pictures.")],
    detector: DetectorOption = "thorough",
) -> None:
    """Make the UTKFace CSV of pictures, or pictures of a CSV."""
    from core.datasets.convert import to_csv, to_folder

    with told_errors():
        dataset = _open(source)
        with _bar("Converting") as progress:
            if out.suffix.lower() == ".csv":
                done = to_csv(dataset, out, detector=detector, progress=progress)
            else:
                done = to_folder(dataset, out, progress=progress)
    _print_converted(done)
    raise typer.Exit(_SOME_LEFT_OUT if done.skipped else 0)


@app.command(epilog=HEADER)
def get(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="kaggle:OWNER/NAME, a Google Drive share link, or an address.")
    ],
    destination: Annotated[Path, typer.Argument(metavar="DEST", help="A folder.")],
    sha256: Annotated[str | None, typer.Option(metavar="HEX", help="What the file's SHA-256 must be.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before connecting.")] = False,
) -> None:
    """Get data, after asking; what was half there is gone on with."""
    from core.datasets.download import Offer
    from core.datasets.get import get_data

    def confirm(offer: Offer) -> bool:
        kept = f" ({offer.there_bytes / 1e6:.0f} MB of it are there)" if offer.there_bytes else ""
        text = f"Connect to {offer.source} and get {offer.what}{kept} as {offer.destination}?"
        return yes or typer.confirm(text, err=True)

    with told_errors(), _bar("Getting", in_bytes=True) as progress:
        path = get_data(source, destination, confirm=confirm, sha256=sha256, progress=progress)
    typer.echo(str(path))


def _open(path: Path) -> FaceDataset:
    from core.datasets.open import open_dataset

    with _bar("Reading", in_bytes=True) as progress:
        return open_dataset(path, progress=progress)


@contextlib.contextmanager
def _bar(title: str, *, in_bytes: bool = False) -> Iterator[Progress]:
    """A bar on standard error where that is a terminal, from the first progress on: a question may come before it."""
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
    from core.datasets.groups import occurring

    return {
        "title": dataset.title,
        "terms": dataset.terms,
        "rows": len(dataset),
        "aligned": dataset.aligned,
        "counts": occurring(dataset.columns),
        "skipped": [{"name": row.name, "reason": row.reason} for row in dataset.skipped],
    }


def _print_json(content: object) -> None:
    sys.stdout.buffer.write(json.dumps(content, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()


def _print_summary(dataset: FaceDataset) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    console.print(f"{dataset.title}: {len(dataset):,} rows. {dataset.terms}", markup=False)
    _print_columns(console, dataset.columns)
    _print_skipped(dataset.skipped)


def _print_columns(console: Console, columns: Mapping[str, Column]) -> None:
    """A table per column."""
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


def _print_audit(audit: Audit) -> None:
    from rich.console import Console
    from rich.table import Table

    summary = audit.summary()
    table = Table("", "Pictures", "Groups", "Contradicting groups")
    for title, key in (("Exact copies", "exact"), ("Near copies, exact among them", "near")):
        counts = summary[key]
        table.add_row(title, *(f"{value:,}" for value in counts.values()))  # type: ignore[attr-defined]
    for key in ("rows", "unreadable", "blank"):
        table.add_row(key.capitalize(), f"{summary[key]:,}")
    console = Console(highlight=False)
    console.print(table)
    _print_columns(console, audit.columns)


def _print_converted(done: Converted) -> None:
    typer.echo(f"{done.rows} rows written to {done.path}", err=True)
    _print_skipped(done.skipped)


def _print_skipped(skipped: tuple[SkippedRow, ...]) -> None:
    for row in skipped[:_SHOWN]:
        typer.echo(f"left out: {row.name}: {row.reason}", err=True)
    if len(skipped) > _SHOWN:
        typer.echo(f"left out: {len(skipped) - _SHOWN} more", err=True)
