"""`facet-cli batch`. Exit codes as in `core.cli.main`."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from core.cli.terminal import (
    NOTHING_DONE,
    STOPPED,
    BoxesOption,
    DetectorOption,
    MinScoreOption,
    RawOption,
    plain,
    reporting_errors,
    stop_on_interrupt,
)
from core.files import local_path
from core.purpose import HEADER
from core.work import core_count

if TYPE_CHECKING:
    from core.collection.progress import BatchEnd, BatchProgress
    from core.collection.tables import Outputs
    from core.collection.workers import AnswersPhotos

_OK: Final = 0
_SOME_FAILED: Final = 1
_STOPPED_TEXT: Final = "Stopped. Everything done is kept; call the same command again and it goes on."

app = typer.Typer()


@app.command(epilog=HEADER)
def batch(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="FOLDER...", help="Folders of photos, or photos; also s3://bucket/folder or gs://..."),
    ],
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Write CSV, one row per face.")] = None,
    jsonl: Annotated[Path | None, typer.Option(metavar="FILE", help="Write JSON Lines, one line per face.")] = None,
    parquet: Annotated[Path | None, typer.Option(metavar="FILE", help="Write Parquet, once at the end.")] = None,
    model: Annotated[str, typer.Option(help="A model's name, or the folder it lies in.")] = "",
    second_model: Annotated[
        str, typer.Option(help="Another model, which answers the same faces; its columns are second_...")
    ] = "",
    detector: DetectorOption = "thorough",
    min_score: MinScoreOption = 0.0,
    boxes: BoxesOption = None,
    raw: RawOption = False,
    threads: Annotated[
        int | None, typer.Option(min=1, max=256, help="Photos at a time; by default one per core.")
    ] = None,
    cluster: Annotated[
        str,
        typer.Option(
            metavar="auto|ADDRESS",
            help="Answer the photos on a Ray cluster that reads them from the same paths; auto is one on this machine.",
        ),
    ] = "",
) -> None:
    """Say what a model perceives in the faces of many photos, as a table.

    Ctrl+C stops it. Called again, whatever stopped it, it goes on where it was, and takes in photos that are new.
    """
    wanted = [path.absolute() for path in (csv, jsonl, parquet) if path is not None]
    if not wanted:
        raise typer.BadParameter("say where to write: --csv FILE, --jsonl FILE or --parquet FILE.")
    if len(set(wanted)) < len(wanted):
        raise typer.BadParameter("two tables cannot be one file; give each its own name.")
    from core.collection.object_store import is_address
    from core.collection.tables import Outputs

    sources = [one if is_address(one) else local_path(one) for one in paths]
    code = NOTHING_DONE
    with stop_on_interrupt(_STOPPED_TEXT) as should_stop:
        try:
            with reporting_errors():
                outputs = Outputs(csv, jsonl, parquet, raw)
                code = _run(
                    sources,
                    outputs,
                    (model, second_model),
                    detector,
                    min_score,
                    boxes,
                    threads or core_count(),
                    cluster,
                    should_stop,
                )
        except typer.Exit as e:
            code = e.exit_code
            raise
        finally:
            _leave_behind(code)
    raise typer.Exit(code)


def _run(
    paths: list[Path | str],
    outputs: Outputs,
    models: tuple[str, str],
    detector: str,
    min_score: float,
    boxes: Path | None,
    threads: int,
    cluster: str,
    should_stop: Callable[[], bool],
) -> int:
    from core.analysis import Analyzer
    from core.collection.batch import run_batch
    from core.corrections import hand_boxes
    from core.model.bundle import DEFAULT, resolve_bundle
    from core.places import models_folders

    bundle = resolve_bundle(models[0] or DEFAULT, models_folders())
    second = resolve_bundle(models[1], models_folders()) if models[1] else None
    load = partial(Analyzer.load, detector=detector, min_score=min_score, boxes=hand_boxes(boxes))
    with _cluster(cluster, bundle, detector, min_score, boxes) as workers, _shown() as show:
        end = run_batch(
            paths,
            outputs,
            partial(load, bundle),
            threads=threads,
            make_second=partial(load, second) if second else None,
            cluster=workers,
            progress=show,
            should_stop=should_stop,
        )
    _tell(end, outputs, second=bool(second))
    if end.reason == "stopped":
        return STOPPED
    return _SOME_FAILED if end.failed else _OK


@contextlib.contextmanager
def _cluster(
    address: str, bundle: Path, detector: str, min_score: float, boxes: Path | None
) -> Iterator[Callable[[], AnswersPhotos] | None]:
    """Makes what answers photos on a cluster; None without an address."""
    if not address:
        yield None
        return
    from core.cluster import AnalyzerSpec, ClusterWorkers, connected
    from core.model.bundle import load_bundle

    spec = AnalyzerSpec(load_bundle(bundle), detector, min_score, boxes and boxes.absolute())
    with connected(address):
        yield lambda: ClusterWorkers(spec)


def _tell(end: BatchEnd, outputs: Outputs, *, second: bool) -> None:
    from core.collection.rows import UNCERTAIN
    from core.collection.view import Collection

    into = ", ".join(plain(str(path)) for path in outputs.paths)
    kept = f", {end.kept} of them before" if end.kept else ""
    typer.echo(
        f"{end.done} of {end.total} photos done{kept}; faces: {end.faces}, failed: {end.failed}; written to {into}",
        err=True,
    )
    if end.vanished:
        typer.echo(f"Photos answered before that are not among these: {end.vanished}; their rows were kept.", err=True)
    if end.moved:
        typer.echo(f"Of these, photos now in another place: {end.moved}; they were answered again there.", err=True)
    if end.changed:
        typer.echo(f"Photos changed since they were answered: {end.changed}; they were answered again.", err=True)
    if end.reason == "stopped":
        typer.echo(_STOPPED_TEXT, err=True)
        return
    with Collection.of_table(outputs.first) as collection:
        attributes, summary = collection.attributes, collection.summary()
    for name, shares in summary.groups.items():
        typer.echo(f"Perceived {plain(attributes[name].title)}, with 95 % intervals")
        for label, share in shares.items():
            group = "uncertain" if label == UNCERTAIN else plain(label)
            typer.echo(f"  {group:<10} {share.count:>7}  {share.share:6.1%}  ({share.low:.1%} to {share.high:.1%})")
    for name, one in summary.agreeing.items() if second else ():
        title = plain(attributes[name].title)
        typer.echo(f"Both models agree on perceived {title} for {one.count} of {one.whole} faces ({one.share:.1%})")


@contextlib.contextmanager
def _shown() -> Iterator[Callable[[BatchProgress], None]]:
    """A bar on standard error where that is a terminal; errors are said there in any case."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[left]}"))
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("Photos", total=None, left="")

        def show(now: BatchProgress) -> None:
            left = "" if now.left_s is None else f"{_duration(now.left_s)} left"
            if now.second_missing:
                left = f"second model: {now.second_missing} to go {left}"
            bar.update(task, completed=now.done, total=now.total, left=left)
            if now.newest is not None and now.newest["error"] is not None:
                console.print(plain(now.newest["error"]), markup=False, soft_wrap=True)

        yield show


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _leave_behind(code: int) -> None:
    """End the program now where a thread is still at a photo: an orderly end would wait for it, or crash in it."""
    from core.collection.workers import THREAD

    if any(thread.name == THREAD for thread in threading.enumerate()):
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)
