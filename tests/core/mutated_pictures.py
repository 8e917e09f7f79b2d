"""Decodes many damaged pictures of all formats and prints the peak of this process's memory in bytes."""

from __future__ import annotations

import contextlib
import io
import random
import sys
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from core.errors import ImageError
from core.vision.imaging import decode_image

COUNT = 1000


def originals() -> list[bytes]:
    rgb = Image.effect_noise((96, 64), 60.0).convert("RGB")
    rgba = rgb.copy()
    rgba.putalpha(128)
    wide = np.random.default_rng(0).integers(0, 65536, (64, 96, 3), np.uint16)
    grey16 = Image.fromarray(wide[..., 0].copy())
    made = [
        (rgb, "JPEG", {}),
        (rgb, "JPEG", {"progressive": True}),
        (rgb.convert("CMYK"), "JPEG", {}),
        (rgb, "PNG", {}),
        (rgba, "PNG", {}),
        (rgb.quantize(), "PNG", {"transparency": 0}),
        (grey16, "PNG", {}),
        (rgb, "WEBP", {}),
        (rgb, "WEBP", {"save_all": True, "append_images": [rgba.convert("RGB")]}),
        (rgb, "AVIF", {}),
        (rgb, "BMP", {}),
        (rgb.quantize(), "GIF", {"save_all": True, "append_images": [rgb.quantize().rotate(9)]}),
        (rgb, "TIFF", {}),
        (rgb, "TIFF", {"compression": "tiff_lzw"}),
        (rgb, "TIFF", {"compression": "jpeg"}),
        (rgb, "TIFF", {"save_all": True, "append_images": [rgba]}),
        (grey16, "TIFF", {}),
    ]
    contents = []
    for image, format_name, options in made:
        file = io.BytesIO()
        image.copy().save(file, format_name, **options)
        contents.append(file.getvalue())
    contents += [cv2.imencode(suffix, wide)[1].tobytes() for suffix in (".png", ".tif")]
    return [*contents, (Path(__file__).parent / "data" / "quadrants.heic").read_bytes()]


def mutated(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    # Headers say how large a picture is, so half of the changes fall there.
    for _ in range(chance.randint(1, 8)):
        end = len(changed) if chance.random() < 0.5 else min(len(changed), 200)
        changed[chance.randrange(end)] = chance.choice((0, 255, chance.randrange(256)))
    if chance.random() < 0.2:
        del changed[chance.randrange(len(changed)) :]
    return bytes(changed)


def main() -> None:
    chance, contents = random.Random(1), originals()
    for number in range(COUNT):
        with contextlib.suppress(ImageError):
            decode_image(mutated(contents[number % len(contents)], chance), name=f"{number}")
    # Not ru_maxrss, which a process inherits from the one that started it.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    sys.stdout.write(str(int(kilobytes) * 1024))


if __name__ == "__main__":
    main()
