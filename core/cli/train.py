"""`facet-cli train` and `facet-cli tune`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from core.cli.terminal import STOPPED, AsLabelledOption, DetectorOption, reporting_errors, stop_on_interrupt
from core.places import require_full
from core.purpose import HEADER

if TYPE_CHECKING:
    from core.training.recipe import Recipe

_DEFAULT_PRESET: Final = "report"

app = typer.Typer()

Data = Annotated[Path, typer.Argument(metavar="DATA", help="A CSV file, a zip archive, or a folder.")]
Run = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder of the run; by default a new one among Facet's runs.")
]
Preset = Annotated[
    str,
    typer.Option(
        help="report (the student report's network), fine-tune (from pretrained face features), head (only its last "
        "layers, in seconds), better (from random weights), or quick (a first impression of the data)."
    ),
]
RecipeFile = Annotated[
    Path | None, typer.Option("--recipe", metavar="FILE", help="A recipe as JSON, in place of a preset.")
]
Start = Annotated[
    str,
    typer.Option(
        metavar="MODEL",
        help="A Facet model to start from, by name or folder, in place of the recipe's starting weights. Pictures "
        "that it was trained with are used for training only.",
    ),
]
Epochs = Annotated[int | None, typer.Option(min=1, max=1000, help="In place of the recipe's.")]
Answers = Annotated[
    str,
    typer.Option(
        metavar="COLUMNS",
        help="Columns of the data that the model learns to answer, such as age_band,glasses; in place of the recipe's.",
    ),
]
Groups = Annotated[
    str,
    typer.Option(
        metavar="COLUMNS",
        help="Columns that the figures are grouped by, such as country,age; in place of the recipe's.",
    ),
]


@app.command(epilog=HEADER)
def train(
    data: Data,
    preset: Preset = "",
    recipe: RecipeFile = None,
    start: Start = "",
    epochs: Epochs = None,
    answers: Answers = "",
    groups: Groups = "",
    run: Run = None,
    also: Annotated[
        list[Path] | None,
        typer.Option(metavar="DATA", help="Further data to train on together with the first; can be repeated."),
    ] = None,
    detector: DetectorOption = "thorough",
    as_labelled: AsLabelledOption = False,
    resume: Annotated[bool, typer.Option("--resume", help="Continue the run in DIR.")] = False,
) -> None:
    """Train a model on labelled faces. Ctrl+C stops it; finished epochs are kept and can be resumed."""
    if resume and run is None:
        raise typer.BadParameter("--resume needs --run DIR, the run to continue.")
    from core.cli.training_progress import TrainingConsole, diverted
    from core.tidy import own_temporary_folder
    from core.training.session import train as train_run

    with reporting_errors(), own_temporary_folder(), stop_on_interrupt() as should_stop:
        require_full()
        chosen = _recipe(preset, recipe, epochs, answers, groups, start=start, resumed=run if resume else None)
        folder = run or _new_run(recipe.stem if recipe else preset or _DEFAULT_PRESET)
        with TrainingConsole(chosen.epochs) as console, diverted(folder):
            ended = train_run(
                data,
                chosen,
                folder,
                also=also or (),
                detector=detector,
                as_labelled=as_labelled,
                progress=console.show,
                should_stop=should_stop,
                resume=resume,
            )
        console.summarize(ended, folder)
    raise typer.Exit(STOPPED if ended.reason == "cancelled" else 0)


@app.command(epilog=HEADER)
def tune(
    data: Data,
    preset: Preset = "",
    recipe: RecipeFile = None,
    trials: Annotated[
        int, typer.Option(min=1, max=10_000, help="Recipes to try in total, including those of earlier calls.")
    ] = 20,
    epochs: Epochs = None,
    answers: Answers = "",
    groups: Groups = "",
    run: Run = None,
    storage: Annotated[
        str,
        typer.Option(
            metavar="URL|FILE",
            help="Where searches on several machines keep their trials together: a database, or a file that all of "
            "them reach. Start the same command on each.",
        ),
    ] = "",
    detector: DetectorOption = "thorough",
) -> None:
    """Search for a better learning rate, batch size, dropout and architecture. Called again, it continues.

    Unpromising recipes are stopped early; the best is written to best.json, for `train --recipe`.
    """
    from core.cli.training_progress import TuningConsole, diverted
    from core.tidy import own_temporary_folder
    from core.training.tuning import BEST
    from core.training.tuning import tune as search

    with reporting_errors(), own_temporary_folder(), stop_on_interrupt() as should_stop:
        require_full()
        base = _recipe(preset, recipe, epochs, answers, groups, otherwise="quick")
        folder = run or _new_run("tune")
        with TuningConsole(trials) as console, diverted(folder):
            found = search(
                data,
                base,
                folder,
                trials=trials,
                storage=storage,
                detector=detector,
                progress=console.show,
                should_stop=should_stop,
            )
        console.summarize(found, folder / BEST)
    raise typer.Exit(STOPPED if should_stop() else 0)


def _recipe(
    preset: str,
    file: Path | None,
    epochs: int | None,
    answers: str,
    groups: str,
    *,
    start: str = "",
    resumed: Path | None = None,
    otherwise: str = _DEFAULT_PRESET,
) -> Recipe:
    from core.training.presets import PRESETS
    from core.training.recipe import read_recipe, with_changes
    from core.training.run_folder import RECIPE

    if preset and file:
        raise typer.BadParameter("--preset and --recipe exclude each other; use one of them.")
    if preset and preset not in PRESETS:
        raise typer.BadParameter(f"there is no preset {preset}; choose from {', '.join(PRESETS)}.")
    if file:
        chosen = read_recipe(file)
    elif not preset and resumed is not None and (resumed / RECIPE).is_file():
        # A run knows its own recipe.
        chosen = read_recipe(resumed / RECIPE)
    else:
        chosen = PRESETS[preset or otherwise]
    changes: dict[str, object] = {} if epochs is None else {"epochs": epochs}
    changes |= {"start_model": start} if start else {}
    changes |= {field: names for field, names in (("answers", _names(answers)), ("groups", _names(groups))) if names}
    return with_changes(chosen, changes)


def _names(columns: str) -> tuple[str, ...]:
    """Column names from a comma-separated list."""
    from core.schema import attribute_name

    return tuple(attribute_name(title) for title in columns.split(",") if title.strip())


def _new_run(name: str) -> Path:
    from core.training.run_folder import runs_folder

    return runs_folder() / f"{name}-{datetime.now(tz=UTC).astimezone():%Y%m%d-%H%M%S}"
