"""Boxes cut out of their photos and laid side by side, for a person to look through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from benchmarks.matching import Detection
from core.files import replace_file
from core.vision.imaging import RGB

TILE_PX: Final = 100
COLUMNS: Final = 10
ROWS: Final = 6
_TEXT_PX: Final = 28
_AROUND: Final = 1.8
"""Side of what a tile shows, in longer sides of its box: what surrounds a face tells whether it is one."""
_LETTERS: Final = 15


def write_sheets(
    folder: Path, title: str, boxes: Sequence[tuple[str, Detection]], read: Callable[[str], RGB]
) -> list[Path]:
    """Write PNG files of numbered tiles, the lowest score first.

    Args:
        folder: Made where it is missing.
        title: The files' names begin with it.
        boxes: File name and detection for each tile.
        read: Reads a photo by its file name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ordered = sorted(boxes, key=lambda one: one[1].score)
    tiles = [_tile(read(name), at, name, one) for at, (name, one) in enumerate(ordered)]
    paths = []
    for page, first in enumerate(range(0, len(tiles), COLUMNS * ROWS)):
        path = folder / f"{''.join(letter if letter.isalnum() else '-' for letter in title)}-{page + 1}.png"
        _, content = cv2.imencode(
            ".png", cv2.cvtColor(_sheet(tiles[first : first + COLUMNS * ROWS]), cv2.COLOR_RGB2BGR)
        )
        replace_file(path, content.tobytes())
        paths.append(path)
    return paths


def _sheet(tiles: Sequence[RGB]) -> RGB:
    height, width = tiles[0].shape[:2]
    rows = -(-len(tiles) // COLUMNS)
    sheet = np.full((rows * height, min(COLUMNS, len(tiles)) * width, 3), 255, np.uint8)
    for at, tile in enumerate(tiles):
        y, x = at // COLUMNS * height, at % COLUMNS * width
        sheet[y : y + height, x : x + width] = tile
    return sheet


def _tile(rgb: RGB, number: int, name: str, found: Detection) -> RGB:
    tile = np.full((TILE_PX + _TEXT_PX, TILE_PX + 4, 3), 255, np.uint8)
    x0, y0, x1, y1 = found.box
    side = max(x1 - x0, y1 - y0, 1.0)
    scale = TILE_PX / (_AROUND * side)
    shrink = max(1, int(1.0 / scale))
    small = cv2.resize(rgb, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA) if shrink > 1 else rgb
    corner = np.array([(x0 + x1) / 2, (y0 + y1) / 2]) - _AROUND * side / 2
    matrix = np.array([[scale * shrink, 0.0, -corner[0] * scale], [0.0, scale * shrink, -corner[1] * scale]])
    tile[:TILE_PX, :TILE_PX] = cv2.warpAffine(small, matrix, (TILE_PX, TILE_PX), flags=cv2.INTER_LINEAR)
    left, top, right, bottom = ((np.array([x0, y0, x1, y1]) - np.tile(corner, 2)) * scale).round().astype(int).tolist()
    cv2.rectangle(tile, (left, top), (right, bottom), (255, 230, 0), 1)
    stem = Path(name).stem.encode("ascii", "replace").decode()[-_LETTERS:]
    for line, text in enumerate((stem, f"{number}: {found.score:.2f}")):
        at = (1, TILE_PX + 11 + 13 * line)
        cv2.putText(tile, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.38, (0, 0, 0), 1, cv2.LINE_AA)
    return tile
