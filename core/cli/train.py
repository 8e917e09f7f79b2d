"""`facet-cli train` and `facet-cli tune`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from core.cli.dataset import open_data, print_warnings
from core.cli.terminal import STOPPED, DetectorOption, stop_on_interrupt, told_errors
from core.flavour import require_full
from core.purpose import HEADER

if TYPE_CHECKING:
    from core.training.recipe import Recipe

_DEFAULT_PRESET: Final = "report"

app = typer.Typer()

Data = Annotated[Path, typer.Argument(metavar="DATA", help="A CSV file, a zip archive, or a folder.")]
Run = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Where the run is kept; by default a new folder among Facet's runs.")
]
Preset = Annotated[
    str,
    typer.Option(
        help="report (as in the report), fine-tune (from features that know faces), head (its last layers alone, in "
        "seconds), better (from random weights), or quick (a look at the data)."
    ),
]
RecipeFile = Annotated[
    Path | None, typer.Option("--recipe", metavar="FILE", help="A recipe as JSON, in place of a preset.")
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
    epochs: Epochs = None,
    answers: Answers = "",
    groups: Groups = "",
    run: Run = None,
    also: Annotated[
        list[Path] | None,
        typer.Option(metavar="DATA", help="Further data to learn from together with the first; can be given again."),
    ] = None,
    detector: DetectorOption = "thorough",
    resume: Annotated[bool, typer.Option("--resume", help="Go on where the run in DIR was left.")] = False,
) -> None:
    """Train a model on labelled faces. Ctrl+C stops it; what was learnt is kept and can be resumed."""
    if resume and run is None:
        raise typer.BadParameter("--resume needs --run DIR, the run to go on with.")
    from core.cli.training_progress import TrainingConsole, diverted
    from core.datasets.checks import data_warnings
    from core.training.session import train as train_run

    with told_errors(), stop_on_interrupt() as should_stop:
        require_full()
        chosen = _recipe(preset, recipe, epochs, answers, groups, resumed=run if resume else None)
        folder = run or _new_run(recipe.stem if recipe else preset or _DEFAULT_PRESET)
        if not resume:
            dataset = open_data(data, *(also or ()), should_stop=should_stop)
            print_warnings(data_warnings(dataset, columns=chosen.answers or None, batch=chosen.batch))
        with TrainingConsole(chosen.epochs) as console, diverted(folder):
            ended = train_run(
                data,
                chosen,
                folder,
                also=also or (),
                detector=detector,
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
        int, typer.Option(min=1, max=10_000, help="Recipes to try, those of earlier calls among them.")
    ] = 20,
    epochs: Epochs = None,
    answers: Answers = "",
    groups: Groups = "",
    run: Run = None,
    detector: DetectorOption = "thorough",
) -> None:
    """Look for a better learning rate, batch size, dropout and architecture. Called again, it goes on.

    Hopeless recipes are stopped early; the best is written as best.json, for `train --recipe`.
    """
    from core.cli.training_progress import TuningConsole, diverted
    from core.training.tuning import BEST
    from core.training.tuning import tune as search

    with told_errors(), stop_on_interrupt() as should_stop:
        require_full()
        base = _recipe(preset, recipe, epochs, answers, groups, otherwise="quick")
        folder = run or _new_run("tune")
        with TuningConsole(trials) as console, diverted(folder):
            found = search(
                data,
                base,
                folder,
                trials=trials,
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
    resumed: Path | None = None,
    otherwise: str = _DEFAULT_PRESET,
) -> Recipe:
    from core.training.recipe import PRESETS, read_recipe, with_changes
    from core.training.run_folder import RECIPE

    if preset and file:
        raise typer.BadParameter("--preset and --recipe are two ways to say the same; choose one.")
    if preset and preset not in PRESETS:
        raise typer.BadParameter(f"there is no preset {preset}; there are {', '.join(PRESETS)}.")
    if file:
        chosen = read_recipe(file)
    elif not preset and resumed is not None and (resumed / RECIPE).is_file():
        # What is resumed knows its recipe.
        chosen = read_recipe(resumed / RECIPE)
    else:
        chosen = PRESETS[preset or otherwise]
    changes: dict[str, object] = {} if epochs is None else {"epochs": epochs}
    changes |= {field: names for field, names in (("answers", _names(answers)), ("groups", _names(groups))) if names}
    return with_changes(chosen, changes)


def _names(columns: str) -> tuple[str, ...]:
    """Column names as data sets have them, of a list as people write it."""
    from core.schema import attribute_name

    return tuple(attribute_name(title) for title in columns.split(",") if title.strip())


def _new_run(name: str) -> Path:
    from core.training.run_folder import runs_folder

    return runs_folder() / f"{name}-{datetime.now(tz=UTC).astimezone():%Y%m%d-%H%M%S}"
