"""Decoding in processes of their own: whatever a decoder does there, the next picture is read."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from core.child import start_child
from core.errors import ImageError
from core.vision import imaging
from core.vision.decoder import DecoderPool
from core.vision.decoding import END_MISSING, MEMORY_LIMIT, ImageFile
from core.vision.imaging import decode_image, decode_with_notes, load_photo

ROOT = Path(__file__).parents[2]
HEIC = Path(__file__).parent / "data" / "quadrants.heic"
START = partial(start_child, "core.vision.decoder", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
ANSWERS_HEADER = "import sys; sys.stdin.readline(); print('{\"memory\": 1}', flush=True); "


def encoded(image: Image.Image, format_name: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, format_name, **options)
    return file.getvalue()


@pytest.fixture
def fake() -> Iterator[Callable[..., DecoderPool]]:
    """Makes pools whose first process runs another program, and the next ones the decoder."""
    made: list[DecoderPool] = []

    def make(script: str, **options: float) -> DecoderPool:
        programs = iter([script])

        def start() -> subprocess.Popen[bytes]:
            program = next(programs, None)
            if program is None:
                return START()
            pipe = subprocess.PIPE
            return subprocess.Popen([sys.executable, "-c", program], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)

        made.append(DecoderPool(start, **options))
        return made[-1]

    yield make
    for pool in made:
        pool.close()


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("import os; os.kill(os.getpid(), 9)", "crashed"),
        (ANSWERS_HEADER + "import os; os.kill(os.getpid(), 9)", "crashed"),
        (ANSWERS_HEADER + 'print(\'{"shape": [9, 9, 3], "notes": []}\', flush=True)', "crashed"),
        ("print('nonsense', flush=True); input()", "crashed"),
        ("raise SystemExit(0)", "crashed"),
        ("import time; time.sleep(60)", "longer than"),
        (ANSWERS_HEADER + "import time; time.sleep(60)", "longer than"),
    ],
)
def test_a_decoder_that_fails_refuses_one_picture(script: str, reason: str, fake: Callable[..., DecoderPool]) -> None:
    pool = fake(script, time_limit_s=8.0 if reason == "crashed" else 1.0)
    with pytest.raises(ImageError, match=reason) as caught:
        pool.decode(HEIC.read_bytes(), name="photo.heic")
    assert caught.value.code == "image.decoder"
    assert "photo.heic" in str(caught.value)
    pool._time_limit_s = 60.0
    assert pool.decode(HEIC.read_bytes(), name="photo.heic").rgb.shape == (40, 60, 3)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have no such limit")
def test_a_decoder_that_takes_all_memory_refuses_one_picture(fake: Callable[..., DecoderPool]) -> None:
    eats = (
        "from core.vision import decoder, decoding\n"
        "def decode(self): held = bytearray(3_000_000_000)\n"
        "decoding.ImageFile.decode = decode\n"
        "decoder.main()"
    )
    pool = fake(eats)
    with pytest.raises(ImageError, match="1000 MB of memory"):
        pool.decode(HEIC.read_bytes(), name="photo.heic")
    assert pool.decode(HEIC.read_bytes(), name="photo.heic").rgb.shape == (40, 60, 3)


def test_a_process_serves_many_pictures_and_a_damaged_one_does_not_end_it() -> None:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(START())
        return started[-1]

    pool = DecoderPool(start)
    whole = HEIC.read_bytes()
    expected = pool.decode(whole, name="a.heic").rgb
    for damaged in (whole[:200], b"nothing", whole[:-40]):
        with pytest.raises(ImageError) as caught:
            pool.decode(damaged, name="cut.heic")
        assert caught.value.code in ("image.truncated", "image.format")
    assert max(pool.decode(whole, name="a.heic", size_px=30).rgb.shape) == 30
    assert np.array_equal(pool.decode(whole, name="a.heic").rgb, expected)
    assert len(started) == 1
    pool.close()
    assert started[0].poll() is not None


def test_a_process_that_has_ended_meanwhile_is_replaced() -> None:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(START())
        return started[-1]

    pool = DecoderPool(start)
    pool.decode(HEIC.read_bytes(), name="a.heic")
    started[0].kill()
    started[0].wait()
    started[0].returncode = 0  # as if it had been idle too long
    assert pool.decode(HEIC.read_bytes(), name="a.heic").rgb.shape == (40, 60, 3)
    assert len(started) == 2
    pool.close()


def test_threads_share_at_most_one_process_per_core() -> None:
    alive, lock = [], threading.Lock()

    def start() -> subprocess.Popen[bytes]:
        process = START()
        with lock:
            alive.append(process)
        return process

    pool = DecoderPool(start)
    shapes: list[tuple[int, ...]] = []
    threads = [
        threading.Thread(target=lambda: shapes.append(pool.decode(HEIC.read_bytes(), name="a.heic").rgb.shape))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shapes == [(40, 60, 3)] * 8
    assert len(alive) <= (os.cpu_count() or 1)
    pool.close()


def test_what_a_decoder_prints_does_not_reach_the_user(capfd: pytest.CaptureFixture[str]) -> None:
    wide = np.zeros((40, 60, 3), np.uint16)
    for suffix in (".png", ".tif"):
        content = bytearray(cv2.imencode(suffix, wide)[1].tobytes())
        content[len(content) // 2] ^= 0xFF
        with contextlib.suppress(ImageError):
            decode_image(bytes(content), name=suffix)
    assert capfd.readouterr() == ("", "")


def test_a_jpeg_with_many_scans_is_decoded_with_a_time_limit() -> None:
    content = encoded(Image.linear_gradient("L"), "JPEG", progressive=True)
    assert not ImageFile(content, name="few").risky
    assert ImageFile(content[:-2] + b"\xff\xda" * 100 + content[-2:], name="many").risky


def test_a_jpeg_without_its_end_mark_is_read_with_a_note(tmp_path: Path) -> None:
    content = encoded(Image.linear_gradient("L").convert("RGB"), "JPEG")
    assert decode_with_notes(content, name="whole").notes == ()
    path = tmp_path / "cut.jpg"
    path.write_bytes(content[:-2])
    assert load_photo(path).notes == (END_MISSING,)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the peak of memory from /proc")
def test_mutated_pictures_neither_crash_nor_take_more_memory_than_allowed() -> None:
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("mutated_pictures.py")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert int(done.stdout) < MEMORY_LIMIT


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have only the limit of time")
def test_a_header_of_endless_metadata_is_refused(
    fake: Callable[..., DecoderPool], monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty = "from core.vision import decoder\ndecoder._HEADER_LIMIT_S = 1.0\ndecoder.main()"
    monkeypatch.setattr(imaging, "_pool", fake(hasty))
    image = io.BytesIO()
    Image.new("RGB", (8, 8)).save(image, "JPEG")
    whole = image.getvalue()
    few, many = (whole[:2] + b"\xff\xe1\x00\x0cExif\x00\x00II*\x00" * count + whole[2:] for count in (99, 400_000))
    assert decode_image(few, name="few.jpg").shape == (8, 8, 3)
    with pytest.raises(ImageError, match="its header takes longer than 5 seconds"):
        decode_image(many, name="many.jpg")


def test_a_large_file_is_opened_in_a_process_and_read_in_full() -> None:
    image = io.BytesIO()
    Image.effect_noise((5000, 1100), 90.0).convert("RGB").save(image, "BMP")
    assert len(image.getvalue()) > 16_000_000
    expected = np.asarray(Image.open(image))
    assert np.array_equal(decode_image(image.getvalue(), name="large.bmp"), expected)
