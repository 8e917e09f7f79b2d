"""From a trained network to its bundle: export, calibration, evaluation on the test side, card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import numpy as np

from core.datasets.dataset import FaceDataset, Indices
from core.datasets.splits import SIDES, Hashes, Split, join_tables, pack_table, picture_hashes
from core.evaluation.calibration import Answers, calibrate, calibrate_by_group, uncalibrated_errors
from core.evaluation.card import CardText, by_data, flat, flat_results, render_card, with_front_matter
from core.evaluation.comparison import compare_framings
from core.evaluation.figures import measure
from core.evaluation.groups import PICTURE, picture_column
from core.evaluation.picture_quality import poor_pictures
from core.evaluation.predictions import from_answers
from core.evaluation.similar_faces import similar_faces
from core.model.bundle import STARTING_WEIGHTS, DataSource, HeadSpec, ModelBundle
from core.schema import ATTRIBUTES, Column
from core.training.architectures import ARCHITECTURES
from core.training.events import Control, Preparing
from core.training.features import FEATURES
from core.training.mitigation import METHODS
from core.training.packaging import Description, Exported, export_network, write_bundle
from core.training.pictures import Shown
from core.training.recipe import Recipe
from core.training.run_folder import BUNDLE, RunFolder
from core.training.run_writer import wrap_write_errors
from core.training.sides import AuditFindings
from core.training.task import Task
from core.training.teacher import Taught
from core.vision.detectors import DETECTORS, THOROUGH

if TYPE_CHECKING:
    from core.training.trainer import Fitted

VERSION: Final = "1.0"
TERMS: Final = "As its training data allow. Perceived attributes only; not for decisions about people."


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """The data of a training: pictures, split and task."""

    dataset: FaceDataset
    shown: Shown
    split: Split
    findings: AuditFindings
    task: Task
    detector: str = THOROUGH
    """The face detector, a name in `core.vision.detectors.DETECTORS`."""
    start: ModelBundle | None = None
    """The model that the training starts from; None if it starts from other weights."""
    teacher: ModelBundle | None = None
    tables: Sequence[Hashes] = ()
    """The pictures that these two were trained with, as far as they record them."""
    known: int | None = None
    """How many pictures of the starting model are in the data; None if that is not recorded."""
    taught: Taught = field(default_factory=dict)
    """The teacher's answers by row of the data; NaN except on the training side."""
    warnings: tuple[str, ...] = ()
    """Warnings about the data, in sentences."""

    def columns(self, rows: Indices) -> dict[str, Column]:
        """The columns of the task by name, for rows."""
        return {name: self.dataset.columns[name].taken(rows) for name in self.task.columns}

    def labels(self, rows: Indices) -> dict[str, Indices]:
        """The labels of these columns by name."""
        return {name: column.values for name, column in self.columns(rows).items()}


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

    `remarks` are further sentences for the card, about what the recipe does not say.

    Raises:
        DataError: The bundle cannot be written.
        Stopped: The caller stopped it.
    """
    control.progress(Preparing("measuring the result", 0, 0))
    shown, split = material.shown, material.split
    network = export_network(fitted.model, recipe)
    answers = material.task.answers
    exported = Exported.single_view(network, answers)
    # In use, faces are detected and aligned, so those are calibrated and measured.
    calibrating = _rows_with_face(split.calibration, shown)
    if recipe.mirrored:
        exported = exported.with_mirror(shown.served, calibrating, control)

    def answered(rows: Indices) -> Answers:
        return Answers(exported.predict(shown.served, rows, control), material.labels(rows))

    kept_back = answered(calibrating)
    calibrations = calibrate(kept_back, {name: recipe.target_error(one) for name, one in answers.items()})
    if recipe.mitigation.calibration == "by-group":
        of, groups = material.task.mitigation.of.name, material.task.perceived_group.name
        calibrations = calibrate_by_group(kept_back, calibrations, of=of, groups=groups)
    tested = _rows_with_face(split.test, shown)
    on_test = answered(tested)
    framing = None
    if "as is" in shown.framings:
        framing = compare_framings(
            exported.predict(shown.framings["as is"], split.test, control),
            exported.predict(shown.served, split.test, control),
            shown.found[split.test],
            material.labels(split.test),
        )
    name = bundle_name(run)
    poor = poor_pictures(
        material.dataset,
        tested,
        detector=material.detector,
        progress=control.preparing("measuring the result"),
        should_stop=control.should_stop,
    )
    given = {name: column.taken(tested) for name, column in material.dataset.columns.items()}
    predictions = from_answers(
        on_test,
        calibrations,
        attributes=answers,
        model=f"{name} {VERSION}",
        data=material.dataset.title,
        rows=tested,
        columns={**given, PICTURE.name: picture_column(poor)},
        side="test",
    )
    evaluation = measure(predictions, groups=material.task.groups)
    of_data = by_data(predictions, material.dataset) if material.dataset.parts else ()
    card = render_card(
        _card_text(run, recipe, material, fitted, remarks),
        evaluation,
        calibrations,
        framing,
        uncalibrated=uncalibrated_errors(on_test),
        by_data=of_data,
    )
    own = np.sort(np.concatenate([split.train, split.validation, split.calibration]))
    hashes = picture_hashes(
        material.dataset,
        own,
        progress=control.preparing("recording the training pictures"),
        should_stop=control.should_stop,
    )
    table = join_tables([hashes, *material.tables])
    control.progress(Preparing("writing the model", 0, 0))
    description = Description(
        name,
        VERSION,
        _summary(recipe),
        data=_sources(material, recipe),
        terms=TERMS,
        created=datetime.now(tz=UTC).date(),
        detector=material.detector if "aligned" in shown.framings else "",
    )
    heads = {
        name: HeadSpec(
            labels=answers[name].labels,
            title="" if name in ATTRIBUTES else answers[name].title,
            temperature=calibration.temperature,
            threshold=calibration.threshold,
            label_temperatures=calibration.label_temperatures,
            target_error=calibration.target_error,
            second_look=exported.second_look[name],
            grouped_by=calibration.grouped_by,
            by_group=calibration.by_group,
        )
        for name, calibration in calibrations.items()
    }
    results = flat_results(evaluation, framing, similar=similar_faces(predictions)) | flat(of_data)
    with wrap_write_errors(run.path):
        write_bundle(
            run.path / BUNDLE,
            network,
            fitted.model.get_weights(),
            recipe,
            description,
            heads=heads,
            results=results,
            card=with_front_matter(card, name, answers, description.data, results),
            learned=pack_table(table),
        )


def bundle_name(run: RunFolder) -> str:
    """The name of a run's model: that of its folder, in the characters a manifest allows."""
    name = re.sub(r"[^a-z0-9._-]+", "-", run.path.resolve().name.lower()).lstrip("-._")
    return name[:64] or "model"


def training_words(recipe: Recipe, task: Task) -> tuple[str, ...]:
    """Recipe and task in sentences, for the card."""
    chosen = recipe.augmentation
    changed = [name.replace("_degrees", "").replace("_", " ") for name, value in chosen.model_dump().items() if value]
    schedule = {"constant": "that stays", "cosine": "that falls along a cosine", "step": "that falls in two steps"}
    optimizer = {"adam": "Adam", "adamw": "AdamW", "sgd": "SGD"}[recipe.optimizer]
    lines = [
        f"{optimizer} at a learning rate of {recipe.learning_rate:g} {schedule[recipe.schedule]}, categorical "
        f"cross-entropy for {_heads(len(task.answers))}, at most {recipe.epochs} epochs at batch {recipe.batch}.",
        f"Augmentation: {', '.join(changed)}." if changed else "No augmentation.",
    ]
    if not recipe.starts_random:
        started = (
            f"the model {recipe.start_model}"
            if recipe.start_model
            else FEATURES[recipe.start].source.name.removeprefix(STARTING_WEIGHTS)
        )
        lines.append(
            f"It started from {started}; all its layers were trained further."
            if recipe.trained == "all"
            else f"It started from {started}; only the last layers, which give the answers, were trained."
        )
    of, groups = task.mitigation.of.title, _join_words(one.title for one in task.mitigation.columns)
    lines += filter(None, [METHODS[recipe.mitigation.method].words.format(of=of, groups=groups)])
    if recipe.mitigation.calibration == "by-group":
        lines.append(f"The threshold of the {of} depends on the perceived {task.perceived_group.title}.")
    if task.auxiliary:
        also = _join_words(one.title for one in task.auxiliary.values())
        lines.append(f"Auxiliary tasks, not part of the model: {also}, where labelled.")
    if recipe.mirrored:
        lines.append(
            "Faces with a low probability are evaluated a second time, mirrored, and the probabilities are averaged. "
            "The cutoff was chosen on the calibration side such that hardly any answer differs from always using both."
        )
    if recipe.quantised:
        lines.append("Weights are quantised to 8 bits; all figures are those of the quantised model.")
    extras = {
        "label smoothing": recipe.label_smoothing,
        "weight decay": recipe.weight_decay,
        "running mean of the weights": recipe.averaging,
    }
    lines += [f"{name.capitalize()}: {value:g}." for name, value in extras.items() if value]
    return tuple(lines)


def _rows_with_face(rows: Indices, shown: Shown) -> Indices:
    found = rows[shown.found[rows]]
    return found if len(found) else rows


def _sources(material: Material, recipe: Recipe) -> tuple[DataSource, ...]:
    """What the model was trained with, directly or through the weights it started from and its teacher."""
    own = tuple(DataSource(name=source.title, terms=source.terms) for source, _ in material.dataset.sources)
    features = () if recipe.start == "random" or recipe.start_model else (FEATURES[recipe.start].source,)
    before = (source for model in (material.start, material.teacher) if model for source in model.manifest.data)
    return tuple(dict.fromkeys((*own, *features, *before)))


def _heads(count: int) -> str:
    return {1: "the head", 2: "both heads"}.get(count, f"all {count} heads")


def _join_words(words: Iterable[str]) -> str:
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _summary(recipe: Recipe) -> str:
    colour = "grey" if recipe.input.channels == 1 else "colour"
    title = ARCHITECTURES[recipe.architecture].title
    return f"{title} ({recipe.architecture}), {recipe.input.size} x {recipe.input.size} {colour} pixels."


def _card_text(run: RunFolder, recipe: Recipe, material: Material, fitted: Fitted, remarks: Sequence[str]) -> CardText:
    shown, findings = material.shown, material.findings
    framing = (
        "Each face is used as it comes and detected and aligned anew as in a photo; an epoch draws one of the two."
        if recipe.framings == "both" and len(shown.framings) > 1
        else "Faces are detected and aligned as in a photo."
        if "aligned" in shown.framings
        else "The pictures come aligned and are too small for face detection: they are used as they are, and the "
        "figures do not include errors of detection and alignment."
    )
    if "aligned" in shown.framings:
        framing += f" The detector was {DETECTORS[material.detector].title}."
    by_worst = recipe.mitigation.best_epoch == "worst-group"
    chosen = [
        f"the {one.title} accuracy of the worst group"
        if by_worst and one == material.task.mitigation.of
        else f"the balanced accuracy of {one.title}"
        for one in material.task.answers.values()
    ]
    highest = f"{'mean of ' if len(chosen) > 1 else ''}{_join_words(chosen)}"
    if recipe.mitigation.best_epoch == "likelihood":
        highest = "likelihood of the labels"
    best = (
        f"Epoch {fitted.best_epoch} of {fitted.epochs_done} was chosen: the highest {highest}, on the validation side."
    )
    decided = material.dataset.decided
    by_hand = f"Before the training, labels were checked by hand: {decided}. " if decided else ""
    clashing = len(findings.leave_out["contradicting"])
    unseen = int((~shown.usable).sum())
    left_out = (
        f"{unseen} pictures in which no face was found are left out, and no figure includes them. " if unseen else ""
    )
    taught = (
        f"Beside the labels it learned the answers of the model {material.teacher.title} to the same pictures, with a "
        f"weight of {recipe.teaching:g} (knowledge distillation)."
        if material.teacher
        else ""
    )
    words = (*training_words(recipe, material.task), taught, *material.warnings, *remarks, framing, best)
    return CardText(
        title=f"{bundle_name(run)} {VERSION}",
        summary=_summary(recipe),
        training=tuple(filter(None, words)),
        data=_sources(material, recipe),
        split=[(side, len(getattr(material.split, side))) for side in SIDES],
        split_note=(
            f"Exact and near copies of a picture ({findings.copies} beyond the first of their group) are on one side. "
            f"{clashing} pictures are in groups whose labels contradict each other. {by_hand}{left_out}The epoch was "
            "chosen on the validation side, temperatures and thresholds on the calibration side. A random split would "
            "make every figure too good."
        ),
        terms=TERMS,
        made_with=_made_with(run, recipe),
    )


def _made_with(run: RunFolder, recipe: Recipe) -> tuple[str, ...]:
    """Seeds, hashes of the data, versions and machine, as recorded when the training began."""
    data, begun = run.data, run.environment
    hashes = [f"SHA-256 of the names and labels {data.get('fingerprint', '')}"]
    hashes += [f"of the file {one}" for one in data.get("sha256", ()) if one]
    hashes += [f"git revision {one}" for one in data.get("revisions", ()) if one]
    programs = {"Facet": "facet", "Python": "python", "TensorFlow": "tensorflow", "Keras": "keras", "NumPy": "numpy"}
    versions = [f"{title} {begun[name]}" for title, name in programs.items() if name in begun]
    if revision := begun.get("revision"):
        versions[0] += f" (git revision {revision})"
    machine = [str(begun[name]) for name in ("system", "machine", "processor") if begun.get(name)]
    return (
        f"Seed {recipe.seed}; of the split {recipe.split_seed}.",
        f"Data: {', '.join(hashes)}.",
        f"{', '.join(versions)}.",
        f"{', '.join(machine)}, {begun.get('threads', begun.get('cores'))} threads.",
    )
