"""Corrections are a labelled folder like any other, and nothing is written before something is noted."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from core.analysis import Analyzer
from core.corrections import Corrections
from core.datasets.open import open_dataset
from core.errors import ExportError
from core.schema import ETHNICITY, GENDER

RGB = NDArray[np.uint8]


@pytest.fixture
def corrections(tmp_path: Path) -> Corrections:
    return Corrections(tmp_path / "түзетулер")


def chip(shade: int) -> RGB:
    return np.full((20, 20, 3), shade, np.uint8)


def files(corrections: Corrections) -> list[str]:
    return sorted(path.parent.relative_to(corrections.folder).as_posix() for path in corrections.folder.rglob("*.png"))


def test_looking_writes_nothing(corrections: Corrections) -> None:
    assert corrections.noted(chip(1)) == {}
    assert corrections.note(chip(1), {}) == {}
    assert not corrections.folder.exists()


def test_what_was_noted_is_a_data_set(corrections: Corrections) -> None:
    noted: list[dict[str, str]] = [
        {"gender": "Female", "ethnicity": "Asian"},
        {"gender": "Male"},
        {"ethnicity": "Others"},
    ]
    for shade, labels in enumerate(noted):
        corrections.note(chip(shade), labels)
    dataset = open_dataset(corrections.folder)
    found = {
        int(dataset.image(row)[0, 0, 0]): (int(dataset.values("gender")[row]), int(dataset.values("ethnicity")[row]))
        for row in range(len(dataset.names))
    }
    assert found == {
        0: (GENDER.labels.index("Female"), ETHNICITY.labels.index("Asian")),
        1: (GENDER.labels.index("Male"), -1),
        2: (-1, ETHNICITY.labels.index("Others")),
    }


def test_the_face_in_it_is_found_again_when_trained_from(
    corrections: Corrections, portrait: RGB, analyzer: Analyzer
) -> None:
    (face,) = analyzer.analyze(portrait).faces
    corrections.note(face.chip, {"gender": "Female"})
    assert len(analyzer.detector.detect(open_dataset(corrections.folder).image(0))) == 1


def test_noting_another_label_takes_the_place_of_the_first_and_can_be_undone(corrections: Corrections) -> None:
    assert corrections.note(chip(1), {"gender": "Female"}) == {}
    before = corrections.note(chip(1), {"gender": "Male", "ethnicity": "Black"})
    assert before == {"gender": "Female"}
    assert files(corrections) == ["Male/Black"]
    assert corrections.noted(chip(1)) == {"gender": "Male", "ethnicity": "Black"}
    corrections.note(chip(1), before)
    assert files(corrections) == ["Female"]
    corrections.note(chip(1), {})
    assert list(corrections.folder.iterdir()) == []


_NOTES = """
import sys
from pathlib import Path
import numpy as np
from core.corrections import Corrections
for at in range(300):
    chip = np.full((20, 20, 3), at % 3, np.uint8)
    labels = {"gender": "Male"} if (at + int(sys.argv[2])) % 2 else {"gender": "Female", "ethnicity": "Asian"}
    Corrections(Path(sys.argv[1])).note(chip, labels)
"""


def test_two_programs_note_in_one_folder(corrections: Corrections) -> None:
    programs = [
        subprocess.Popen([sys.executable, "-c", _NOTES, corrections.folder, str(at)], stderr=subprocess.PIPE, text=True)
        for at in range(2)
    ]
    errors = [program.communicate()[1] for program in programs]
    assert [program.returncode for program in programs] == [0, 0], errors
    for shade in range(3):
        assert corrections.noted(chip(shade)) in ({"gender": "Male"}, {"gender": "Female", "ethnicity": "Asian"})


def test_labels_that_two_programs_noted_at_once_are_replaced_together(corrections: Corrections) -> None:
    corrections.note(chip(1), {"gender": "Male"})
    content = next(corrections.folder.rglob("*.png"))
    (corrections.folder / "Female").mkdir()
    shutil.copy(content, corrections.folder / "Female")
    corrections.note(chip(1), {"gender": "Male", "ethnicity": "Black"})
    assert files(corrections) == ["Male/Black"]


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ExportError, match="could not be written"):
        Corrections(tmp_path / "file").note(chip(1), {"gender": "Male"})
