"""From a trained network to its bundle: calibrated, measured on what it has not seen, described."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from core.bundle import DataSource, HeadSpec
from core.datasets.dataset import FaceDataset, Indices
from core.datasets.splits import SIDES, Split
from core.detectors import DETECTORS, THOROUGH
from core.evaluation.by_data import by_data, flat
from core.evaluation.by_group import measure
from core.evaluation.card import CardText, flat_results, render_card
from core.evaluation.evaluation import Answers, calibrate, uncalibrated_errors
from core.evaluation.framing import compare_framings
from core.evaluation.group_calibration import calibrate_by_group
from core.evaluation.groups import PICTURE, picture_column
from core.evaluation.poor import poor_pictures
from core.evaluation.predictions import from_answers
from core.evaluation.similar_faces import similar_faces
from core.labels import HEADS, Head
from core.schema import ATTRIBUTES
from core.training.architectures import ARCHITECTURES
from core.training.control import Control
from core.training.events import Preparing
from core.training.exported import Exported
from core.training.features import FEATURES
from core.training.mitigation import METHODS
from core.training.packaging import Description, export_network, write_bundle
from core.training.pictures import Shown
from core.training.recipe import Recipe
from core.training.run_folder import BUNDLE, RunFolder
from core.training.run_writer import told
from core.training.sides import Looks
from core.training.trainer import Fitted

VERSION: Final = "1.0"
TERMS: Final = "As its training data allow. Perceived attributes only; not for decisions about people."


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """The data of a training, ready to be shown."""

    dataset: FaceDataset
    shown: Shown
    split: Split
    looks: Looks
    detector: str = THOROUGH
    """What found the faces, a name of `core.detectors.DETECTORS`."""

    def labels(self, rows: Indices) -> dict[Head, Indices]:
        """By head, for rows."""
        return {"gender": self.dataset.gender[rows], "ethnicity": self.dataset.ethnicity[rows]}


def write_outcome(
    run: RunFolder,
    recipe: Recipe,
    material: Material,
    fitted: Fitted,
    control: Control,
    *,
    remarks: Sequence[str] = (),
) -> None:
    """Calibrate on the calibration side, measure on the test side, write card and bundle into the run's folder.

    `remarks` are sentences of the card on what of the training no recipe says.

    Raises:
        DataError: The bundle cannot be written.
        Stopped: The caller asked for it.
    """
    control.progress(Preparing("measuring the result", 0, 0))
    shown, split = material.shown, material.split
    network = export_network(fitted.model, recipe)
    exported = Exported.once(network)
    # What is served was found and aligned, so that is what is calibrated and measured.
    calibrating = _where_found(split.calibration, shown)
    if recipe.mirrored:
        exported = exported.twice(shown.served, calibrating, control)

    def answered(rows: Indices) -> Answers:
        return Answers(exported.ask(shown.served, rows, control), material.labels(rows))

    kept_back = answered(calibrating)
    calibrations = calibrate(
        kept_back, {"gender": recipe.gender_target_error, "ethnicity": recipe.ethnicity_target_error}
    )
    if recipe.mitigation.calibration == "by-ethnicity":
        calibrations = calibrate_by_group(kept_back, calibrations, of="gender", groups="ethnicity")
    tested = _where_found(split.test, shown)
    on_test = answered(tested)
    framing = None
    if "as is" in shown.framings:
        framing = compare_framings(
            exported.ask(shown.framings["as is"], split.test, control),
            exported.ask(shown.served, split.test, control),
            shown.found[split.test],
            material.labels(split.test),
        )
    name = bundle_name(run)
    poor = poor_pictures(
        material.dataset,
        tested,
        progress=control.preparing("measuring the result"),
        should_stop=control.should_stop,
    )
    given = {name: column.taken(tested) for name, column in material.dataset.columns.items()}
    predictions = from_answers(
        on_test,
        calibrations,
        attributes=ATTRIBUTES,
        model=f"{name} {VERSION}",
        data=material.dataset.title,
        rows=tested,
        columns={**given, PICTURE.name: picture_column(poor)},
        side="test",
    )
    evaluation = measure(predictions)
    of_data = by_data(predictions, material.dataset) if material.dataset.parts else ()
    card = render_card(
        _card_text(name, recipe, material, fitted, remarks),
        evaluation,
        calibrations,
        framing,
        uncalibrated=uncalibrated_errors(on_test),
        by_data=of_data,
    )
    control.progress(Preparing("writing the model", 0, 0))
    description = Description(
        name,
        VERSION,
        _summary(recipe),
        data=_sources(material.dataset, recipe),
        terms=TERMS,
        created=datetime.now(tz=UTC).date(),
        detector=material.detector if "aligned" in shown.framings else "",
    )
    heads: dict[Head, HeadSpec] = {
        head: HeadSpec(
            labels=HEADS[head],
            temperature=calibration.temperature,
            threshold=calibration.threshold,
            label_temperatures=calibration.label_temperatures,
            target_error=calibration.target_error,
            second_look=exported.second_look[head],
            grouped_by=calibration.grouped_by,
            by_group=calibration.by_group,
        )
        for head, calibration in calibrations.items()
    }
    with told(run.path):
        write_bundle(
            run.path / BUNDLE,
            network,
            fitted.model.get_weights(),
            recipe,
            description,
            heads=heads,
            results=flat_results(evaluation, framing, similar=similar_faces(predictions)) | flat(of_data),
            card=card,
        )


def bundle_name(run: RunFolder) -> str:
    """What a run's model is called: as its folder, in the letters a manifest allows."""
    name = re.sub(r"[^a-z0-9._-]+", "-", run.path.resolve().name.lower()).lstrip("-._")
    return name[:64] or "model"


def training_words(recipe: Recipe) -> tuple[str, ...]:
    """The recipe in sentences, for the card."""
    chosen = recipe.augmentation
    changed = [name.replace("_degrees", "").replace("_", " ") for name, value in chosen.model_dump().items() if value]
    schedule = {"constant": "that stays", "cosine": "that falls along a cosine", "step": "that falls in two steps"}
    optimizer = {"adam": "Adam", "adamw": "AdamW", "sgd": "SGD"}[recipe.optimizer]
    lines = [
        f"{optimizer} at a learning rate of {recipe.learning_rate:g} {schedule[recipe.schedule]}, categorical "
        f"cross-entropy for both heads, at most {recipe.epochs} epochs at batch {recipe.batch}.",
        f"Pictures are changed a little every time: {', '.join(changed)}." if changed else "No augmentation.",
    ]
    if recipe.start != "random":
        started = FEATURES[recipe.start].source.name.removeprefix("Starting weights: ")
        lines.append(
            f"It started from {started}; all its layers were trained further."
            if recipe.trained == "all"
            else f"It started from {started}; only the last layers, which give the answers, were trained."
        )
    lines += filter(None, [METHODS[recipe.mitigation.method].words])
    if recipe.mitigation.calibration == "by-ethnicity":
        lines.append("When it is sure of a gender is read by the ethnicity that it perceives.")
    if recipe.side_tasks:
        lines.append("It also learnt to tell age, and FairFace's seven races where they are known; that is not in it.")
    if recipe.mirrored:
        lines.append(
            "A face it is not sure of is looked at again in the mirror; the answer is the mean of both. How sure is "
            "sure enough was chosen on the calibration side: hardly an answer is other than if it always looked twice."
        )
    if recipe.quantised:
        lines.append("Weights are kept in 8 bits; the figures are of the model as it is so.")
    extras = {
        "label smoothing": recipe.label_smoothing,
        "weight decay": recipe.weight_decay,
        "running mean of the weights": recipe.averaging,
    }
    lines += [f"{name.capitalize()}: {value:g}." for name, value in extras.items() if value]
    return tuple(lines)


def _where_found(rows: Indices, shown: Shown) -> Indices:
    found = rows[shown.found[rows]]
    return found if len(found) else rows


def _sources(dataset: FaceDataset, recipe: Recipe) -> tuple[DataSource, ...]:
    """What the model learned from, directly or through the weights it started from."""
    shown = tuple(DataSource(name=source.title, terms=source.terms) for source, _ in dataset.sources)
    return shown if recipe.start == "random" else (*shown, FEATURES[recipe.start].source)


def _summary(recipe: Recipe) -> str:
    colour = "grey" if recipe.input.channels == 1 else "colour"
    title = ARCHITECTURES[recipe.architecture].title
    return f"{title} ({recipe.architecture}), {recipe.input.size} x {recipe.input.size} {colour} pixels."


def _card_text(name: str, recipe: Recipe, material: Material, fitted: Fitted, remarks: Sequence[str]) -> CardText:
    dataset, shown, looks = material.dataset, material.shown, material.looks
    framing = (
        "Every face is shown as it is and found and aligned again as in a photo; an epoch draws one of the two."
        if recipe.framings == "both" and len(shown.framings) > 1
        else "Faces are found and aligned as in a photo."
        if "aligned" in shown.framings
        else "The pictures come aligned and are too small to look for faces in: they are shown as they are, and the "
        "figures say nothing of what detection and alignment would lose."
    )
    if "aligned" in shown.framings:
        framing += f" The detector was {DETECTORS[material.detector].title}."
    gender = (
        "gender accuracy of the group it is lowest for"
        if recipe.mitigation.best_epoch == "worst-group"
        else "mean accuracy of the genders"
    )
    best = (
        f"Epoch {fitted.best_epoch} of {fitted.epochs_done} was chosen: the highest mean of the {gender} and of the "
        "mean accuracy of the ethnicities, on the validation side."
    )
    clashing = len(looks.leave_out["contradicting"])
    unseen = int((~shown.usable).sum())
    left_out = f"{unseen} pictures, in which no face is found, lie on none: no figure is of those. " if unseen else ""
    return CardText(
        title=f"{name} {VERSION}",
        summary=_summary(recipe),
        training=(*training_words(recipe), *remarks, framing, best),
        data=_sources(dataset, recipe),
        split=[(side, len(getattr(material.split, side))) for side in SIDES],
        split_note=(
            f"Copies of a picture, exact or near ({looks.copies} beyond the first of their group), lie on one side. "
            f"{clashing} pictures are in groups whose labels contradict each other. {left_out}The epoch was chosen on "
            "the validation side, temperatures and thresholds on the calibration side. A random split would flatter "
            "every figure."
        ),
        terms=TERMS,
    )
