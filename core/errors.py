"""The few errors a user can meet.

Each has a stable code and its values beside the English text, so that a program can tell them apart and the window can
say them in another language. A text says what was received, what was expected and how to mend it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

MESSAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "image.missing": "There is no file {path}. Check the name, or choose another picture.",
        "image.folder": "{path} is a folder, not a picture. Choose a picture in it, or open the whole folder.",
        "image.permission": (
            "You do not have permission to read {path}. Change its permissions, or copy it to a folder of your own."
        ),
        "image.read": "{path} could not be read: {reason}. Check that the disk or network drive is still connected.",
        "image.empty": "{path} is empty (0 bytes). It was probably not copied completely; copy it again.",
        "image.format": (
            "{path} is not a picture that Facet can read. Choose a file in one of these formats: {formats}."
        ),
        "image.truncated": "{path} is damaged or incomplete: {reason}. Copy or download it again.",
        "image.too_large": (
            "{path} has {width} x {height} pixels; Facet opens at most {limit} million in this format. Make it "
            "smaller in an image editor first."
        ),
        "image.too_many_bytes": (
            "{path} has {megabytes} MB; Facet opens at most {limit} MB. Make it smaller in an image editor first."
        ),
        "image.decoder": "{path} cannot be decoded: {reason}. Open it in an image editor and save it as JPEG or PNG.",
        "folder.permission": "You do not have permission to open the folder {path}. Change its permissions.",
        "folder.empty": (
            "There are no pictures in {path}. Choose a folder with pictures in one of these formats: {formats}."
        ),
        "detector.unknown": "There is no face detector named {name}. Choose one of: {there}.",
        "detector.missing": "The file {path} of the face detector is missing. Install Facet again.",
        "detector.damaged": "The file {path} of the face detector could not be loaded: {reason}. Install Facet again.",
        "bundle.missing": "There is no model named {name}. Choose one of: {available}.",
        "bundle.none": "There are no models in {path}. Install Facet again, or choose a folder that contains a model.",
        "bundle.file": (
            "{path} is {kind}, not a model folder; it does not say what its outputs mean. Choose the folder of a "
            "model trained in Facet, or import a zip file exported from Facet."
        ),
        "bundle.no_manifest": "{path} is not a model: it has no manifest.json. Choose the folder that contains one.",
        "bundle.manifest": (
            "The manifest of the model {path} is not valid: {reason}. Ask the author of the model for a new copy."
        ),
        "bundle.future": (
            "The model {path} has manifest version {version}; this Facet supports versions up to {known}. Update "
            "Facet to use it."
        ),
        "bundle.file_missing": "The file {file} of the model {path} is missing. Copy the whole folder again.",
        "bundle.hash": (
            "The model {path} is damaged or was changed: {file} does not match its manifest (SHA-256 {actual}, "
            "expected {expected}). Copy the whole folder again."
        ),
        "bundle.network": (
            "The network of the model {path} does not match its manifest: {reason}. Ask the author of the model "
            "for a new copy."
        ),
        "bundle.trial": "The model {path} cannot be used: {reason}. Ask the author of the model for a new copy.",
        "bundle.read": (
            "The model {path} could not be read: {reason}. Check that you may read it and that its disk is still "
            "connected."
        ),
        "bundle.archive": (
            "{path} is not a model that Facet can import: {reason}. Expected a zip file exported from Facet, with "
            "manifest.json, model.tflite, weights.npz and CARD.md."
        ),
        "bundle.known": "The model in {path} was already imported as {name}. Choose that one.",
        "bundle.shipped": "The model {name} comes with Facet and cannot be deleted. Only your own models can.",
        "bundle.delete": "The model {path} could not be deleted: {reason}. Nothing was changed.",
        "network.unknown": (
            "{path} is a network made elsewhere, which does not say how it is fed and what its outputs mean. Say so with "
            "`facet-cli network {path}`, or in the audit window."
        ),
        "network.only_audited": (
            "{path} is {kind}, expected a folder with a model of Facet: only these answer photos. A network made elsewhere "
            "can be audited: say how it is fed with `facet-cli network {path}`, then `facet-cli evaluate {path} DATA`, or "
            "in the audit window."
        ),
        "network.read": "The network {path} could not be read: {reason}. Check that you may read it.",
        "network.run": (
            "The network {path} cannot be audited: {reason}. Change its form, or ask its author how it is fed and read."
        ),
        "network.form_file": (
            "{path} cannot be used as the form of a network: {reason}. Write one with `facet-cli network FILE --save FORM`."
        ),
        "export.write": "{path} could not be written: {reason}. Choose another place; the file there was not changed.",
        "export.format": "{path} does not end in a picture format that Facet can write. Use one of {formats}.",
        "export.form": "A model cannot be exported as {form}. Choose one of: {forms}.",
        "export.form_of_data": "A data set cannot be written as {form}. Choose one of: {forms}.",
        "export.not_empty": "{path} is there already. Choose the name of a new folder, or an empty one.",
        "export.package": (
            "{form} needs the package {package}, which is not installed. Install it with pip, or choose another form."
        ),
        "cluster.package": (
            'A cluster needs the package ray, which is not installed. Install "facet[cluster]" with pip.'
        ),
        "cluster.actor": (
            "A machine of the cluster cannot answer photos: {reason}. Install the same version of Facet on all of them."
        ),
        "cluster.address": "No cluster answers at {address}: {reason}. Start one with `ray start --head`.",
        "batch.missing": (
            "There is no folder {path}. Check the name, and that its disk or network drive is still connected."
        ),
        "store.read": (
            "{path} cannot be opened: {reason}. Expected an address such as s3://bucket/folder or gs://bucket/folder."
        ),
        "store.refused": (
            "You may not read {path}: {reason}. Credentials are taken from where the store's own tools look for them, "
            "such as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or GOOGLE_APPLICATION_CREDENTIALS."
        ),
        "store.empty": "There are no pictures at {path}. Check the names of the bucket and the folder.",
        "batch.folder_gone": (
            "The folder {path} no longer exists. The answers so far ({done}) are kept in {out}; restore the "
            "folder and start again to continue."
        ),
        "batch.photo": "{path} could not be answered: {reason}. Open it alone to see whether it happens again.",
        "batch.write": (
            "{path} could not be written: {reason}. Free some disk space, or choose another place. Earlier "
            "answers are kept; start again to continue."
        ),
        "batch.no_folder": (
            "{path} cannot be written: there is no folder {folder}. Create it, or choose another place."
        ),
        "batch.exists": (
            "{path} already exists and does not belong to a batch that can be continued. Choose another name, or "
            "delete it."
        ),
        "batch.locked": "{path} is being written by another program (process {pid}). Wait until it has finished.",
        "batch.journal": (
            "The batch of {path} cannot be continued: its journal {journal} {reason}. Choose another name, or "
            "delete both."
        ),
        "batch.other_model": (
            "{path} was started with the model {there}, but now {asked} is selected. Select the first model "
            "again, or choose another name."
        ),
        "batch.other_thresholds": (
            "{path} was started with the thresholds {there}, but now they are {asked}. Set the first ones again, "
            "or choose another name."
        ),
        "batch.other_detector": (
            "The faces in {path} were found by {there}, but now {asked} is selected. Select the first detector "
            "again in the settings, or choose another name."
        ),
        "batch.read": (
            "{path} cannot be opened as a result: {reason}. Choose a CSV, JSON Lines or Parquet file written by Facet."
        ),
        "collection.read": (
            "{path} cannot be opened: {reason}. Choose a collection saved by Facet, or a table that Facet has written."
        ),
        "batch.parquet": (
            "Parquet needs the package pyarrow, which this program does not include. Choose CSV or JSON Lines."
        ),
        "data.missing": "There is no data set at {path}. Check the name.",
        "data.no_label": "{label} is not a label of {attribute}. Its labels: {available}.",
        "data.format": "{path} is not a data set that Facet can read: {reason}. Expected: {expected}.",
        "data.box": "The box {box} is not in its picture of {width} x {height} pixels. Correct it, or remove the face.",
        "data.columns": (
            "It is not plain what the columns of {path} mean: {reason}. Say it in the window (Train a model), or write it "
            "down: facet-cli dataset columns prints a first version and, with --use, remembers the corrected one."
        ),
        "data.no_pictures": (
            "No column of {path} holds names or bytes of pictures. It has: {columns}. Add one, or state which it is with "
            "facet-cli dataset columns --use."
        ),
        "data.no_columns": (
            "The labels of {path} are in the names of its files or folders, or its format says what they mean: there are "
            "no columns to state the meaning of."
        ),
        "data.column_map": (
            "{source} does not say what columns mean: {reason}. Start from what facet-cli dataset columns prints."
        ),
        "data.frame": (
            "The data frame has the columns {columns}. Expected a column file with the paths of pictures, and columns "
            "of labels."
        ),
        "data.unlabelled": (
            "{path} has pictures ({count}), but no labels: neither the names of its pictures nor those of its folders are labels{hint}. "
            "Label them in the window (Train a model), or choose other data. Expected: {expected}."
        ),
        "data.not_joinable": (
            "{titles} cannot be combined for training: the pictures of {title} are small and grey, or it is "
            "listed twice. Choose data sets of whole pictures, each once."
        ),
        "decisions.damaged": (
            "The decisions about labels in {path} cannot be read: {reason}. Put back a copy of that file, or move it away to use "
            "the data as labelled."
        ),
        "labels.damaged": (
            "The labels in {path} cannot be read: {reason}. Put back a copy of that file, or move it away to begin anew."
        ),
        "issues.failed": (
            "The faces of {path} could not be compared: the process that does it ended unexpectedly (exit code {exit}). Try "
            "again; what is done is kept."
        ),
        "issues.no_labels": (
            "The labels of {name} in {title} cannot be checked: it has no two different ones. Choose among the columns with "
            "two labels or more: {available}."
        ),
        "issues.too_few": (
            "The labels of {title} cannot be checked: too few faces have a label that occurs at least five "
            "times ({count} at most). Expected at least {needed}."
        ),
        "boxes.missing": "There is no folder {path} with boxes drawn by hand. Check the name.",
        "boxes.read": (
            "The boxes drawn by hand for this picture cannot be read: {reason}. Delete {path} to have those that the "
            "detector finds."
        ),
        "split.damaged": "The split {path} cannot be used: {reason}. Create a new one.",
        "split.other_data": (
            "The split {path} belongs to another data set ({split_data}, {split_rows} rows; this one has {rows}, "
            "or other labels). Open that data set, or create a new split."
        ),
        "get.address": "{address} is not an address from which Facet can download data. Expected: {expected}.",
        "get.refused": (
            "{address} returned status {status}: {reason}. Check the address, or download the file with a browser."
        ),
        "get.unreachable": (
            "{address} cannot be reached: {reason}. Check the connection; the part already downloaded is kept."
        ),
        "get.lost": (
            "The connection to {address} was lost after {received} of {total} bytes. Start again to continue the "
            "download."
        ),
        "get.size": (
            "{address} returned {received} bytes instead of {expected}. The file may have changed; check its source."
        ),
        "get.hash": (
            "{address} is not the expected file: its SHA-256 is {actual}, not {expected}. It was deleted; check "
            "its source."
        ),
        "get.disk_full": (
            "{path} needs {needed} MB, but only {free} MB of the disk are free. Free some space, or choose "
            "another place."
        ),
        "get.package": (
            "Downloading from {source} needs the package {package}. Install it with `pip install {package}`, or "
            "download the data with a browser and open them."
        ),
        "get.failed": (
            "{what} could not be downloaded from {source}: {reason}. Download it with a browser instead, and open "
            "the file."
        ),
        "run.other_recipe": (
            "{path} contains a training with another recipe. Choose another folder, or delete that training."
        ),
        "run.missing": "There is no training in {path}. Choose a folder that contains a recipe.json.",
        "run.exists": "{path} already contains a training. Resume it, choose another folder, or delete it.",
        "run.locked": (
            "The training in {path} is being written by another program (process {pid}). Wait until it has finished."
        ),
        "run.write": (
            "{path} could not be written: {reason}. Free some disk space or choose another folder; the last saved "
            "epoch is complete."
        ),
        "run.not_a_number": (
            "The loss became infinite or NaN in epoch {epoch}, step {step}, at a learning rate of {rate}. Choose "
            "a smaller learning rate; earlier epochs are kept."
        ),
        "run.memory": (
            "There was not enough memory for a batch of {batch} pictures of {size} x {size}. Choose a smaller "
            "batch or input size; earlier epochs are kept."
        ),
        "run.crashed": (
            "The training in {path} ended unexpectedly (exit code {exit}): {end}. Resume it to continue from the "
            "last saved epoch."
        ),
        "run.damaged": (
            "The training in {path} cannot be resumed: {file} is damaged ({reason}). Nothing was changed. Put back a copy "
            "of that file, or start a new training."
        ),
        "train.start_model": (
            "The training cannot start from the model {model}: {reason}. Choose a model of the same kind, or other starting "
            "weights."
        ),
        "train.teacher": (
            "The model {model} cannot be the teacher: {reason}. Choose a model that answers the same with the same labels, or "
            "no teacher."
        ),
        "train.seen_by_start": (
            "{known} of the {count} pictures of {title} are among those that the model {model} was trained with, and the others "
            "are too few to measure on. Add other data, or start from other weights."
        ),
        "train.too_few": (
            "{title} has too few usable pictures for training and testing: {count}. Expected at least 50."
        ),
        "train.declared_test": (
            "The test side that {title} declares has no label of {names}. Let the model answer other columns, or open only the "
            "files of the training side: then a test side is drawn from them."
        ),
        "train.no_labels": (
            "{title} has no label of {name} for any picture. Choose among the columns with labels: {available}."
        ),
        "train.one_label": (
            "All pictures of {title} have the same label of {name}, so a model cannot learn it. Choose among the "
            "columns a model can answer: {available}."
        ),
        "train.no_answers": (
            "{title} has no column that a model could learn to answer. Columns with labels: {available}. Expected "
            "at least one column with two or more labels; age is answered only if the recipe asks for it."
        ),
        "train.not_answered": (
            "The errors of {name} cannot be equalized, because the model does not answer it. Choose one of its "
            "answers ({available}), or let it answer {name}."
        ),
        "train.no_groups": (
            "There are no groups between which the errors of {name} could be equalized. Choose among the other "
            "columns of {title}: {available}."
        ),
        "train.not_by_group": (
            "The thresholds of {name} cannot depend on the group: that needs exactly one of the group columns "
            "({groups}) among the answers ({answers}). Let the model answer one of them, or choose the same "
            "thresholds for all."
        ),
        "program.viewer": (
            "This is the Facet viewer. It answers for photos, but cannot train or audit models. Install the full "
            "Facet for that."
        ),
        "features.missing": (
            "The starting weights {path} are missing. Install Facet again, or start from random weights."
        ),
        "features.damaged": (
            "The starting weights {path} could not be loaded: {reason}. Install Facet again, or start from random "
            "weights."
        ),
        "recipe.preset": "There is no preset named {preset}. Choose one of: {presets}.",
        "recipe.missing": "There is no recipe {path}. Check the name.",
        "recipe.read": "{source} could not be read: {reason}. Check that you have permission to read it.",
        "recipe.not_text": "{source} is not a recipe: it is not text. Choose a JSON file that was saved as a recipe.",
        "recipe.not_json": (
            "{source} is not a recipe: line {line} is not valid JSON. Choose a JSON file that was saved as a recipe."
        ),
        "recipe.not_object": (
            "{source} is not a recipe: its JSON is not an object. Choose a JSON file that was saved as a recipe."
        ),
        "recipe.unknown_field": "{source} is not valid: there is no field {field}. Check its spelling, or remove it.",
        "recipe.invalid": "{source} is not valid: {reason}. Correct it, or choose another recipe.",
        "tune.other_recipe": (
            "The storage {storage} belongs to a search with another recipe or preset. Start with the same options as "
            "there, or choose another storage."
        ),
        "tune.damaged": "The search in {path} cannot be continued: {reason}. Choose another folder, or delete it.",
        "evaluate.not_aligned": "The pictures of {title} are not aligned, so --as-is cannot be used. Leave it out.",
        "evaluate.nothing": (
            "{title} has no picture that can be read and evaluated. Check that its files are there, or choose "
            "another data set."
        ),
        "evaluate.no_labels": (
            "{title} has no label of what the model answers ({answered}) for any of these faces, so nothing can "
            "be measured. Choose another data set, or another model."
        ),
        "evaluate.one_label": (
            "In {title} these faces have only one label of each attribute the model answers ({labels}), so nothing can be "
            "measured: a model that always gives that answer would be perfect. Choose data with two labels or more."
        ),
        "evaluate.no_group": "{title} has no column {name} to group faces by. Choose one of: {available}.",
        "evaluate.no_data": "Which labelled faces is {model} to be measured on? Give data, or the folder of a training.",
        "evaluate.nothing_alike": (
            "{first} and {second} have no answer in common that the data set has labels of, so they cannot be "
            "compared. Choose another model."
        ),
        "evaluate.no_run": (
            "{path} is not the folder of a training with a split, so it has no side {side}. Choose the folder of "
            "a training."
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

    def __reduce__(self) -> tuple[Any, ...]:
        # An exception is pickled by its arguments, and the one of `Exception` is the text.
        return partial(type(self), self.code, **self.values), ()


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
