"""A model as a folder of data: manifest, network, weights and card.

    manifest.json   what the network expects and answers, how it is calibrated, its origin, one hash per file
    model.tflite    the network, run by LiteRT
    weights.npz     its weights in the order of the Keras network, to continue training
    CARD.md         the model card, for people
    learned.npz     hashes of the pictures it was trained with (optional)

A bundle is data, never code: only the network is run, through LiteRT, and no file is unpickled.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Literal, Self

from core.errors import BundleError
from core.files import is_folder, is_there, local_path, parse_json, read_ordinary
from core.schema import ATTRIBUTES, Attribute
from core.validation import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

DEFAULT: Final = "facet-150"
"""The model used by default."""
FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
NETWORK: Final = "model.tflite"
WEIGHTS: Final = "weights.npz"
CARD: Final = "CARD.md"
LEARNED: Final = "learned.npz"
LIMITS: Final[Mapping[str, int]] = MappingProxyType(
    {MANIFEST: 1 << 20, CARD: 4 << 20, NETWORK: 256 << 20, WEIGHTS: 256 << 20, LEARNED: 64 << 20}
)
"""Largest size of each file in bytes: many times what Facet's networks need."""


Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Temperature = Annotated[float, Field(ge=0.05, le=20.0, allow_inf_nan=False)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InputSpec(_Strict):
    """The network's input.

    The aligned face is cropped to `crop`, resized to `size` x `size` pixels, converted to grey if `channels` is 1, and
    passed as float32 from 0 to 255: any scaling is the network's first layer.
    """

    size: int = Field(
        ge=16, le=512, title="Input size", description="Side of the picture the network is shown, in pixels."
    )
    channels: Literal[1, 3] = Field(
        title="Input colour",
        description="Whether it is shown colours.",
        json_schema_extra={"names": [[1, "grey"], [3, "colour"]]},
    )
    crop: tuple[Share, Share, Share, Share] = (0.0, 0.0, 1.0, 1.0)
    """Left, top, right, bottom as shares of the canonical frame."""

    @model_validator(mode="after")
    def _crop_has_an_area(self) -> Self:
        left, top, right, bottom = self.crop
        if left >= right or top >= bottom:
            raise ValueError(f"crop {self.crop} has no area: expected left < right and top < bottom")
        return self


class CalibrationParams(_Strict):
    """How probabilities are calibrated."""

    temperature: Temperature = 1.0
    """The logits are divided by it before the softmax (Guo et al. 2017, On Calibration of Modern Neural Networks)."""
    threshold: Share = 0.0
    """Below this calibrated probability the answer is "uncertain"."""


class HeadSpec(CalibrationParams):
    """One of the network's answers and the calibration of its probabilities."""

    labels: tuple[str, ...]
    """The classes in the order of the network's output."""
    target_error: Share | None = None
    """The share of wrong answers for which the threshold was chosen."""
    second_look: Share = 0.0
    """Below this uncalibrated probability the mirror image of a face is evaluated too (`run_with_mirror`)."""
    label_temperatures: tuple[Temperature, ...] = ()
    """One per label (`core.model.calibration.apply_calibration`); empty to use the common temperature."""
    grouped_by: str = ""
    """Another attribute of the bundle whose labels select the calibration; empty if all faces use the same."""
    by_group: tuple[CalibrationParams, ...] = ()
    """One per label of `grouped_by`, weighted by its probabilities (`core.model.calibration.apply_calibration`)."""
    title: str = ""
    """Display name of an attribute that does not ship with Facet."""

    @model_validator(mode="before")
    @classmethod
    def _by_ethnicity_was_the_only_grouping(cls, given: object) -> object:
        if isinstance(given, dict) and "by_ethnicity" in given:
            given = dict(given)
            given["by_group"] = given.pop("by_ethnicity")
            given["grouped_by"] = "ethnicity" if given["by_group"] else ""
        return given

    def with_threshold(self, threshold: float) -> HeadSpec:
        """A copy with one threshold for all groups."""
        alike = tuple(one.model_copy(update={"threshold": threshold}) for one in self.by_group)
        return self.model_copy(update={"threshold": threshold, "by_group": alike})


class DataSource(_Strict):
    """Data the model was trained on, with their licence terms."""

    name: str
    terms: str


class Manifest(_Strict):
    """The content of `manifest.json`."""

    format: Literal[1] = FORMAT
    name: Name
    version: str
    created: str
    """Date of creation, YYYY-MM-DD."""
    description: str
    architecture: str
    """Its name in the registry of architectures, which rebuilds the network for further training."""
    parameters: dict[str, int | float | str | bool] = Field(default_factory=dict)
    """Arguments of the registry's builder."""
    input: InputSpec
    heads: dict[str, HeadSpec]
    """By the name of the network's output in its serving signature, whose values are softmax probabilities."""
    data: tuple[DataSource, ...]
    detector: str = ""
    """The detector that found the faces in them, a name of `core.vision.detectors.DETECTORS`; empty if unknown."""
    terms: str
    """What this model may be used for."""
    results: dict[str, float] = Field(default_factory=dict)
    """Figures of the card, on pictures the model had not seen."""
    files: dict[Literal["model.tflite", "weights.npz", "CARD.md", "learned.npz"], Sha256]
    """SHA-256 of every file beside the manifest."""

    @property
    def attributes(self) -> dict[str, Attribute]:
        """What the model answers, by name, in the order of its answers."""
        return {
            name: ATTRIBUTES[name] if name in ATTRIBUTES else Attribute(name, head.labels, title=head.title)
            for name, head in self.heads.items()
        }

    @model_validator(mode="after")
    def _heads_fit(self) -> Self:
        if not self.heads:
            raise ValueError("heads: expected at least one")
        for name, head in self.heads.items():
            try:
                Attribute(name, head.labels)
            except ValueError as e:
                raise ValueError(f"heads.{name}: {e}") from None
            if name in ATTRIBUTES and head.labels != ATTRIBUTES[name].labels:
                raise ValueError(f"heads.{name}.labels: got {head.labels}, expected {ATTRIBUTES[name].labels}")
            own = len(head.label_temperatures)
            if own not in (0, len(head.labels)):
                raise ValueError(f"heads.{name}.label_temperatures: got {own}, expected {len(head.labels)} or none")
            groups = 0
            if head.grouped_by:
                if head.grouped_by == name or head.grouped_by not in self.heads:
                    raise ValueError(f"heads.{name}.grouped_by: got {head.grouped_by}, expected another of the heads")
                if self.heads[head.grouped_by].grouped_by:
                    raise ValueError(f"heads.{name}.grouped_by: {head.grouped_by} is itself read by group")
                groups = len(self.heads[head.grouped_by].labels)
            if len(head.by_group) != groups:
                raise ValueError(f"heads.{name}.by_group: got {len(head.by_group)}, expected {groups}")
        missing = {NETWORK, WEIGHTS, CARD} - set(self.files)
        if missing:
            raise ValueError(f"files: no hash for {', '.join(sorted(missing))}")
        return self


@dataclass(frozen=True, slots=True)
class ModelBundle:
    """A model whose manifest was validated and whose files match their hashes."""

    path: Path
    manifest: Manifest
    network: bytes
    """The content of `model.tflite` whose hash was checked."""

    @property
    def title(self) -> str:
        """Name and version, as shown to people."""
        return f"{self.manifest.name} {self.manifest.version}"

    @property
    def card(self) -> str:
        """The text of the model card."""
        return read_ordinary(self.path / CARD, limit=LIMITS[CARD]).decode(errors="replace")

    def with_thresholds(self, thresholds: Mapping[str, float]) -> ModelBundle:
        """The same model with other thresholds; a head that is not named keeps its own."""
        heads = {
            head: spec.with_threshold(thresholds[head]) if head in thresholds else spec
            for head, spec in self.manifest.heads.items()
        }
        return replace(self, manifest=self.manifest.model_copy(update={"heads": heads}))


STARTING_WEIGHTS: Final = "Starting weights: "
"""How the name of a source begins that is the network a training started from, not data."""
_FRONT: Final = "---\n"
NETWORK_SUFFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {".onnx": "an ONNX network", ".tflite": "a LiteRT network", ".keras": "a Keras model", ".h5": "a Keras model"}
)
"""Of files with a network made elsewhere (`core.evaluation.external`), and what each is."""


def read_manifest(path: Path) -> Manifest:
    """Read and validate the manifest of the bundle in the folder `path`.

    Raises:
        BundleError: There is none, it is not valid, or it is of a later format than this program knows.
    """
    try:
        raw = parse_json(read_ordinary(path / MANIFEST, limit=LIMITS[MANIFEST]).decode())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as e:
        raise BundleError("bundle.no_manifest", path=path) from e
    except OSError as e:
        raise BundleError("bundle.read", path=path, reason=e.strerror or str(e)) from e
    except ValueError as e:
        raise BundleError("bundle.manifest", path=path, reason=f"it is not JSON ({e})") from e
    version = raw.get("format") if isinstance(raw, dict) else None
    if isinstance(version, int) and version > FORMAT:
        raise BundleError("bundle.future", path=path, version=version, known=FORMAT)
    try:
        return Manifest.model_validate(raw)
    except ValidationError as e:
        raise BundleError("bundle.manifest", path=path, reason=_first_fault(e)) from e


def load_bundle(path: Path) -> ModelBundle:
    """Load the bundle in the folder `path` after checking every file against its hash.

    Raises:
        BundleError: Anything is missing, changed, or does not fit.
    """
    manifest = read_manifest(path)
    contents = {file: _checked(path, file, expected) for file, expected in manifest.files.items()}
    return ModelBundle(path=path, manifest=manifest, network=contents[NETWORK])


def find_bundles(folders: Iterable[Path]) -> dict[str, Path]:
    """Folders with a manifest below `folders`, by their own name; earlier folders win."""
    found: dict[str, Path] = {}
    for folder in folders:
        if is_folder(folder):
            for manifest in sorted(folder.glob(f"*/{MANIFEST}")):
                found.setdefault(manifest.parent.name, manifest.parent)
    return found


def resolve_bundle(name_or_path: str, folders: Sequence[Path]) -> Path:
    """The folder of a bundle given by name or by path.

    Raises:
        BundleError: There is no such bundle; the message lists the known ones. Or it is a file, not a bundle.
    """
    bundles = find_bundles(folders)
    if name_or_path in bundles:
        return bundles[name_or_path]
    path = local_path(name_or_path)
    if is_folder(path):
        return path
    if is_there(path):
        if network := NETWORK_SUFFIXES.get(path.suffix.lower()):
            raise BundleError("network.only_audited", path=path, kind=network)
        kind = "a zip file" if path.suffix.lower() == ".zip" else "a file"
        raise BundleError("bundle.file", path=path, kind=kind)
    if not bundles:
        raise BundleError("bundle.none", path=", ".join(map(str, folders)))
    raise BundleError("bundle.missing", name=name_or_path, available=", ".join(bundles))


def split_card(card: str) -> tuple[str, str]:
    """The metadata in YAML that model hubs read, with the lines around them, and the card for people.

    Cards of earlier versions have no metadata.
    """
    if not card.startswith(_FRONT):
        return "", card
    front, end, body = card.removeprefix(_FRONT).partition(f"\n{_FRONT}")
    return (f"{_FRONT}{front}{end}", body) if end else ("", card)


def map_output(head: str) -> str:
    """Name of the network's class activation output for a head; some networks have none."""
    return f"{head}_map"


def sha256(content: bytes) -> str:
    """The hash of a file's content as in a manifest, in lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _checked(path: Path, file: str, expected: str) -> bytes:
    try:
        content = read_ordinary(path / file, limit=LIMITS[file])
    except FileNotFoundError as e:
        raise BundleError("bundle.file_missing", path=path, file=file) from e
    except OSError as e:
        raise BundleError("bundle.read", path=path, reason=f"{file}: {e.strerror or e}") from e
    actual = sha256(content)
    if actual != expected:
        raise BundleError("bundle.hash", path=path, file=file, actual=actual[:12], expected=expected[:12])
    return content


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    place = ".".join(str(part) for part in fault["loc"])
    return f"{place}: {fault['msg']}" if place else fault["msg"]
