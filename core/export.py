"""Exporting results: CSV, JSON, an annotated picture, and text for the clipboard."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from PIL import Image

import core
from core.analysis import Analysis, AnalyzedFace, PhotoResult
from core.errors import ExportError
from core.files import parse_json, replace_file, safe_cell
from core.model.bundle import Manifest
from core.model.classifier import Answer, answers_differ
from core.purpose import HEADER
from core.schema import ATTRIBUTES, Attribute
from core.vision.imaging import RGB

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

PICTURE_SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".webp")

MEASURES: Final = ("brightness", "contrast", "sharpness", "eye_distance_px", "turn", "visible")
NO_FACE: Final = "No face was found."
"""The `error` of an answered photo without a face."""
NO_ATTRIBUTES: Final = "it does not say which attributes were answered"
"""The reason why a table cannot be read."""
SECOND: Final = "second_"
"""What the columns of a second model's answers and its lines in the head of a table begin with."""
NO_SECOND: Final[Mapping[str, Attribute]] = MappingProxyType({})
_BEFORE: Final = ("path", "face", "error", "width", "height", "milliseconds", "x0", "y0", "x1", "y1", "score")
_AFTER: Final = (*MEASURES, "reasons")
_OF_A_FACE: Final = ("box", "score", "quality")
_ABOUT_A_MODEL: Final = ("model", "model_sha256", "thresholds", "attributes")
_EXIF_DESCRIPTION: Final = 0x010E


@dataclass(frozen=True, slots=True)
class AnswerColumns:
    """The columns of a table that hold one attribute's answers."""

    label: str
    uncertain: str
    probabilities: Mapping[str, str]
    """By label."""
    differs: str = ""
    """Whether a second model's answer differs from the first's; empty where there is no such column."""

    @property
    def all(self) -> tuple[str, ...]:
        """All of them, in order."""
        names = self.label, self.uncertain, *self.probabilities.values()
        return (*names, self.differs) if self.differs else names


def answer_columns(attributes: Mapping[str, Attribute]) -> dict[str, AnswerColumns]:
    """The columns of the answers by attribute; `_` is appended to a name that is already taken."""
    return _answer_columns(attributes, {*_BEFORE, *_AFTER})


def second_columns(attributes: Mapping[str, Attribute], second: Mapping[str, Attribute]) -> dict[str, AnswerColumns]:
    """The columns of a second model's answers to the attributes `second`, beside those of a first to `attributes`."""
    taken = set(columns(attributes))
    return {
        name: replace(its, differs=_free(f"{SECOND}{name}_differs", taken)) if name in attributes else its
        for name, its in _answer_columns(second, taken, SECOND).items()
    }


def _answer_columns(attributes: Mapping[str, Attribute], taken: set[str], prefix: str = "") -> dict[str, AnswerColumns]:
    return {
        name: AnswerColumns(
            _free(prefix + name, taken),
            _free(f"{prefix}{name}_uncertain", taken),
            {label: _free(f"{prefix}{name}_{label}", taken) for label in attribute.labels},
        )
        for name, attribute in attributes.items()
    }


def columns(attributes: Mapping[str, Attribute], second: Mapping[str, Attribute] = NO_SECOND) -> tuple[str, ...]:
    """The columns of a table of the answers to these attributes.

    Those of `added_columns` follow, and the answers of a second model to the attributes `second`.
    """
    names = (column for one in answer_columns(attributes).values() for column in one.all)
    own = (*_BEFORE, *names, *_AFTER, *added_columns(attributes))
    return (
        (*own, *(column for one in second_columns(attributes, second).values() for column in one.all))
        if second
        else own
    )


def added_columns(attributes: Mapping[str, Attribute]) -> tuple[str, str]:
    """The columns of notes on how the file was read, and of who found the face: the detector, or the user by hand.

    Tables written before they were added lack them.
    """
    taken = {column for one in answer_columns(attributes).values() for column in one.all}
    return _free("notes", taken), _free("found_by", taken)


def record_keys(names: Iterable[str]) -> dict[str, str]:
    """The key of each attribute's answer in a face of `record`: its name, with `_` appended if it is taken."""
    taken = set(_OF_A_FACE)
    return {name: _free(name, taken) for name in names}


def found_by_key(names: Iterable[str]) -> str:
    """The key of who found a face in a face of `record`; records from before it was added lack it."""
    return _free("found_by", set(record_keys(names).values()))


def second_key(names: Iterable[str]) -> str:
    """The key of a second model's answers in a face of `record`, which has them only where there is such a model."""
    taken = {*record_keys(names).values(), found_by_key(names)}
    return _free("second", taken)


def record(result: PhotoResult, model: str) -> dict[str, Any]:
    """A result in the form of `docs/cli.md`; `model` is there also if the picture could not be read."""
    analysis = result.analysis
    return {
        "path": printable(result.path),
        "width": analysis.width if analysis else None,
        "height": analysis.height if analysis else None,
        "model": model,
        "milliseconds": round(result.milliseconds, 1),
        "error": None if result.error is None else printable(str(result.error)),
        "notes": list(result.notes),
        "faces": [_face_record(face) for face in analysis.faces] if analysis else [],
    }


def write_csv(
    path: Path, results: Iterable[PhotoResult], manifest: Manifest, detector: str = "", *, raw: bool = False
) -> None:
    """Write results as CSV: `# key: value` lines, the columns, one row per face, and one per photo without any.

    `raw` writes text that is like a formula as it is.

    Raises:
        ExportError: The file cannot be written.
    """
    file = io.StringIO(newline="")
    for key, value in about(manifest, detector):
        file.write(f"# {key}: {value}\r\n")
    attributes = manifest.attributes
    writer = csv.DictWriter(file, columns(attributes))
    writer.writeheader()
    title = f"{manifest.name} {manifest.version}"
    for result in results:
        writer.writerows(csv_values(row, raw=raw) for row in table_rows(record(result, title), attributes))
    _write(path, file.getvalue().encode())


def write_annotated(path: Path, rgb: RGB, analysis: Analysis) -> None:
    """Write the picture with its faces framed and labelled.

    Raises:
        ExportError: The file cannot be written, or its suffix is not one of `PICTURE_SUFFIXES`.
    """
    if path.suffix.lower() not in PICTURE_SUFFIXES:
        raise ExportError("export.format", path=path, formats=", ".join(PICTURE_SUFFIXES))
    image = annotated(rgb, analysis)
    exif = Image.Exif()
    exif[_EXIF_DESCRIPTION] = f"{HEADER} Model: {analysis.model}."
    content = io.BytesIO()
    image.save(content, Image.registered_extensions()[path.suffix.lower()], quality=92, exif=exif)
    _write(path, content.getvalue())


def annotated(rgb: RGB, analysis: Analysis) -> Image.Image:
    """The picture with its faces framed and labelled."""
    from PIL import ImageDraw, ImageFont  # here, because tables do not need them

    image = Image.fromarray(rgb)
    draw = ImageDraw.Draw(image)
    unit = max(image.size) / 1000
    font = ImageFont.load_default(size=max(11.0, 20 * unit))
    line_px = max(1, round(3 * unit))
    for face in analysis.faces:
        x0, y0, x1, y1 = face.face.box
        draw.rounded_rectangle((x0, y0, x1, y1), radius=8 * unit, outline="white", width=line_px)
        text = "\n".join(map(_line, face.answers.values()))
        _caption(draw, image.size, (x0, y1 + 4 * unit), text, font)
    return image


def summary_text(analysis: Analysis, name: str, second: Analysis | None = None) -> str:
    """The answer for one picture as text for the clipboard; `second` is that of another model for the same faces."""
    lines = [f"{name} · {analysis.model}" + (f" and {second.model}" if second else "")]
    for number, face in enumerate(analysis.faces, start=1):
        others = second.faces[number - 1].answers if second else {}
        said = [_said(answer, others.get(attribute)) for attribute, answer in face.answers.items()]
        said += [_said(answer) + " (second model)" for one, answer in others.items() if one not in face.answers]
        reasons = "".join(f" ({reason})" for reason in face.reasons)
        lines.append(f"Face {number} of {len(analysis.faces)}: {'; '.join(said)}{reasons}")
    if not analysis.faces:
        lines.append(NO_FACE)
    return "\n".join([*lines, HEADER]) + "\n"


def _said(answer: Answer, other: Answer | None = None) -> str:
    beside = f" (second model: {answer_text(other)}{', differs' if answer.differs(other) else ''})" if other else ""
    return f"perceived {answer.attribute.title}: {answer_text(answer)}{beside}"


def answer_text(answer: Answer) -> str:
    """An answer in a few words: "Female 94 %", or "uncertain: Asian 48 %, Others 31 %"."""
    ranked = sorted(zip(answer.probabilities, answer.labels, strict=True), reverse=True)
    if answer.uncertain:
        return "uncertain: " + ", ".join(f"{label} {percent(p)}" for p, label in ranked[:2])
    return f"{ranked[0][1]} {percent(ranked[0][0])}"


def _line(answer: Answer) -> str:
    """An answer with its attribute's title, except for shipped attributes, whose labels are clear by themselves."""
    text = answer_text(answer)
    return text if answer.attribute.name in ATTRIBUTES else f"{answer.attribute.title}: {text}"


def percent(probability: float) -> str:
    """A probability for display, never 0 or 100 %, because no model is certain."""
    if probability > 0.99:
        return "> 99 %"
    if probability < 0.01:
        return "< 1 %"
    return f"{probability:.0%}".replace("%", " %")


def about(manifest: Manifest, detector: str = "") -> Sequence[tuple[str, str]]:
    """The head of every table: purpose, program, model, its hash and thresholds, the detector if given, and the date.

    Attributes that do not ship are described, so that the table can be read without the model.
    """
    thresholds = ", ".join(f"{name} {spec.threshold:.3f}" for name, spec in manifest.heads.items())
    others = {
        name: {"labels": attribute.labels, "title": attribute.title}
        for name, attribute in manifest.attributes.items()
        if name not in ATTRIBUTES
    }
    return (
        ("about", HEADER),
        ("program", f"Facet {core.__version__}"),
        ("model", f"{manifest.name} {manifest.version}"),
        ("model_sha256", manifest.files["model.tflite"]),
        ("thresholds", thresholds),
        *((("attributes", json.dumps(others)),) if others else ()),
        *((("detector", detector),) if detector else ()),
        ("date", datetime.now().astimezone().isoformat(timespec="seconds")),
    )


def attributes_in(about: Mapping[str, str]) -> dict[str, Attribute]:
    """The attributes answered in a table, in order, from its head (`about`).

    Raises:
        ValueError: The head does not list them.
    """
    try:
        others = parse_json(about.get("attributes", "{}"))
        names = [one.split(" ")[0] for one in about["thresholds"].split(", ")]
        return {
            name: Attribute(name, tuple(others[name]["labels"]), title=others[name]["title"])
            if name in others
            else ATTRIBUTES[name]
            for name in names
        }
    except (KeyError, TypeError, AttributeError) as e:
        raise ValueError(NO_ATTRIBUTES) from e


def with_second(about: Mapping[str, str], second: Mapping[str, str]) -> dict[str, str]:
    """The head of a table that has the answers of a second model too; `second` is the head of a table of its own."""
    return {**about, **{SECOND + key: second[key] for key in _ABOUT_A_MODEL if key in second}}


def parted_about(about: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The two heads that `with_second` joined; the second is empty where there is no second model."""
    second = {key: about[SECOND + key] for key in _ABOUT_A_MODEL if SECOND + key in about}
    if not {"model", "model_sha256", "thresholds"} <= second.keys():
        return dict(about), {}
    theirs = {SECOND + key for key in second}
    return {key: value for key, value in about.items() if key not in theirs}, second


def second_attributes_in(about: Mapping[str, str]) -> dict[str, Attribute]:
    """The attributes that a second model answered in a table, from its head; empty without one.

    Raises:
        ValueError: The head does not list them.
    """
    second = parted_about(about)[1]
    return attributes_in(second) if second else {}


def table_rows(
    photo: Mapping[str, Any], attributes: Mapping[str, Attribute], second: Mapping[str, Attribute] = NO_SECOND
) -> list[dict[str, Any]]:
    """The rows of a photo in the form of `record`, by `columns`; missing values are left out.

    One row per face, or one row without `face` whose `error` says why.

    Raises:
        ValueError: The record, read from a file, is damaged.
    """
    keys, answers = record_keys(attributes), answer_columns(attributes)
    named = [(keys[name], answers[name]) for name in attributes]
    notes, found_by = added_columns(attributes)
    key, second_of_face = found_by_key(attributes), second_key(attributes)
    seconds = second_columns(attributes, second) if second else {}
    try:
        shared = {name: photo.get(name) for name in ("path", "width", "height", "milliseconds")}
        shared[notes] = " ".join(photo.get("notes", ())) or None
        if not photo["faces"]:
            return [shared | {"error": photo.get("error") or NO_FACE}]
        return [
            shared
            | _face_row(number, face, named)
            | {found_by: face.get(key)}
            | _second_row(face, seconds, second_of_face, keys)
            for number, face in enumerate(photo["faces"])
        ]
    except (KeyError, TypeError, AttributeError) as e:
        raise ValueError(f"the record of a photo is damaged ({type(e).__name__}: {e})") from e


def csv_values(row: Mapping[str, Any], *, raw: bool = False) -> dict[str, Any]:
    """A row of `table_rows` as written to a CSV file; `raw` leaves text that is like a formula as it is."""
    return {column: _csv_value(value if raw else safe_cell(value)) for column, value in row.items()}


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def _face_record(face: AnalyzedFace) -> dict[str, Any]:
    return {
        "box": [round(value, 1) for value in face.face.box],
        "score": round(face.face.score, 4),
        **{key: answer_record(face.answers[name]) for name, key in record_keys(face.answers).items()},
        "quality": _quality_record(face),
        found_by_key(face.answers): face.face.found_by,
    }


def records_differ(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """`Answer.differs` for two answers in the form of `record`."""
    return answers_differ(one["label"], other["label"], uncertain=(one["uncertain"], other["uncertain"]))


def answer_record(answer: Answer) -> dict[str, Any]:
    """An answer in the form of `record`."""
    probabilities = {label: round(p, 6) for label, p in zip(answer.labels, answer.probabilities, strict=True)}
    return {"label": answer.label, "uncertain": answer.uncertain, "probabilities": probabilities}


def _quality_record(face: AnalyzedFace) -> dict[str, Any]:
    measures = asdict(face.quality)
    return {**{name: round(measures[name], 4) for name in MEASURES}, "reasons": list(face.quality.reasons)}


def _face_row(number: int, face: Mapping[str, Any], named: Sequence[tuple[str, AnswerColumns]]) -> dict[str, Any]:
    row: dict[str, Any] = {"face": number, "score": face["score"]}
    row |= zip(("x0", "y0", "x1", "y1"), face["box"], strict=True)
    for key, its in named:
        row |= _answer_row(face[key], its)
    quality = face["quality"]
    return row | {name: quality[name] for name in MEASURES} | {"reasons": " ".join(quality["reasons"])}


def _answer_row(answer: Mapping[str, Any], its: AnswerColumns) -> dict[str, Any]:
    row: dict[str, Any] = {its.label: answer["label"], its.uncertain: answer["uncertain"]}
    return row | {its.probabilities[label]: _Probability(p) for label, p in answer["probabilities"].items()}


def _second_row(
    face: Mapping[str, Any], columns: Mapping[str, AnswerColumns], key: str, keys: Mapping[str, str]
) -> dict[str, Any]:
    """A second model's answers by `columns`; none where it has not answered. `keys` are those of the first's."""
    row: dict[str, Any] = {}
    answers = face.get(key) or {}
    for name, its in columns.items() if answers else ():
        row |= _answer_row(answers[name], its)
        if its.differs:
            row[its.differs] = records_differ(face[keys[name]], answers[name])
    return row


class _Probability(float):
    """Written with six decimals, such as 0.500000."""


def _csv_value(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.6f}" if isinstance(value, _Probability) else value


def _caption(
    draw: ImageDraw.ImageDraw,
    size: tuple[int, int],
    at: tuple[float, float],
    text: str,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
) -> None:
    x0, y0, x1, y1 = draw.multiline_textbbox((0, 0), text, font=font)
    pad = (y1 - y0) / 8
    x = min(max(at[0], pad), size[0] - (x1 - x0) - pad)
    y = min(at[1] + pad, size[1] - (y1 - y0) - 2 * pad)
    draw.rounded_rectangle((x - pad, y - pad, x + x1 - x0 + pad, y + y1 - y0 + pad), radius=pad, fill="#202428")
    draw.multiline_text((x - x0, y - y0), text, font=font, fill="white")


def printable(value: str) -> str:
    """Text that can be written as UTF-8, also where it holds a file name that is not."""
    try:
        # Not os.fsencode: under LC_ALL=C it encodes ASCII alone.
        content = value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        content = value.encode("utf-8", "surrogatepass")
    return content.decode("utf-8", "replace")


def _write(path: Path, content: bytes) -> None:
    try:
        replace_file(path, content)
    except (OSError, ValueError) as e:
        raise ExportError("export.write", path=path, reason=getattr(e, "strerror", None) or e) from e
