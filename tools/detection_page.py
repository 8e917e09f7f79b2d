"""For whom the detector finds no face, in docs/detection.md and in the models' cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from core.evaluation.corruptions import CORRUPTIONS
from core.evaluation.groups import EVERYBODY, SMALL
from core.evaluation.tally import Gap, Measured
from core.evaluation.words import columns_text
from core.files import replace_file
from core.model.bundle import CARD, MANIFEST, read_manifest, sha256
from core.stats import wilson_interval
from tools.detection_by_group import AS_IS, GROUPINGS, LIGHT, PADDED, SEVEN, STRENGTHS, Condition, Detection
from tools.robustness_page import BEGIN, END

CARD_BEGIN: Final = "<!-- card: begin -->"
CARD_END: Final = "<!-- card: end -->"
SECTION: Final = "## Finding the faces"
_BEFORE: Final = ("## In bad pictures", "## Limits")
"""The section stands before the first of these that a card has."""


def as_markdown(found: Detection) -> str:
    """All tables; what goes into the cards stands between its marks."""
    return f"{CARD_BEGIN}\n{card_text(found)}\n{CARD_END}\n\n{_every_corruption(found)}"


def card_text(found: Detection) -> str:
    """What a card says about detection, without its heading."""
    subject = (
        f"This is about the face detector, which is the same for every model. A face that is not found gets no answer. "
        f"Measured on the {found.count:,} validation crops of {found.data}: the share, in percent, in which no box "
        f"covers the centre, with 95 % Wilson intervals. *Padded* crops have a quarter of their side added on each "
        f"side, with the edge pixels repeated. Groups of fewer than {SMALL} crops are marked with * and not compared."
    )
    groups = [
        (_group_title(one), f"{one.count:,}", _text(one), _text(padded))
        for columns in ((), *GROUPINGS)
        for one, padded in zip(found.of(AS_IS, columns), found.of(PADDED, columns), strict=True)
    ]
    light = [AS_IS, *(Condition(name, strength) for name in LIGHT for strength in STRENGTHS)]
    return "\n\n".join(
        (
            subject,
            _table(("not found, percent", "n", AS_IS.title, PADDED.title), groups),
            _gap_lines(found, [AS_IS, PADDED]),
            f"In poor light, at strengths {' and '.join(map(str, STRENGTHS))} of 5, on {found.light:,} of these crops, "
            "as many of each ethnicity:",
            _table(("not found, percent", "all", *SEVEN.labels), [_light_row(found, one) for one in light]),
            _gap_lines(found, light[1:]),
        )
    )


def write_page(page: Path, found: Detection) -> None:
    """Write the tables in place of what stands between the page's marks.

    Raises:
        ValueError: The page lacks a mark.
        OSError: The file cannot be written.
    """
    before, _, after = _split(page.read_text(encoding="utf-8"), BEGIN, END, page)
    replace_file(page, f"{before}{BEGIN}\n{as_markdown(found)}\n{END}{after}".encode())


def card_of_page(page: Path) -> str:
    """What a written page holds for the cards.

    Raises:
        ValueError: The page lacks a mark.
    """
    return _split(page.read_text(encoding="utf-8"), CARD_BEGIN, CARD_END, page)[1].strip()


def amend_card(bundle: Path, text: str) -> None:
    """Put the section into a bundle's card, in place of one it has, and the card's hash into the manifest.

    Raises:
        BundleError: It is no bundle.
        OSError: A file cannot be written.
    """
    manifest = read_manifest(bundle)
    card = _with_section((bundle / CARD).read_text(encoding="utf-8"), f"{SECTION}\n\n{text}\n\n").encode()
    replace_file(bundle / CARD, card)
    amended = manifest.model_copy(update={"files": manifest.files | {CARD: sha256(card)}})
    replace_file(bundle / MANIFEST, (amended.model_dump_json(indent=2) + "\n").encode())


def _with_section(card: str, section: str) -> str:
    before, had, rest = card.partition(f"{SECTION}\n")
    if had:
        _, heading, after = rest.partition("\n## ")
        card = before + heading.removeprefix("\n") + after
    at = min((card.index(f"{heading}\n") for heading in _BEFORE if f"{heading}\n" in card), default=len(card))
    return card[:at] + section + card[at:]


def _split(text: str, begin: str, end: str, page: Path) -> tuple[str, str, str]:
    before, begun, rest = text.partition(begin)
    inside, ended, after = rest.partition(end)
    if not begun or not ended:
        raise ValueError(f"{page}: expected {begin} and, after it, {end}")
    return before, inside, after


def _light_row(found: Detection, condition: Condition) -> tuple[str, ...]:
    groups = (*found.of(condition, ()), *found.of(condition, ("ethnicity",)))
    title = f"{AS_IS.title} (all {found.count:,})" if condition == AS_IS else condition.title
    return (title, *(_text(one) for one in groups))


def _every_corruption(found: Detection) -> str:
    names = [name for name in CORRUPTIONS if name not in LIGHT]
    rows = []
    for condition in (Condition(name, strength) for name in names for strength in STRENGTHS):
        (everybody,) = found.of(condition, ())
        shares = (f"{100 * one.hits / one.count:.0f}" for one in found.of(condition, ("ethnicity",)))
        rows.append((condition.title, _text(everybody), *shares))
    intro = (
        f"The other corruptions, on {found.others:,} of these crops, as many of each ethnicity; shares not found in "
        "percent:"
    )
    table = _table(("", "all", *SEVEN.labels), rows)
    conditions = [Condition(name, strength) for name in names for strength in STRENGTHS]
    return f"{intro}\n\n{table}\n\n{_gap_lines(found, conditions)}"


def _gap_lines(found: Detection, conditions: Sequence[Condition]) -> str:
    """The gaps that are more than chance, or the largest one where none is."""
    titles = {one.title for one in conditions}
    gaps = [gap for gap in found.gaps if gap.figure in titles]
    if not gaps:
        return "The groups are too small to be compared."
    real = [gap for gap in gaps if gap.more_than_chance]
    return "\n".join(f"- {line}" for line in _lines(gaps, real))


def _lines(gaps: Sequence[Gap], real: Sequence[Gap]) -> Iterator[str]:
    for gap in real:
        yield f"{_gap_text(gap)} More than chance (p = {gap.p:.2g}, corrected for all comparisons of this measurement)."
    rest = [gap for gap in gaps if gap not in real]
    largest = max(rest, key=lambda gap: gap.gap, default=None)
    if largest is not None and largest.gap == 0.0:
        yield "No other gap." if real else "Every group is found alike."
    elif largest is not None:
        which = "The largest other gap" if real else "No gap is more than chance. The largest"
        yield f"{which}: {_gap_text(largest)} May be no more than chance (p = {largest.p:.2g})."


def _gap_text(gap: Gap) -> str:
    return (
        f"{gap.figure[:1].upper()}{gap.figure[1:]}, by {columns_text(gap.highest.attributes)}: {gap.highest.title} "
        f"is not found {100 * gap.gap:.1f} points ({100 * gap.low:.1f} to {100 * gap.high:.1f}) more often than "
        f"{gap.lowest.title}; chance alone would make it {100 * gap.by_chance:.1f}."
    )


def _group_title(one: Measured) -> str:
    return "all" if one.group == EVERYBODY else f"{one.group.title}{' *' if one.count < SMALL else ''}"


def _text(one: Measured) -> str:
    low, high = wilson_interval(one.hits, one.count)
    return f"{100 * one.hits / one.count:.1f} ({100 * low:.1f} to {100 * high:.1f})"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, ["---"] * len(header), *rows))
