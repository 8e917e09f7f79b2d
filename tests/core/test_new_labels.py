"""Labels for pictures that have none, and the data set they become."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_data import write_pictures

from core.datasets import decisions as module
from core.datasets.decisions import LABELS_SUFFIX, NewLabels
from core.datasets.open import open_dataset, unlabelled_dataset
from core.errors import DataError

NAMES = [f"p{at}.png" for at in range(5)] + ["deep, and odd/q.png"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_pictures(tmp_path / "faces", NAMES)


def test_pictures_without_labels_are_told_apart_from_what_is_no_data(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"pictures \(6\), but no labels: neither the names") as told:
        open_dataset(folder)
    assert told.value.code == "data.unlabelled"
    assert unlabelled_dataset(folder).names == tuple(sorted(NAMES))
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="no pictures"):
        unlabelled_dataset(tmp_path / "empty")


def test_labels_make_a_data_set_that_facet_reads(folder: Path) -> None:
    labels = NewLabels(folder)
    for at, name in enumerate(NAMES):
        labels.give(name, "glasses", ("yes", "no")[at % 2])
    labels.give(NAMES[0], "gender", "Female")
    assert labels.path == folder.with_name(f"faces{LABELS_SUFFIX}")
    dataset = open_dataset(labels.path)
    assert len(dataset) == 6
    assert not dataset.skipped
    assert dataset.columns["glasses"].attribute.labels == ("no", "yes")
    assert dataset.columns["gender"].given.sum() == 1
    assert dataset.image(5).shape == (60, 60, 3)


def test_labels_are_there_again_and_can_be_taken_back(folder: Path) -> None:
    labels = NewLabels(folder)
    labels.give(NAMES[5], "glasses", "yes")
    labels.give(NAMES[0], "glasses", "no")
    again = NewLabels(folder)
    assert again.of("glasses") == {NAMES[5]: "yes", NAMES[0]: "no"}
    assert again.attributes == {"glasses": ("yes", "no")}
    again.give(NAMES[0], "glasses", None)
    again.give(NAMES[5], "glasses", "maybe")
    assert NewLabels(folder).of("glasses") == {NAMES[5]: "maybe"}


def test_beside_a_folder_that_cannot_be_written_they_are_the_users(
    folder: Path, own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.replace_file

    def refuse(path: Path, content: bytes) -> None:
        if path.parent == folder.parent:
            raise PermissionError(13, "Permission denied")
        real(path, content)

    monkeypatch.setattr(module, "replace_file", refuse)
    labels = NewLabels(folder)
    for at, name in enumerate(NAMES):
        labels.give(name, "glasses", ("yes", "no")[at % 2])
    assert labels.path.is_relative_to(own_folders)
    assert NewLabels(folder).of("glasses") == labels.of("glasses")
    assert len(open_dataset(labels.path)) == 6


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "file,glasses\nfaces/p0.png\n"])
def test_a_damaged_file_is_said(folder: Path, content: str) -> None:
    folder.with_name(f"faces{LABELS_SUFFIX}").write_text(content)
    with pytest.raises(DataError, match="cannot be read"):
        NewLabels(folder)
