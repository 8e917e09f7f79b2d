"""Models taken in and handed on as one file; what is no model is refused, and nothing is left behind."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from core.errors import BundleError, ExportError
from core.model.bundle import find_bundles, load_bundle, sha256
from core.model.library import delete_model, empty_bin, export_model, import_model, keep_model, restore_model
from core.places import models_folders

FILES = ("manifest.json", "model.tflite", "weights.npz", "CARD.md")


@pytest.fixture
def other(report_cnn: Path, tmp_path: Path) -> Path:
    """A model that differs from the shipped one, in a folder of its own."""
    path = Path(shutil.copytree(report_cnn, tmp_path / "other"))
    raw = json.loads((path / "manifest.json").read_text("utf-8"))
    raw["heads"]["gender"]["threshold"] = 0.9
    (path / "manifest.json").write_text(json.dumps(raw), "utf-8")
    return path


@pytest.fixture
def packed(other: Path, tmp_path: Path) -> Path:
    export_model(other, tmp_path / "модель.facet")
    return tmp_path / "модель.facet"


def repack(packed: Path, to: Path, *, prefix: str = "", **changed: bytes | None) -> Path:
    """The archive again, names with `prefix`, with files changed, added or (None) left out."""
    with zipfile.ZipFile(packed) as before, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as after:
        contents: dict[str, bytes | None] = {name: before.read(name) for name in before.namelist()}
        for name, content in (contents | changed).items():
            if content is not None:
                after.writestr(prefix + name, content)
    return to


def left_behind(home: Path) -> list[str]:
    folder = home / "models"
    return sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []


def test_exported_and_taken_in_it_is_the_same_model_under_a_free_name(
    other: Path, packed: Path, own_folders: Path
) -> None:
    path = import_model(packed)
    assert path == own_folders / "models" / "report-cnn-2"
    made, given = load_bundle(path), load_bundle(other)
    assert (made.network, made.manifest.heads) == (given.network, given.manifest.heads)
    assert made.manifest.name == "report-cnn-2"
    renamed = given.card.replace("# report-cnn ", "# report-cnn-2 ", 1)
    assert made.card == renamed.replace('- name: "report-cnn"', '- name: "report-cnn-2"', 1)
    assert left_behind(own_folders) == ["report-cnn-2"]


def test_a_folder_packed_by_hand_is_taken_in(packed: Path, tmp_path: Path, own_folders: Path) -> None:
    by_hand = repack(packed, tmp_path / "by hand.zip", prefix="my model/")
    with zipfile.ZipFile(by_hand, "a") as archive:
        archive.writestr("__MACOSX/my model/._CARD.md", b"a Mac's")
        archive.writestr("my model/.DS_Store", b"a Mac's")
    assert import_model(by_hand).is_dir()


def test_the_same_model_is_not_taken_in_twice(report_cnn: Path, packed: Path, tmp_path: Path) -> None:
    export_model(report_cnn, tmp_path / "shipped.facet")
    with pytest.raises(BundleError, match="already imported as report-cnn"):
        import_model(tmp_path / "shipped.facet")
    import_model(packed)
    with pytest.raises(BundleError, match="already imported as report-cnn-2"):
        import_model(packed)


@pytest.mark.parametrize(
    ("changed", "code", "reason"),
    [
        ({"CARD.md": None}, "bundle.archive", "other files"),
        ({"run.py": b"print()"}, "bundle.archive", "other files"),
        ({"../evil": b""}, "bundle.archive", "outside"),
        ({"/etc/evil": b""}, "bundle.archive", "outside"),
        ({"C:\\evil": b""}, "bundle.archive", "outside"),
        ({"..\\evil": b""}, "bundle.archive", "outside"),
        ({"sub/CARD.md": b"", "CARD.md": None}, "bundle.archive", "other files"),
        ({"manifest.json": b" " * (1 << 20) + b" "}, "bundle.archive", "larger than"),
        ({"manifest.json": b"{}"}, "bundle.manifest", "not valid"),
        ({"weights.npz": b"others"}, "bundle.archive", "it is damaged"),
    ],
)
def test_what_is_no_model_is_refused_and_leaves_nothing(
    packed: Path, tmp_path: Path, own_folders: Path, changed: dict[str, bytes | None], code: str, reason: str
) -> None:
    file = repack(packed, tmp_path / "bad.facet", **changed)
    with pytest.raises(BundleError, match=reason) as caught:
        import_model(file)
    assert caught.value.code == code
    assert str(file) in str(caught.value) and str(own_folders) not in str(caught.value)
    assert left_behind(own_folders) == []
    assert not (tmp_path / "evil").exists()


def test_a_network_that_does_not_fit_is_refused(packed: Path, tmp_path: Path, own_folders: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        raw = json.loads(archive.read("manifest.json"))
    raw["files"]["model.tflite"] = sha256(b"no network")
    bad = repack(
        packed, tmp_path / "bad.facet", **{"manifest.json": json.dumps(raw).encode(), "model.tflite": b"no network"}
    )
    with pytest.raises(BundleError) as caught:
        import_model(bad)
    assert caught.value.code == "bundle.network"
    assert str(bad) in str(caught.value)
    assert left_behind(own_folders) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"a letter"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.facet"
    file.write_bytes(content)
    with pytest.raises(BundleError, match="it is not a zip file"):
        import_model(file)


def test_a_cut_off_or_spoiled_file_is_refused(packed: Path, tmp_path: Path) -> None:
    content = bytearray(packed.read_bytes())
    content[len(content) // 2] ^= 1
    spoiled = tmp_path / "spoiled.facet"
    spoiled.write_bytes(content)
    with pytest.raises(BundleError, match="damaged"):
        import_model(spoiled)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_a_decompressor_refuses_is_refused(packed: Path, tmp_path: Path, own_folders: Path, method: int) -> None:
    file = tmp_path / "spoiled.facet"
    with zipfile.ZipFile(packed) as before, zipfile.ZipFile(file, "w", method) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
    content = bytearray(file.read_bytes())
    content[1000:3000] = b"\xff" * 2000
    file.write_bytes(content)
    with pytest.raises(BundleError, match="damaged"):
        import_model(file)
    assert left_behind(own_folders) == []


def test_an_entry_without_a_name_is_refused(packed: Path, tmp_path: Path) -> None:
    content = bytearray(packed.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 32 : entry + 34] = content[entry + 28 : entry + 30]  # its name is a comment
    content[entry + 28 : entry + 30] = b"\0\0"
    (tmp_path / "bad.facet").write_bytes(content)
    with pytest.raises(BundleError, match="other files"):
        import_model(tmp_path / "bad.facet")


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="could not be read"):
        import_model(tmp_path / "gone.facet")


def test_an_export_that_cannot_be_written_says_so(report_cnn: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="could not be written"):
        export_model(report_cnn, tmp_path / "nowhere" / "model.facet")


def test_deleted_is_out_of_sight_and_comes_back(report_cnn: Path) -> None:
    path = keep_model(report_cnn, "mine")
    delete_model(path)
    assert "mine" not in find_bundles(models_folders())
    assert restore_model("mine") == path
    load_bundle(path)
    delete_model(path)
    empty_bin()
    with pytest.raises(ExportError):
        restore_model("mine")


def test_deleting_again_under_that_name_and_restoring_brings_the_last(report_cnn: Path, other: Path) -> None:
    delete_model(keep_model(report_cnn, "mine"))
    delete_model(keep_model(other, "mine"))
    assert load_bundle(restore_model("mine")).manifest.heads["gender"].threshold == 0.9


def test_what_came_with_facet_stays(report_cnn: Path) -> None:
    with pytest.raises(BundleError, match="comes with Facet"):
        delete_model(report_cnn)
    assert load_bundle(report_cnn)
