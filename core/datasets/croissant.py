"""Croissant 1.0: metadata of a data set in JSON-LD, written beside exported data and read where they are plain.

Read are record sets whose columns come from Parquet or CSV files in the same folder. Specification:
https://docs.mlcommons.org/croissant/docs/croissant-spec.html
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

from core.datasets.dataset import OWN_TERMS, FaceDataset
from core.errors import DataError
from core.files import is_file, parse_json, read_ordinary
from core.schema import AGE

CROISSANT: Final = "croissant.json"
EXPECTED: Final = "a record set whose fields are columns of Parquet or CSV files beside it"
_CONFORMS_TO: Final = "http://mlcommons.org/croissant/1.0"
_MOST_BYTES: Final = 64 << 20
_CR: Final = (
    "citeAs column dataBiases dataCollection equivalentProperty extract field fileProperty fileObject fileSet format "
    "includes isLiveDataset jsonPath key md5 parentField path personalSensitiveInformation recordSet references regex "
    "repeated replace samplingRate separator source subField transform"
)
_CONTEXT: Final[dict[str, Any]] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    **{term: f"cr:{term}" for term in _CR.split()},
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
}
_ENCODINGS: Final = {".parquet": "application/x-parquet", ".csv": "text/csv"}


@dataclass(frozen=True, slots=True)
class Described:
    """What Croissant metadata say about a data set that can be read."""

    title: str
    terms: str
    files: tuple[Path, ...]
    """One CSV file, or Parquet files."""


def describe(dataset: FaceDataset, folder: Path, *, name: str) -> dict[str, Any]:
    """The metadata of a data set that was written to a folder by `core.datasets.export`."""
    tables = sorted(path for path in folder.rglob("*") if path.suffix in _ENCODINGS)
    distribution = [_file_object(path, folder) for path in tables]
    described = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": name,
        "description": f"{len(dataset):,} faces with labels of what annotators perceived, from {dataset.title}.",
        "conformsTo": _CONFORMS_TO,
        "version": "1.0.0",
        "license": dataset.terms,
        "datePublished": datetime.now(UTC).date().isoformat(),
        "distribution": distribution,
    }
    if not tables:  # pictures in folders: their names are the labels
        pictures = {"@type": "cr:FileSet", "@id": "pictures", "name": "pictures", "encodingFormat": "image/*"}
        return described | {"distribution": [{**pictures, "includes": "*/**"}]}
    source: dict[str, Any] = {"fileObject": {"@id": distribution[0]["@id"]}}
    if tables[0].suffix == ".csv":
        pictures = {"@type": "cr:FileSet", "@id": "pictures", "name": "pictures", "encodingFormat": "image/*"}
        distribution.append({**pictures, "includes": "pictures/*"})
        image = _field("file", "sc:Text", {**source, "extract": {"column": "file"}})
        image["description"] = "The picture's file, relative to this folder."
    else:
        files = {"@type": "cr:FileSet", "@id": "parquet-files", "name": "parquet-files"}
        distribution.append({**files, "encodingFormat": _ENCODINGS[".parquet"], "includes": "data/*.parquet"})
        source = {"fileSet": {"@id": "parquet-files"}}
        bytes_of = {"extract": {"column": "image"}, "transform": {"jsonPath": "bytes"}}
        image = _field("image", "sc:ImageObject", {**source, **bytes_of})
    kind = "sc:Text" if tables[0].suffix == ".csv" else "sc:Integer"
    fields = [image]
    for column in dataset.columns.values():
        own = column.attribute
        field = _field(
            own.name, "sc:Integer" if own.name == AGE.name else kind, source | {"extract": {"column": own.name}}
        )
        if own.name != AGE.name:
            numbered = (f"{at} {label}" for at, label in enumerate(own.labels))
            labels = ", ".join(own.labels if kind == "sc:Text" else numbered)
            field["description"] = f"Perceived {own.title}: {labels}."
        fields.append(field)
    faces = {"@type": "cr:RecordSet", "@id": "faces", "name": "faces", "description": "One record per face."}
    return described | {"recordSet": [{**faces, "field": fields}]}


def read_croissant(file: Path) -> Described:
    """What a metadata file says, if its record sets are plain.

    Raises:
        DataError: It is not Croissant, its files are not beside it, or they are of other kinds.
    """
    try:
        document = parse_json(read_ordinary(file, limit=_MOST_BYTES))
    except (OSError, ValueError) as e:
        raise _refused(file, getattr(e, "strerror", None) or f"it is not valid JSON: {e}") from e
    if not is_croissant(document):
        raise _refused(file, "it does not say that it conforms to Croissant")
    parts = {_id(part): part for part in _listed(document.get("distribution"))}
    used = {_source(field) for records in _listed(document.get("recordSet")) for field in _listed(records.get("field"))}
    found = [path for name, part in parts.items() if name in used for path in _files(file, part)]
    tables = tuple(sorted({path for path in found if path.suffix.lower() in _ENCODINGS}))
    if not tables:
        raise _refused(file, "no record set in it has columns of a Parquet or CSV file in this folder")
    if len({path.suffix.lower() for path in tables}) > 1 or (tables[0].suffix.lower() == ".csv" and len(tables) > 1):
        raise _refused(file, f"its records are in several tables ({', '.join(path.name for path in tables[:5])})")
    terms = document.get("license")
    terms = ", ".join(map(str, terms)) if isinstance(terms, list) else terms
    return Described(str(document.get("name") or file.parent.name), str(terms) if terms else OWN_TERMS, tables)


def is_croissant(document: object) -> bool:
    """Whether a JSON document says that it conforms to a version of Croissant."""
    stated = document.get("conformsTo", document.get("dct:conformsTo")) if isinstance(document, dict) else None
    return any("mlcommons.org/croissant/" in str(one) for one in (stated if isinstance(stated, list) else [stated]))


def _files(file: Path, part: dict[str, Any]) -> Iterable[Path]:
    """The files of a distribution that are in the folder of the metadata."""
    folder = file.parent
    if str(part.get("@type", "")).endswith("FileSet"):
        patterns = part.get("includes")
        for pattern in patterns if isinstance(patterns, list) else [patterns]:
            if isinstance(pattern, str) and _is_inside(pattern):
                yield from (path for path in folder.glob(pattern) if path.suffix.lower() in _ENCODINGS)
        return
    place = str(part.get("contentUrl", ""))
    if PurePosixPath(place).suffix.lower() not in _ENCODINGS:
        return
    path = folder / place
    if "://" in place or not _is_inside(place) or not is_file(path):
        raise _refused(file, f"its file {place[:200]} is not in this folder; download it first")
    yield path


def _is_inside(place: str) -> bool:
    path = PurePosixPath(place)
    return not path.is_absolute() and ".." not in path.parts and bool(path.parts)


def _source(field: dict[str, Any]) -> str:
    """The id of the file or files that a field comes from."""
    source = field.get("source")
    if not isinstance(source, dict):
        return ""
    found = source.get("fileObject", source.get("fileSet", source.get("distribution", "")))
    return str(found.get("@id", "")) if isinstance(found, dict) else str(found)


def _id(part: dict[str, Any]) -> str:
    return str(part.get("@id") or part.get("name") or "")


def _listed(given: object) -> list[dict[str, Any]]:
    return [one for one in (given if isinstance(given, list) else [given]) if isinstance(one, dict)]


def _field(name: str, kind: str, source: dict[str, Any]) -> dict[str, Any]:
    return {"@type": "cr:Field", "@id": f"faces/{name}", "name": name, "dataType": kind, "source": source}


def _file_object(path: Path, folder: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    name = path.relative_to(folder).as_posix()
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "contentSize": f"{path.stat().st_size} B",
        "encodingFormat": _ENCODINGS[path.suffix],
        "sha256": digest,
    }


def _refused(path: Path, reason: str) -> DataError:
    return DataError("data.format", path=path, reason=reason, expected=EXPECTED)
