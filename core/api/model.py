"""Models and their answers."""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, Union

import numpy as np

from core.analysis import AnalyzedFace, Analyzer
from core.export import columns, percent, record, table_rows
from core.model.bundle import DEFAULT, ModelBundle, find_bundles, load_bundle, resolve_bundle, split_card
from core.model.classifier import to_input
from core.places import models_folders
from core.purpose import HEADER
from core.rendering import render
from core.vision.detectors import THOROUGH, find_detector
from core.vision.imaging import RGB, LoadedPhoto, find_images, load_photo
from core.vision.quality import REASONS
from core.work import ordered_map

if TYPE_CHECKING:
    import pandas as pd
    from PIL.Image import Image

Picture: TypeAlias = Union[str, "os.PathLike[str]", RGB, "Image"]
_CHIP_SHOWN_PX: Final = 112


@dataclass(frozen=True, eq=False, repr=False)
class Face:
    """A face in a picture and what a model perceives in it."""

    box: tuple[float, float, float, float]
    """x0, y0, x1, y1 in pixels of the upright picture."""
    score: float
    """The detector's confidence, 0 to 1."""
    chip: RGB
    """The aligned face."""
    labels: Mapping[str, str]
    """The likeliest label by attribute, also where `uncertain`."""
    probabilities: Mapping[str, Mapping[str, float]]
    """Calibrated, by attribute and label."""
    uncertain: Mapping[str, bool]
    """By attribute: whether the model should not give a single label."""
    reasons: tuple[str, ...]
    """What makes the answers less sure, in words."""

    def __repr__(self) -> str:
        told = [f"{name}: {self._said(name)}" for name in self.labels]
        return f"<Face at {tuple(round(value) for value in self.box)}, perceived {', '.join(told)}>"

    def _repr_html_(self) -> str:
        return render("notebook.html.jinja", face=self, picture=_data_url(self.chip), percent=percent, note=HEADER)

    def _said(self, name: str) -> str:
        best = percent(max(self.probabilities[name].values()))
        return f"uncertain ({self.labels[name]} {best})" if self.uncertain[name] else f"{self.labels[name]} {best}"

    @classmethod
    def _of(cls, found: AnalyzedFace) -> Face:
        answers = found.answers
        return cls(
            box=found.face.box,
            score=found.face.score,
            chip=found.chip,
            labels={name: one.label for name, one in answers.items()},
            probabilities={
                name: dict(zip(one.labels, one.probabilities, strict=True)) for name, one in answers.items()
            },
            uncertain={name: one.uncertain for name, one in answers.items()},
            reasons=tuple(REASONS[code] for code in found.quality.reasons),
        )


class Faces(tuple[Face, ...]):
    """The faces of a picture, in reading order."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return "".join(face._repr_html_() for face in self) or "<p>No face was found.</p>"


class Model:
    """A model that answers pictures; made by `load_model`."""

    def __init__(self, bundle: ModelBundle, detector: str, threads: int) -> None:
        self._bundle = bundle
        self._detector = detector
        self._threads = threads

    @property
    def name(self) -> str:
        """Name and version."""
        return self._bundle.title

    @property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """The labels of each attribute it answers."""
        return {name: one.labels for name, one in self._bundle.manifest.attributes.items()}

    @property
    def card(self) -> str:
        """The model card, Markdown: what it learned from, for whom it errs, its terms."""
        return split_card(self._bundle.card)[1]

    def faces(self, picture: Picture) -> Faces:
        """The faces of one picture.

        Raises:
            ImageError: It cannot be read.
        """
        photo = _loaded(picture)
        if photo.error is not None:
            raise photo.error
        assert photo.rgb is not None  # or there would be an error
        return Faces(map(Face._of, self._analyzer.analyze(photo.rgb).faces))

    def answer(
        self, pictures: Picture | Iterable[Picture], *, progress: Callable[[int], None] | None = None
    ) -> pd.DataFrame:
        """A table of the answers, one row per face, and one with an `error` for a picture without any.

        Args:
            pictures: A picture, a folder, or several of either.
            progress: Called with the number of pictures answered.
        """
        import pandas as pd

        attributes = self._bundle.manifest.attributes
        rows: list[Mapping[str, Any]] = []
        loaded = ordered_map(lambda one: _loaded(one[1], one[0]), enumerate(_each(pictures), 1), threads=self._threads)
        for done, photo in enumerate(loaded, start=1):
            result = self._analyzer.answer(photo)
            rows += table_rows(record(result, self.name), attributes)
            if progress is not None:
                progress(done)
        return pd.DataFrame(rows, columns=list(columns(attributes)))

    def chips(self, picture: Picture) -> list[RGB]:
        """The aligned faces of a picture, as the network of an exported model expects them."""
        spec = self._bundle.manifest.input
        return [np.asarray(to_input(face.chip[np.newaxis], spec)[0], np.uint8) for face in self.faces(picture)]

    def export(self, form: str, folder: str | os.PathLike[str]) -> None:
        """Write it for other programs: `onnx`, `keras`, `savedmodel` or `tflite`.

        Raises:
            ExportError: There is no such form, or the folder cannot be written or is not empty.
        """
        from core.training.portable import export_portable

        export_portable(self._bundle, form, Path(folder))

    def __repr__(self) -> str:
        return f"<Model {self.name}, perceives {', '.join(self.labels)}>"

    def _repr_html_(self) -> str:
        return render("notebook.html.jinja", manifest=self._bundle.manifest, note=HEADER)

    @cached_property
    def _analyzer(self) -> Analyzer:
        return Analyzer.load(self._bundle.path, threads=self._threads, detector=self._detector)


def models() -> list[str]:
    """The names of the models that can be loaded."""
    return list(find_bundles(models_folders()))


def load_model(
    name: str | os.PathLike[str] = DEFAULT, *, detector: str = THOROUGH, threads: int | None = None
) -> Model:
    """Load a model.

    Args:
        name: Its name, or its folder.
        detector: `thorough`, or `fast`, which misses small faces.
        threads: By default one per core, at most four.

    Raises:
        BundleError: There is no such model, or it is damaged.
        DetectorError: There is no such detector.
    """
    find_detector(detector)
    bundle = load_bundle(resolve_bundle(os.fspath(name), models_folders()))
    return Model(bundle, detector, threads or min(4, os.cpu_count() or 1))


def _loaded(picture: Any, number: int = 1) -> LoadedPhoto:
    if isinstance(picture, str | os.PathLike):
        return load_photo(Path(picture))
    rgb = np.asarray(picture.convert("RGB") if hasattr(picture, "convert") else picture)
    if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3:
        raise TypeError(
            f"got an array of {rgb.dtype} and shape {rgb.shape}; expected a path, a PIL image, or an RGB array of "
            "uint8 and shape (height, width, 3)"
        )
    return LoadedPhoto(Path(f"picture {number}"), rgb, None, 0.0)


def _each(pictures: Any) -> Iterator[Any]:
    """The pictures themselves; folders are replaced by what is in them."""
    single = isinstance(pictures, str | os.PathLike | np.ndarray) or hasattr(pictures, "convert")
    for picture in [pictures] if single else pictures:
        if isinstance(picture, str | os.PathLike) and Path(picture).is_dir():
            yield from find_images(Path(picture))
        else:
            yield picture


def _data_url(rgb: RGB) -> str:
    from PIL import Image

    content = io.BytesIO()
    Image.fromarray(rgb).resize((_CHIP_SHOWN_PX, _CHIP_SHOWN_PX)).save(content, "PNG")
    return f"data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}"
