"""The few errors a user can meet.

Each has a stable code and its values beside the English text, so that a program can tell them apart and the window can
say them in another language. A text says what was received, what was expected and how to mend it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

MESSAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "image.missing": "There is no file {path}. Check the name, or choose another picture.",
        "image.folder": "{path} is a folder. Choose a picture in it, or open the folder as a whole.",
        "image.permission": "{path} may not be read by this user. Change its permissions, or copy it to your own folder.",
        "image.read": "{path} could not be read: {reason}. Check that the disk or network drive is still there.",
        "image.empty": "{path} is empty (0 bytes). It was probably not copied to its end; copy it again.",
        "image.format": "{path} is not a picture Facet can read. It reads {formats}.",
        "image.truncated": "{path} is damaged or cut off: {reason}. Copy or download it again.",
        "image.too_large": (
            "{path} says it is {width} x {height} pixels, more than the {limit} million Facet opens. "
            "Make it smaller in a picture program first."
        ),
        "image.too_many_bytes": (
            "{path} has {megabytes} MB, more than the {limit} MB Facet opens. Make it smaller in a picture program first."
        ),
        "folder.permission": "The folder {path} may not be looked into by this user. Change its permissions.",
        "folder.empty": "No picture lies in {path}. Facet reads {formats}.",
        "detector.unknown": "There is no face detector called {name}. There are: {there}.",
        "detector.missing": "The face detector's file {path} was not found. Install Facet again.",
        "detector.damaged": "The face detector's file {path} could not be loaded: {reason}. Install Facet again.",
        "bundle.missing": "There is no model called {name}. There are: {available}.",
        "bundle.none": "No model lies in {path}. Install Facet again, or point it to a folder that holds one.",
        "bundle.no_manifest": "{path} is not a model: it has no manifest.json. Choose the folder that holds one.",
        "bundle.manifest": "The manifest of the model {path} is not valid: {reason}. Ask who made the model for a new copy.",
        "bundle.future": (
            "The model {path} has manifest version {version}; this Facet knows versions up to {known}. Update Facet to use it."
        ),
        "bundle.file_missing": "The model {path} lacks its file {file}. Copy the whole folder again.",
        "bundle.hash": (
            "The model {path} is damaged or was changed: {file} does not match its manifest "
            "(SHA-256 {actual}, expected {expected}). Copy the whole folder again."
        ),
        "bundle.network": (
            "The model {path} does not fit its manifest: {reason}. Ask who made the model for a new copy."
        ),
        "bundle.trial": "The model {path} cannot be used: {reason}. Ask who made the model for a new copy.",
        "bundle.read": "The model {path} could not be read: {reason}.",
        "bundle.archive": (
            "{path} is not a model Facet can take in: {reason}. Expected one that was exported from Facet: a zip file "
            "with manifest.json, model.tflite, weights.npz and CARD.md."
        ),
        "bundle.known": "The model in {path} is here already, as {name}.",
        "bundle.shipped": "The model {name} comes with Facet and stays. Only models of your own can be deleted.",
        "bundle.delete": "The model {path} could not be deleted: {reason}. Nothing was changed.",
        "export.write": "{path} could not be written: {reason}. Choose another place; nothing was changed there.",
        "export.format": "{path} does not end in a kind of picture Facet can write. Use one of {formats}.",
        "batch.missing": "There is no folder {path}. Check the name, and that its disk or network drive is still there.",
        "batch.folder_gone": (
            "The folder {path} is no longer there. The {done} photos done before are kept in {out}; bring the folder back and "
            "start again, and it goes on there."
        ),
        "batch.photo": "{path} could not be answered: {reason}. Ask for it alone to see whether it happens again.",
        "batch.write": (
            "{path} could not be written: {reason}. Make room, or choose another place; what was done before is kept, and "
            "started again it goes on there."
        ),
        "batch.no_folder": "{path} cannot be written: there is no folder {folder}. Make it, or choose another place.",
        "batch.exists": "{path} is there already, and not from a batch that could go on. Choose another name, or delete it.",
        "batch.locked": "{path} is being written by another program (process {pid}). Wait until it has ended.",
        "batch.journal": (
            "The batch of {path} cannot go on: its journal {journal} {reason}. Choose another name, or delete both."
        ),
        "batch.other_model": (
            "{path} was begun with the model {there}, and now it is {asked}. Use that model again, or choose another name."
        ),
        "batch.other_thresholds": (
            "{path} was begun with the thresholds {there}, and now they are {asked}. Set those again, or choose another name."
        ),
        "batch.other_detector": (
            "The faces in {path} were found by {there}, and now it is {asked}. Choose that detector again in the settings, or "
            "choose another name."
        ),
        "batch.read": "{path} cannot be opened as a result: {reason}. Choose a CSV, JSON Lines or Parquet file that Facet has written.",
        "batch.parquet": "Parquet needs the package pyarrow, which is not in this program. Choose CSV or JSON Lines.",
        "data.missing": "There are no data at {path}. Check the name.",
        "data.format": "{path} is not data Facet can read: {reason}. Expected: {expected}.",
        "data.not_joinable": (
            "{titles} cannot be learnt from together: the pictures of {title} are small and grey, or it is named twice. "
            "Choose data sets of whole pictures, each once."
        ),
        "split.damaged": "The split {path} cannot be used: {reason}. Make a new one.",
        "split.other_data": (
            "The split {path} belongs to other data ({split_data}, {split_rows} rows; these have {rows}, or other labels). "
            "Open the data it was made for, or make a new one."
        ),
        "get.address": "{address} is not an address Facet can get data from. Expected: {expected}.",
        "get.refused": "{address} answered {status}: {reason}. Check the address, or get the file with a browser.",
        "get.unreachable": "{address} cannot be reached: {reason}. Check the connection; what was got so far is kept.",
        "get.lost": (
            "The connection to {address} was lost after {received} of {total} bytes. Start again; it goes on from there."
        ),
        "get.size": "{address} gave {received} bytes instead of {expected}. It may have changed; check where it comes from.",
        "get.hash": (
            "{address} is not the file that was expected: its SHA-256 is {actual}, not {expected}. It was not kept."
        ),
        "get.disk_full": "{path} needs {needed} MB, and the disk has {free} MB left. Make room, or choose another place.",
        "get.package": (
            "Getting data from {source} needs the package {package}. Install it with `pip install {package}`, or get the "
            "data with a browser and open them."
        ),
        "get.failed": "{source} could not give {what}: {reason}. Get it with a browser instead, and open the file.",
        "run.other_recipe": "{path} holds a training with another recipe. Choose another folder, or delete that training.",
        "run.missing": "There is no training in {path}. Choose a folder that holds a recipe.json.",
        "run.exists": "{path} holds a training already. Resume it, choose another folder, or delete that training.",
        "run.locked": "The training in {path} is being written by another program (process {pid}). Wait until it has ended.",
        "run.write": "{path} could not be written: {reason}. Make room or choose another folder; the last epoch kept there is whole.",
        "run.not_a_number": (
            "The loss became infinite or no number in epoch {epoch}, step {step}, at a learning rate of {rate}. "
            "Choose a smaller learning rate; the epochs before are kept."
        ),
        "run.memory": (
            "There was not enough memory for {batch} pictures of {size} x {size} at a time. Choose a smaller batch or input; "
            "the epochs before are kept."
        ),
        "run.crashed": (
            "The training in {path} ended unexpectedly (exit code {exit}): {end}. Resume it; it goes on at the last epoch kept."
        ),
        "train.start_model": (
            "The training cannot start from the model {model}: {reason}. Choose a model of the same kind, or other starting "
            "weights."
        ),
        "train.seen_by_start": (
            "{known} of the {count} pictures of {title} are among those that the model {model} was trained with, and the others "
            "are too few to measure on. Add other data, or start from other weights."
        ),
        "train.too_few": "{title} has {count} pictures that can be used, too few to learn from and be judged by. Expected at least 50.",
        "train.no_labels": "{title} gives no label of {name} for any picture. Columns with labels: {available}. Choose among them.",
        "train.one_label": (
            "{title} gives one label of {name} alone, so there is nothing to tell apart. Columns that a model can answer: "
            "{available}. Choose among them."
        ),
        "train.no_answers": (
            "{title} gives nothing that a model could learn to answer. Columns with labels: {available}. Expected at least one "
            "column with two labels or more; age is answered only where a recipe asks for it."
        ),
        "train.not_answered": (
            "The errors of {name} cannot be evened out, as the model does not answer it. It answers {available}; choose one of "
            "them, or let it answer {name}."
        ),
        "train.no_groups": (
            "There are no groups between which the errors of {name} could be evened out. Choose them among the other columns of "
            "{title}: {available}."
        ),
        "train.not_by_group": (
            "The thresholds of {name} cannot depend on the group: that needs exactly one column of the groups ({groups}) among "
            "the answers ({answers}). Let the model answer one of them, or choose thresholds alike for all."
        ),
        "program.viewer": (
            "This is Facet's viewer: it answers for photos, but cannot train or audit models. The full Facet can; "
            "install that one."
        ),
        "features.missing": "The starting weights {path} were not found. Install Facet again, or start from random weights.",
        "features.damaged": (
            "The starting weights {path} could not be loaded: {reason}. Install Facet again, or start from random weights."
        ),
        "recipe.missing": "There is no recipe {path}. Check the name.",
        "recipe.read": "{source} could not be read: {reason}. Check that it is a file you may read.",
        "recipe.not_text": "{source} holds no recipe: it is no text. Choose a JSON file that was saved as a recipe.",
        "recipe.not_json": (
            "{source} holds no recipe: its line {line} is no JSON. Choose a JSON file that was saved as a recipe."
        ),
        "recipe.not_object": (
            "{source} holds no recipe: its JSON is no object. Choose a JSON file that was saved as a recipe."
        ),
        "recipe.unknown_field": "{source} is not valid: there is no field {field}. Check its spelling, or leave it out.",
        "recipe.invalid": "{source} is not valid: {reason}.",
        "tune.damaged": "The search in {path} cannot go on: {reason}. Choose another folder, or delete it.",
        "evaluate.not_aligned": (
            "The pictures of {title} are not aligned, so they cannot be taken as they are. Leave out --as-is."
        ),
        "evaluate.nothing": "There is no picture in {title} that can be read and asked about.",
        "evaluate.no_labels": (
            "{title} gives no label of what the model answers ({answered}) for any of these faces, so nothing can be "
            "measured. Choose data that do, or a model that answers something else."
        ),
        "evaluate.one_label": (
            "In {title} these faces have only one label of each attribute the model answers ({labels}), so nothing can be "
            "measured: a model that always gives that answer would be perfect. Choose data with two labels or more."
        ),
        "evaluate.no_group": "{title} has no column {name} to group faces by. Choose from {available}.",
        "evaluate.nothing_alike": (
            "{first} and {second} answer nothing alike that the data have labels of, so they cannot be compared. "
            "Choose another model."
        ),
        "evaluate.no_run": "{path} is no training's folder with a split, so it has no side {side}. Choose the folder of a run.",
        "run.damaged": (
            "The training in {path} cannot be resumed: {file} is damaged ({reason}). Nothing was changed. Put back a copy "
            "of that file, or start a new training."
        ),
    }
)
"""English text by code. Codes never change; a new cause gets a new code."""


class FacetError(Exception):
    """An expected error, told to the user in one short message.

    Args:
        code: A key of `MESSAGES`.
        **values: What the text names: a path, a size, a limit.
    """

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(MESSAGES[code].format(**values))


class ImageError(FacetError):
    """A picture that cannot be read."""


class DetectorError(FacetError):
    """A face detector that cannot be loaded."""


class BundleError(FacetError):
    """A model that is refused, with the reason."""


class ExportError(FacetError):
    """A result that cannot be written."""


class DataError(FacetError):
    """Labelled data that cannot be used."""
