"""The user's own models: imported and exported as one file, renamed, deleted and restored.

One file is a zip archive of a bundle's files. Nothing in it says where anything is written: the files are looked for
by their names, everything else is refused.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from core.errors import BundleError, ExportError
from core.files import free_name, make_folder, replacing, require_ordinary
from core.model.bundle import (
    CARD,
    LEARNED,
    LIMITS,
    MANIFEST,
    NETWORK,
    Manifest,
    find_bundles,
    load_bundle,
    read_manifest,
    sha256,
    split_card,
)
from core.places import models_folders, own_models

SUFFIX: Final = ".facet"
_MB: Final = 1 << 20
_BIN: Final = ".deleted"

NOT_A_ZIP: Final = "it is not a zip file"
DAMAGED: Final = "it is damaged or was not copied to its end"
LOCKED: Final = "it is locked with a password"
OUTSIDE: Final = "it names a file outside of itself"
WRONG_FILES: Final = "it holds other files than a model's four"
TOO_LARGE: Final = "a file in it is larger than any model of Facet's"
ARCHIVE_REASONS: Final = (NOT_A_ZIP, DAMAGED, LOCKED, OUTSIDE, WRONG_FILES, TOO_LARGE)
"""Reasons why a file cannot be imported."""


def keep_model(bundle: Path, name: str) -> Path:
    """Copy the bundle in the folder `bundle` to the user's models as `name`, and return its new folder.

    Raises:
        BundleError: The bundle is damaged.
        ExportError: It cannot be written, or there is one of that name.
    """
    manifest = load_bundle(bundle).manifest
    with _new_folder(own_models() / name) as new:
        for file in (MANIFEST, *manifest.files):
            shutil.copyfile(bundle / file, new / file)
        return _settle(new, name)


def export_model(bundle: Path, file: Path) -> None:
    """Write the bundle in the folder `bundle` as one file.

    Raises:
        BundleError: The bundle is damaged.
        ExportError: The file cannot be written.
    """
    manifest = load_bundle(bundle).manifest
    try:
        with replacing(file) as content, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in (MANIFEST, *manifest.files):
                archive.write(bundle / name, name)
    except OSError as e:
        raise ExportError("export.write", path=file, reason=e.strerror or str(e)) from e


def import_model(file: Path) -> Path:
    """Import the model in `file` to the user's models under a free name, and return its folder.

    It is checked like every bundle, and its network is loaded, before it appears among the models.

    Raises:
        BundleError: It is refused, or was already imported.
        ExportError: It cannot be written.
    """
    with _new_folder(own_models()) as new:
        _unpack(file, new)
        with _naming(file):
            manifest = load_bundle(new).manifest
            known = find_bundles(models_folders())
            for name, path in known.items():
                if _same_model(path, manifest):
                    raise BundleError("bundle.known", path=file, name=name)
            return _settle(new, free_name(manifest.name, taken=known))


def delete_model(bundle: Path) -> None:
    """Move one of the user's models to the bin; `restore_model` brings it back until `empty_bin`.

    Raises:
        BundleError: It came with Facet.
        ExportError: It cannot be moved.
    """
    if bundle.parent != own_models():
        raise BundleError("bundle.shipped", name=bundle.name)
    aside = own_models() / _BIN / bundle.name
    try:
        make_folder(aside.parent)
        if aside.exists():
            shutil.rmtree(aside)
        bundle.rename(aside)
    except OSError as e:
        raise ExportError("bundle.delete", path=bundle, reason=e.strerror or str(e)) from e


def restore_model(name: str) -> Path:
    """Restore the deleted model `name`.

    Raises:
        ExportError: It cannot be moved, or the name is in use again.
    """
    bundle = own_models() / name
    try:
        return (own_models() / _BIN / name).rename(bundle)
    except OSError as e:
        raise ExportError("export.write", path=bundle, reason=e.strerror or str(e)) from e


def empty_bin() -> None:
    """Permanently remove deleted models."""
    shutil.rmtree(own_models() / _BIN, ignore_errors=True)


@contextlib.contextmanager
def _new_folder(destination: Path) -> Iterator[Path]:
    """An empty folder beside the user's models; an error of the disk names `destination`."""
    try:
        make_folder(own_models())
        with tempfile.TemporaryDirectory(
            prefix=f".facet-{os.getpid()}-", suffix=".new", dir=own_models(), ignore_cleanup_errors=True
        ) as beside:
            new = Path(beside) / "bundle"
            new.mkdir()
            yield new
    except OSError as e:
        raise ExportError("export.write", path=destination, reason=e.strerror or str(e)) from e


@contextlib.contextmanager
def _naming(file: Path) -> Iterator[None]:
    """Errors of the model unpacked from `file` name that file: the user knows no other."""
    try:
        yield
    except BundleError as e:
        if e.code == "bundle.hash":
            raise _refused(file, DAMAGED) from e
        raise BundleError(e.code, **{**e.values, "path": file}) from e


def _settle(new: Path, name: str) -> Path:
    """Name the bundle and move it to the models, after checking that it works."""
    from core.model.classifier import Classifier  # deleting needs no network

    _rename(new, name)
    Classifier(load_bundle(new))
    destination = own_models() / name
    if destination.exists():
        raise FileExistsError(17, "there is a model of that name")
    return new.rename(destination)


def _rename(bundle: Path, name: str) -> None:
    """Write `name` into manifest and card."""
    manifest = read_manifest(bundle)
    if manifest.name == name:
        return
    front, card = split_card((bundle / CARD).read_text(encoding="utf-8"))
    heading = f"# {manifest.name} "
    if card.startswith(heading):
        card = f"# {name} {card.removeprefix(heading)}"
    card = front.replace(f'\n- name: "{manifest.name}"\n', f'\n- name: "{name}"\n') + card
    (bundle / CARD).write_bytes(card.encode())
    files = {**manifest.files, CARD: sha256(card.encode())}
    renamed = manifest.model_copy(update={"name": name, "files": files})
    (bundle / MANIFEST).write_text(renamed.model_dump_json(indent=2) + "\n", encoding="utf-8")


def _same_model(bundle: Path, manifest: Manifest) -> bool:
    try:
        other = read_manifest(bundle)
    except BundleError:
        return False
    return other.files[NETWORK] == manifest.files[NETWORK] and other.heads == manifest.heads


def _unpack(file: Path, new: Path) -> None:
    try:
        require_ordinary(file)
        archive = zipfile.ZipFile(file)
    except OSError as e:
        raise BundleError("bundle.read", path=file, reason=e.strerror or str(e)) from e
    except Exception as e:  # zipfile raises many kinds for a damaged list of files
        raise _refused(file, DAMAGED if zipfile.is_zipfile(file) else NOT_A_ZIP) from e
    with archive:
        for name, entry in _entries(archive, file).items():
            _copy(archive, entry, new / name, file)


def _entries(archive: zipfile.ZipFile, file: Path) -> dict[str, zipfile.ZipInfo]:
    """The bundle's files by name; they may lie in one folder, as when somebody packed the model's folder."""
    # `is_dir` fails for an entry without a name.
    files = [entry for entry in archive.infolist() if not (entry.filename and entry.is_dir())]
    named = [(PurePosixPath(entry.filename.replace("\\", "/")), entry) for entry in files]
    if any(path.is_absolute() or ".." in path.parts or ":" in str(path) for path, _ in named):
        raise _refused(file, OUTSIDE)
    # The Finder of macOS adds files of its own.
    shown = {
        path: entry for path, entry in named if not any(part[0] == "." or part == "__MACOSX" for part in path.parts)
    }
    names = sorted(path.name for path in shown if path.name != LEARNED)
    optional = len(shown) - len(names)
    if names != sorted(set(LIMITS) - {LEARNED}) or optional > 1 or len({path.parent for path in shown}) != 1:
        raise _refused(file, WRONG_FILES)
    return {path.name: entry for path, entry in shown.items()}


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, to: Path, file: Path) -> None:
    if entry.flag_bits & 1:
        raise _refused(file, LOCKED)
    left = LIMITS[to.name]
    # The sizes in the archive are not trusted: a few kB can unpack to a full disk.
    with to.open("wb") as target:
        for part in _content(archive, entry, file):
            left -= len(part)
            if left < 0:
                raise _refused(file, TOO_LARGE)
            target.write(part)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: Path) -> Iterator[bytes]:
    try:
        with archive.open(entry) as source:
            while part := source.read(_MB):
                yield part
    except Exception as e:  # zipfile and its decompressors raise many kinds for a damaged file
        raise _refused(file, DAMAGED) from e


def _refused(file: Path, reason: str) -> BundleError:
    return BundleError("bundle.archive", path=file, reason=reason)
