"""A run's model among the user's own."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path


def keep_model(bundle: Path, name: str) -> Path:
    """Copy the bundle in the folder `bundle` to the user's models as `name`, and return where it is now.

    Raises:
        BundleError: The bundle is damaged.
        ExportError: It cannot be written, or there is one of that name.
    """
    from core.bundle import MANIFEST, load_bundle, read_manifest
    from core.errors import ExportError
    from core.places import user_data

    destination = user_data() / "models" / name
    load_bundle(bundle)
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=destination.parent) as folder:
            new = Path(folder) / "bundle"
            shutil.copytree(bundle, new)
            renamed = read_manifest(bundle).model_copy(update={"name": name})
            (new / MANIFEST).write_text(renamed.model_dump_json(indent=2) + "\n", encoding="utf-8")
            load_bundle(new)
            if destination.exists():
                raise FileExistsError(17, "there is a model of that name")
            new.rename(destination)
    except OSError as e:
        raise ExportError("export.write", path=destination, reason=e.strerror or str(e)) from e
    return destination
