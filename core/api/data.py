"""Labelled faces, trainings on them, and figures of models."""

from __future__ import annotations

import html
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.api.model import Model, load_model
from core.errors import DataError
from core.rendering import render
from core.vision.imaging import RGB
from core.work import Stopped

if TYPE_CHECKING:
    import pandas as pd

    from core.datasets.dataset import FaceDataset
    from core.datasets.decisions import Action
    from core.datasets.splits import Side
    from core.evaluation.figures import Evaluation, Figure
    from core.evaluation.groups import Group
    from core.evaluation.predictions import LabelledPredictions
    from core.training.events import Event


class Data:
    """Labelled faces; made by `read_data`."""

    def __init__(self, dataset: FaceDataset, path: Path) -> None:
        self._dataset = dataset
        self._path = path

    def __len__(self) -> int:
        return len(self._dataset)

    @property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """The labels of each column."""
        return {name: column.attribute.labels for name, column in self._dataset.columns.items()}

    @property
    def table(self) -> pd.DataFrame:
        """Names and labels, one row per picture; a missing label is None."""
        import pandas as pd

        words = {
            name: [column.label(row) for row in range(len(self))] for name, column in self._dataset.columns.items()
        }
        return pd.DataFrame({"name": self._dataset.names, **words})

    @property
    def skipped(self) -> pd.DataFrame:
        """Rows of the source that could not be used, with the reason."""
        import pandas as pd

        return pd.DataFrame([(row.name, row.reason) for row in self._dataset.skipped], columns=["name", "reason"])

    def picture(self, row: int) -> RGB:
        """The picture of a row."""
        return self._dataset.image(row)

    def label_issues(
        self, attributes: Sequence[str] = (), *, progress: Callable[[int, int], None] | None = None
    ) -> pd.DataFrame:
        """Labels that are probably wrong, worst first, without those that were decided about (docs/data.md).

        The features of a pretrained network are computed once for each face, which takes a while, and kept.

        Args:
            attributes: The columns to check; by default all but ages.
            progress: Called with the number of faces whose features are there, and their total.

        Returns:
            `row`, `name`, `attribute`, `label`, `suggested`, `certainty` of the suggested label, `score` of the label
            from 0 (surely wrong) to 1, and `kind`: `contradiction` between exact copies, or `disagreement`.

        Raises:
            DataError: A column has no two labels, or there are too few faces.
        """
        from dataclasses import asdict, fields

        import pandas as pd

        from core.datasets.audit import audit
        from core.datasets.decisions import Decisions
        from core.datasets.label_issues import LabelIssue, find_label_issues
        from core.training.face_features import face_features, unseen_source

        examined = audit(self._dataset)
        faces = face_features(self._dataset, unseen_source(self._dataset), progress=progress)
        found = find_label_issues(
            self._dataset,
            faces.values,
            faces.usable,
            exact_groups=examined.exact_groups,
            near_groups=examined.near_groups,
            attributes=attributes,
        )
        decided = Decisions(self._path).by_name
        listed = [asdict(one) for one in found if (one.name, one.attribute) not in decided]
        return pd.DataFrame(listed, columns=[field.name for field in fields(LabelIssue)])

    def decide(self, decisions: pd.DataFrame) -> None:
        """Decide about labels: these data, and trainings and evaluations of them, have the new labels from now on.

        Decisions are kept in a file beside the data, never in them; a further one about the same label replaces it.

        Args:
            decisions: `row`, `attribute`, and in `label` the label that is right: the present one confirms it, None
                says that nobody can tell.

        Raises:
            DataError: There is no such label, a picture cannot be read, or the decisions cannot be saved.
        """
        from core.datasets.decisions import Decision, Decisions, apply_decisions, picture_hash

        before, made = self._dataset.as_labelled, []
        for row, attribute, label in decisions[["row", "attribute", "label"]].itertuples(index=False):
            labels = before.columns[attribute].attribute.labels if attribute in before.columns else ()
            told = isinstance(label, str)
            if attribute not in before.columns or (told and label not in labels):
                raise DataError(
                    "data.no_label", attribute=attribute, label=label, available=", ".join(labels) or "none"
                )
            same = told and before.columns[attribute].label(row) == label
            action: Action = "keep" if same else "relabel" if told else "cannot_tell"
            name, picture = before.names[row], picture_hash(before, row)
            made.append(Decision(name, picture, action, attribute, label if action == "relabel" else ""))
        kept = Decisions(self._path)
        kept.make(made)
        self._dataset = apply_decisions(before, kept.all)

    def __repr__(self) -> str:
        return f"<Data {self._dataset.title}, {len(self):,} faces, {', '.join(self._dataset.columns)}>"

    def _repr_html_(self) -> str:
        counts = {
            name: [(label, int((column.values == at).sum())) for at, label in enumerate(column.attribute.labels)]
            for name, column in self._dataset.columns.items()
        }
        return render("notebook.html.jinja", dataset=self._dataset, counts=counts)


def read_data(source: str | os.PathLike[str] | pd.DataFrame, *, columns: Mapping[str, object] | None = None) -> Data:
    """Read labelled faces.

    Args:
        source: Anything that Facet reads (docs/data.md), or a data frame with a column `file` of paths of pictures and
            columns of labels.
        columns: What the columns mean, as `facet-cli dataset columns` prints it, if their titles and words do not say
            it; remembered for all data with the same columns.

    Raises:
        DataError: It cannot be used; the message says what was expected.
    """
    if not hasattr(source, "to_csv"):
        return Data(_open(Path(source), columns), Path(source))
    folder = Path(tempfile.mkdtemp(prefix="facet-data-"))
    try:
        path = _write(source, folder)
        data = Data(_open(path, columns), path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    weakref.finalize(data, shutil.rmtree, folder, ignore_errors=True)
    return data


class Run:
    """A finished training."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def model(self) -> Model:
        """The trained model."""
        return load_model(self.folder / "bundle")

    @property
    def history(self) -> pd.DataFrame:
        """Loss and accuracies, one row per epoch."""
        import pandas as pd

        from core.training.run_folder import open_run

        return pd.DataFrame(open_run(self.folder).history())

    def __repr__(self) -> str:
        return f"<Run {self.folder}>"

    def _repr_html_(self) -> str:
        return f"{self.model._repr_html_()}{self.history.tail(1).to_html(index=False)}"


def train(
    data: Data | str | os.PathLike[str],
    *,
    preset: str = "fine-tune",
    folder: str | os.PathLike[str] | None = None,
    progress: Callable[[Mapping[str, float]], None] | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    **changes: object,
) -> Run:
    """Train a model, calibrate it, and measure it on pictures it has not seen.

    Args:
        data: Labelled faces.
        preset: The recipe: `fine-tune`, `head` (its last layers, in seconds), `quick`, `better` or `report`.
        folder: Of the run; by default a new one among Facet's runs. A run that was begun there is continued.
        progress: Called with the figures of each epoch.
        should_stop: Called between batches; stops the training, which a further call continues.
        changes: Fields of the recipe, such as `epochs=3`, `answers=("age_band",)`.

    Raises:
        DataError: The data or the recipe cannot be used.
        Stopped: `should_stop` asked for it.
    """
    from core.training.events import EpochDone
    from core.training.presets import PRESETS
    from core.training.recipe import with_changes
    from core.training.run_folder import RECIPE, runs_folder
    from core.training.session import train as train_run

    if preset not in PRESETS:
        raise DataError("recipe.preset", preset=preset, presets=", ".join(PRESETS))
    run = Path(folder) if folder else runs_folder() / f"{preset}-{datetime.now().astimezone():%Y%m%d-%H%M%S}"

    def hear(event: Event) -> None:
        if progress is not None and isinstance(event, EpochDone):
            progress(event.row)

    ended = train_run(
        data._path if isinstance(data, Data) else Path(data),
        with_changes(PRESETS[preset], changes),
        run,
        progress=hear,
        should_stop=should_stop,
        resume=(run / RECIPE).exists(),
    )
    if ended.reason == "cancelled":
        raise Stopped
    return Run(run)


class Result:
    """The figures of a model on labelled faces; made by `evaluate`."""

    def __init__(
        self, predictions: LabelledPredictions, evaluation: Evaluation, names: Sequence[str], terms: str
    ) -> None:
        self._predictions = predictions
        self._evaluation = evaluation
        self._names = names
        self._terms = terms

    @property
    def predictions(self) -> pd.DataFrame:
        """Labels and answers, one row per face, with the columns of a CSV file of answers (docs/audit.md)."""
        import pandas as pd

        from core.evaluation.predictions_file import predictions_table

        return pd.DataFrame(predictions_table(self._predictions, self._names))

    @property
    def figures(self) -> pd.DataFrame:
        """Accuracy, coverage, error of the given answers, calibration error and rates, with 95 % intervals."""
        import pandas as pd

        return pd.DataFrame(
            [
                {"attribute": name, "figure": figure, **_values(value)}
                for name, head in self._evaluation.heads.items()
                for figure, value in (*head.overall.figures.items(), ("balanced_accuracy", head.balanced_accuracy))
            ]
        )

    @property
    def groups(self) -> pd.DataFrame:
        """The same by group."""
        import pandas as pd

        return pd.DataFrame(
            [
                {"attribute": name, **_labels(one.group), "small": one.small, "figure": figure, **_values(value)}
                for name, head in self._evaluation.heads.items()
                for one in head.groups
                for figure, value in one.figures.items()
            ]
        )

    @property
    def gaps(self) -> pd.DataFrame:
        """The largest difference of each figure between the groups of a grouping, furthest beyond chance first."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "attribute": name,
                    "figure": gap.figure,
                    "highest": gap.highest.title,
                    "lowest": gap.lowest.title,
                    "gap": gap.gap,
                    "low": gap.low,
                    "high": gap.high,
                    "by_chance": gap.by_chance,
                    "p": gap.p,
                    "more_than_chance": gap.more_than_chance,
                }
                for name, head in self._evaluation.heads.items()
                for gap in head.gaps
            ]
        )

    def save_html(self, path: str | os.PathLike[str]) -> None:
        """Write the report as an HTML page.

        Raises:
            DataError: It cannot be written.
        """
        from core.evaluation.report import Report, write_html

        write_html(Path(path), Report({}, self._evaluation), names=self._names, terms=self._terms)

    def __repr__(self) -> str:
        from core.evaluation.words import summary

        head = f"<Result of {self._evaluation.model} on {self._evaluation.data}>"
        return "\n".join([head, *summary(self._evaluation)])

    def _repr_html_(self) -> str:
        from core.evaluation.words import summary

        said = "".join(f"<p>{html.escape(line)}</p>" for line in summary(self._evaluation))
        return f"{said}{self.figures.to_html(index=False, float_format='{:.3f}'.format)}"


def evaluate(
    model: Model | str | os.PathLike[str],
    data: Data | str | os.PathLike[str] | None = None,
    *,
    groups: Sequence[str] = (),
    side: Side | None = None,
) -> Result:
    """Measure how often a model agrees with the labels, overall and by group.

    Args:
        model: The model; or a network made elsewhere whose form is known (`facet-cli network`), or a CSV file with the
            answers of any model (docs/audit.md).
        data: Labelled faces, or the folder of a training, which stands for its held-out test side. Of data that the
            model was partly trained on, what was held out is used. Not needed if the CSV file has the labels.
        groups: Columns to group by; by default the attributes that ship, and age.
        side: A side of the training's split.

    Raises:
        DataError: Nothing can be measured; the message says why.
    """
    from core.evaluation.figures import measure
    from core.evaluation.material import open_material
    from core.evaluation.models import AnswersTable, answers_of, open_model
    from core.evaluation.predictions_file import read_predictions
    from core.model.bundle import ModelBundle

    path = data._path if isinstance(data, Data) else None if data is None else Path(data)
    audited = model._bundle if isinstance(model, Model) else open_model(os.fspath(model))
    if path is None:
        if not isinstance(audited, AnswersTable):
            raise DataError("evaluate.no_data", model=audited.title)
        read = read_predictions(audited.path)
        return Result(read.predictions, measure(read.predictions, groups=groups), read.names, "")
    material = open_material(path, side=side, model=audited if isinstance(audited, ModelBundle) else None)
    dataset = material.dataset
    detector = model._detector if isinstance(model, Model) and not material.run else material.detector
    predictions = answers_of(audited, material, detector=detector)
    return Result(predictions, measure(predictions, groups=groups), dataset.names, dataset.terms)


def _open(path: Path, columns: Mapping[str, object] | None) -> FaceDataset:
    from core.datasets.column_choice import invalid_columns, remember_columns
    from core.datasets.columns import ColumnMap
    from core.datasets.open import open_dataset, raw_table
    from core.validation import ValidationError

    if columns is not None:
        raw = raw_table(path)
        if raw is None:
            raise DataError("data.no_columns", path=path)
        try:
            remember_columns(raw, ColumnMap.model_validate(columns))
        except ValidationError as e:
            raise invalid_columns(e, "columns") from e
    return open_dataset(path)


def _write(frame: Any, folder: Path) -> Path:
    """Write a data frame as a CSV file with absolute paths."""
    if "file" not in frame.columns:
        raise DataError("data.frame", columns=", ".join(map(str, frame.columns)))
    path = folder / "data.csv"
    frame.assign(file=[str(Path(one).resolve()) for one in frame["file"]]).to_csv(path, index=False)
    return path


def _values(figure: Figure) -> dict[str, float]:
    return {"value": figure.value, "low": figure.low, "high": figure.high, "n": figure.count}


def _labels(group: Group) -> dict[str, str]:
    return dict(zip(group.columns, group.labels, strict=True))
