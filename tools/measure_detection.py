"""Measure for whom the face detector finds no face, and write it into docs/detection.md and the models' cards.

    python -m tools.measure_detection FAIRFACE [--light 1400] [--others 420] [--print-only]
    python -m tools.measure_detection --cards-only

FAIRFACE is its zip archive or folder. Every validation crop is one face: it counts as found if a box covers the crop's
centre. All crops are searched as they are and padded by a quarter of their side on each side. Subsets drawn by a fixed
seed, with equal numbers of FairFace's seven ethnicities, are searched under every corruption at two strengths; that for
corruptions of the light is larger. It takes about ten minutes of one core. With --cards-only nothing is measured: the
cards get what docs/detection.md says.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

import cv2

from core.cli.terminal import progress_bar
from core.datasets.fairface import read_fairface
from core.model.bundle import MANIFEST
from tools.detection_by_group import LIGHT_CROPS, OTHER_CROPS, measure
from tools.detection_page import amend_card, as_markdown, card_of_page, write_page

PAGE: Final = Path("docs/detection.md")
MODELS: Final = Path("models")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", help="FairFace, as a zip archive or a folder")
    parser.add_argument("--light", type=int, default=LIGHT_CROPS, help="crops for corruptions of the light")
    parser.add_argument("--others", type=int, default=OTHER_CROPS, help="crops for the other corruptions")
    parser.add_argument("--print-only", action="store_true", help="leave the cards and the page as they are")
    parser.add_argument("--cards-only", action="store_true", help="copy what the page says into the cards")
    chosen = parser.parse_args(arguments)
    if not chosen.cards_only:
        if chosen.data is None:
            parser.error("FAIRFACE is needed, or --cards-only")
        cv2.setNumThreads(1)
        with progress_bar() as told:
            found = measure(
                read_fairface(chosen.data),
                light=chosen.light,
                others=chosen.others,
                progress=partial(told, "searching"),
            )
        print(as_markdown(found))
        if chosen.print_only:
            return
        write_page(PAGE, found)
    for manifest in sorted(MODELS.glob(f"*/{MANIFEST}")):
        amend_card(manifest.parent, card_of_page(PAGE))


if __name__ == "__main__":
    main()
