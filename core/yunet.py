"""YuNet as Facet's face detector, from its ONNX file, which the user brings.

Wu, Peng, Yu 2023, YuNet: A Tiny Millisecond-level Face Detector; run by OpenCV's `FaceDetectorYN`.
"""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from core.boxes import Floats, merge
from core.errors import DetectorError
from core.faces import LEFT_EYE, RIGHT_EYE, Face
from core.imaging import RGB

TOO_LARGE: Final = "it is too large"
UNFIT: Final = "OpenCV cannot use it as one"
REASONS: Final = (TOO_LARGE, UNFIT)
"""Why a file is refused."""
_SIDE: Final = 640
"""Side of the square YuNet is shown: its files of 2023 are made for that and no other."""
_LOOKS: Final = (1.0, 0.5)
"""Shares of the square a picture fills. YuNet learned from faces up to half of it; the smaller look is for larger."""
_MIN_SCORE: Final = 0.9
"""OpenCV's own default."""
_MAX_BYTES: Final = 64 << 20
"""Hundreds of times a YuNet: a larger file is another network, and loading it could take all memory."""
_EAR: Final = (0.53, 0.23)
"""YuNet knows no ears. Where they lie from the eye beside them, outwards and down, in distances between the eyes,
is put at what is usual in a face turned to the camera: an estimate, for what only follows the head's turn."""


class YuNetDetector:
    """Finds faces from about 10 pixels in a picture brought to 640. Calls from several threads wait for one another.

    Args:
        file: Its ONNX file, such as `face_detection_yunet_2023mar.onnx`.

    Raises:
        DetectorError: The file cannot be read, or is no YuNet.
    """

    def __init__(self, file: Path) -> None:
        try:
            if file.stat().st_size > _MAX_BYTES:
                raise DetectorError("detector.wrong", path=file, reason=TOO_LARGE)
            content = np.frombuffer(file.read_bytes(), np.uint8)
        except OSError as e:
            raise DetectorError("detector.read", path=file, reason=e.strerror or str(e)) from e
        self.sha256: Final = hashlib.sha256(content.tobytes()).hexdigest()
        """Of the file."""
        self._lock = threading.Lock()
        try:
            # From memory: OpenCV opens no file whose name its system's code page lacks.
            self._network = cv2.FaceDetectorYN.create(
                "onnx", content, np.empty(0, np.uint8), (_SIDE, _SIDE), _MIN_SCORE
            )
            # Whether the outputs are YuNet's shows only when they are asked for.
            self._network.detect(np.zeros((_SIDE, _SIDE, 3), np.uint8))
        except cv2.error as e:
            raise DetectorError("detector.wrong", path=file, reason=UNFIT) from e

    def detect(self, rgb: RGB) -> tuple[Face, ...]:
        """Faces in an RGB picture of shape (height, width, 3), left to right."""
        height, width = rgb.shape[:2]
        rows = merge(np.concatenate([self._look(rgb, share) for share in _LOOKS]))
        faces = (_to_face(row, width, height) for row in rows)
        return tuple(sorted((face for face in faces if face is not None), key=lambda face: face.box[0]))

    def _look(self, rgb: RGB, share: float) -> Floats:
        """Faces in the whole picture scaled to a share of the square, its edge repeated around it."""
        height, width = rgb.shape[:2]
        scale = _SIDE * share / max(height, width)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        small = cv2.resize(rgb, size, interpolation=method)
        left, top = (_SIDE - size[0]) // 2, (_SIDE - size[1]) // 2
        square = cv2.copyMakeBorder(
            small, top, _SIDE - size[1] - top, left, _SIDE - size[0] - left, cv2.BORDER_REPLICATE
        )
        with self._lock:
            found: Any = self._network.detect(cv2.cvtColor(square, cv2.COLOR_RGB2BGR))[1]
        if found is None:
            return np.empty((0, 17), np.float32)
        points = found[:, :14].reshape(-1, 7, 2).astype(np.float32)
        points[:, 1] += points[:, 0]
        points = (points - (left, top)) * (width / size[0], height / size[1])
        return np.concatenate([_six_points(points), found[:, 14:]], axis=1).astype(np.float32)


def _six_points(points: Floats) -> Floats:
    """Box and key points as BlazeFace's, shape (n, 16), of box, eyes, nose and mouth's corners, shape (n, 7, 2)."""
    box, eyes, nose, mouth = points[:, :2], points[:, 2:4], points[:, 4:5], points[:, 5:].mean(axis=1, keepdims=True)
    across = eyes[:, LEFT_EYE] - eyes[:, RIGHT_EYE]
    down = np.stack([-across[:, 1], across[:, 0]], axis=1)
    ears = np.stack(
        [eyes[:, eye] + side * _EAR[0] * across + _EAR[1] * down for eye, side in ((0, -1), (1, 1))], axis=1
    )
    return np.concatenate([box, eyes, nose, mouth, ears], axis=1).reshape(-1, 16)


def _to_face(row: Floats, width: int, height: int) -> Face | None:
    x0, y0, x1, y1 = (float(value) for value in row[:4])
    box = (max(x0, 0.0), max(y0, 0.0), min(x1, float(width)), min(y1, float(height)))
    if box[2] - box[0] < 1.0 or box[3] - box[1] < 1.0:
        return None
    return Face(box=box, keypoints=row[4:16].reshape(6, 2).copy(), score=float(row[16]))
