"""Writes the metadata that model hubs read into the cards of bundles: python -m tools.hub_cards BUNDLE..."""

from __future__ import annotations

import sys
from pathlib import Path

from core.evaluation.card import with_front_matter
from core.files import replace_file
from core.model.bundle import CARD, MANIFEST, read_manifest, sha256


def amend(bundle: Path) -> None:
    """Replace the metadata in a bundle's card by those of its manifest."""
    manifest = read_manifest(bundle)
    before = (bundle / CARD).read_text(encoding="utf-8")
    card = with_front_matter(before, manifest.name, manifest.attributes, manifest.data, manifest.results).encode()
    # The rest of the manifest stays as it was written.
    hashed = (bundle / MANIFEST).read_bytes().replace(manifest.files[CARD].encode(), sha256(card).encode())
    replace_file(bundle / CARD, card)
    replace_file(bundle / MANIFEST, hashed)


if __name__ == "__main__":
    for one in sys.argv[1:]:
        amend(Path(one))
