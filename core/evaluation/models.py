"""What can be audited: a model of Facet, a network made elsewhere, or the answers of any model in a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np

from core.datasets.dataset import FaceDataset
from core.evaluation.asking import StageProgress, ask
from core.evaluation.external.asking import ask_network
from core.evaluation.external.form import ExternalNetwork, is_network_file, load_network
from core.evaluation.material import Material
from core.evaluation.predictions import LabelledPredictions
from core.evaluation.predictions_file import is_predictions_file, read_predictions
from core.model.bundle import ModelBundle, load_bundle, resolve_bundle
from core.places import models_folders
from core.schema import Attribute
from core.vision.detectors import THOROUGH
from core.work import ShouldStop


@dataclass(frozen=True, slots=True)
class AnswersTable:
    """A CSV file with the answers of any model."""

    path: Path

    @property
    def title(self) -> str:
        """Its name, as shown to people."""
        return self.path.stem


AuditedModel: TypeAlias = ModelBundle | ExternalNetwork | AnswersTable


def open_model(name: str) -> AuditedModel:
    """The model of this name, or in this folder or file.

    Raises:
        BundleError: There is none, it is damaged, or it is a network whose form is not known.
    """
    path = Path(name)
    if is_predictions_file(path):
        return AnswersTable(path)
    if is_network_file(path):
        return load_network(path)
    return load_bundle(resolve_bundle(name, models_folders()))


def attributes_of(model: AuditedModel) -> Mapping[str, Attribute] | None:
    """What a model answers; None for a table, of which that depends on the data."""
    if isinstance(model, AnswersTable):
        return None
    return model.attributes if isinstance(model, ExternalNetwork) else model.manifest.attributes


def answers_of(
    model: AuditedModel,
    material: Material,
    *,
    as_is: bool = False,
    detector: str = THOROUGH,
    progress: StageProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> LabelledPredictions:
    """A model's answers to labelled faces; arguments and errors as in `ask`, `ask_network` and `read_predictions`."""
    dataset, rows, side = material.dataset, material.rows, material.side
    if isinstance(model, AnswersTable):
        found = read_predictions(model.path, dataset).predictions
        return replace(found.taken(np.isin(found.rows, rows)), side=side)
    if isinstance(model, ExternalNetwork):
        return ask_network(
            model,
            dataset,
            rows=rows,
            side=side,
            as_is=as_is,
            detector=detector,
            progress=progress,
            should_stop=should_stop,
        )
    return ask(
        model,
        dataset,
        rows=rows,
        side=side,
        run=material.run,
        as_is=as_is,
        detector=detector,
        progress=progress,
        should_stop=should_stop,
    )


def framing_of(
    model: AuditedModel, dataset: FaceDataset, detector: str, *, as_is: bool = False
) -> dict[str, str | None]:
    """How a model is shown the faces, for the `how` of a report."""
    if isinstance(model, AnswersTable):
        return {"framing": None, "detector": None}
    if isinstance(model, ExternalNetwork) and model.form.framing == "picture":
        return {"framing": "picture", "detector": None}
    if as_is or dataset.grey is not None:
        return {"framing": "as is", "detector": None}
    return {"framing": "aligned", "detector": detector}
