"""Labelled patterns that stand for faces, so that the notebooks run anywhere."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np

SIDE = 48


def made_faces(path: Path, rows: int, *, rare: float = 1.0, noise: float = 30, seed: int = 1) -> Path:
    """Write `rows` striped patterns in the form of the UTKFace CSV: the width of the stripes is the label of gender,
    their direction that of ethnicity.

    Args:
        path: The file.
        rows: How many.
        rare: Of each gender 1 and ethnicity 1, only this share is kept, as in data that show some people seldom.
        noise: Its standard deviation, in grey levels; the stripes have 60.
        seed: Of the noise.
    """
    draw = np.random.default_rng(seed)
    y, x = np.mgrid[:SIDE, :SIDE] / SIDE
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["age", "ethnicity", "gender", "img_name", "pixels"])
        for row in range(rows):
            gender, ethnicity = row % 2, (row // 2) % 5
            if (gender, ethnicity) == (1, 1) and draw.random() > rare:
                continue
            turn, stripes = math.pi * ethnicity / 5, 3 + 2 * gender
            wave = np.sin(2 * math.pi * stripes * (x * math.cos(turn) + y * math.sin(turn)) + draw.uniform(0, 6))
            picture = 128 + 60 * wave + draw.normal(0, noise, (SIDE, SIDE))
            grey = np.clip(picture, 0, 255).astype(int).ravel()
            writer.writerow([draw.integers(1, 90), ethnicity, gender, f"{row}.jpg", " ".join(map(str, grey))])
    return path
