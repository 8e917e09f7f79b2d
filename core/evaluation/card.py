"""The model card: what a model is for, what it was made from, and for whom it errs.

Mitchell et al. 2019, Model Cards for Model Reporting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.bundle import DataSource
from core.evaluation.by_data import SMALLEST_CELL, SURE_SHARE, DataFigures
from core.evaluation.by_group import Evaluation, Figure
from core.evaluation.evaluation import HeadResult
from core.evaluation.framing import ALLOWED_LOSS, FramingCheck
from core.evaluation.groups import GROUPINGS
from core.evaluation.metrics import worst_cell
from core.evaluation.words import LIMITS, NO_GAP, USE, figure_text, gap_text
from core.labels import ETHNICITIES, GENDERS, HEADS, Head

_SHOWN: Final = ("accuracy", "coverage", "error_of_answered", "calibration_error")
_GAPS: Final = 5


@dataclass(frozen=True, slots=True)
class CardText:
    """What only the maker of a model can say."""

    title: str
    summary: str
    training: Sequence[str]
    """One sentence or two each, shown as a list."""
    data: Sequence[DataSource]
    split: Sequence[tuple[str, int]]
    """Name and number of pictures of each side."""
    split_note: str
    terms: str


def render_card(
    text: CardText,
    results: Mapping[Head, HeadResult],
    framing: FramingCheck | None,
    *,
    by_group: Evaluation | None = None,
    by_data: Sequence[DataFigures] = (),
) -> str:
    """The card as Markdown.

    Args:
        text: What only the maker can say.
        results: Of the test side.
        framing: What detection and alignment cost; None of data that are not in the framing as they are.
        by_group: The test side by gender, ethnicity and age, where it was measured: ages, gaps and what chance makes
            of them are only there.
        by_data: The test side of each data set on its own, where there are several.
    """
    parts = [
        f"# {text.title}",
        text.summary,
        "\n\n".join(("## What it is for", *USE)),
        "## How it was trained",
        "\n".join(f"- {line}" for line in text.training),
        "## Data and terms",
        "\n".join(f"- {source.name}: {source.terms}" for source in text.data),
        f"Terms of this model: {text.terms}",
        _table(("side", "pictures"), text.split),
        text.split_note,
        "## Figures",
        _FIGURES_NOTE,
        _headline(results),
        *(("### By data set", _by_data(by_data)) if by_data else ()),
        *(() if framing is None else ("### Through detection and alignment", _framing(framing))),
        *(_head(head, results[head]) for head in HEADS),
        *(() if by_group is None else _groups(by_group)),
        "\n".join(("## Limits\n", *(f"- {limit}" for limit in LIMITS))),
    ]
    return "\n\n".join(parts) + "\n"


def flat_results(
    results: Mapping[Head, HeadResult], framing: FramingCheck | None, *, alike: Mapping[str, float] | None = None
) -> dict[str, float]:
    """The figures a manifest holds; `alike` is the table of `likeness`, for what is said beside an answer."""
    found: dict[str, float] = {}
    if framing is not None:
        found = {"test_faces": framing.count, "test_faces_not_found": framing.not_found}
    for head, result in results.items():
        figures = {
            "accuracy": result.accuracy if framing is None else framing.realigned[head],
            "balanced_accuracy": result.balanced_accuracy,
            "worst_group_accuracy": worst_cell(result.cells).accuracy,
            "calibration_error": result.ece_after,
            "coverage": result.coverage,
            "error_of_answered": result.error_of_answered,
        }
        if framing is None:
            found["test_faces"] = result.count
        else:
            figures["accuracy_as_is"] = framing.as_is[head]
        found |= {f"{head}_{name}": round(value, 4) for name, value in figures.items()}
    return found | dict(alike or {})


def _headline(results: Mapping[Head, HeadResult]) -> str:
    rows = []
    for head, result in results.items():
        worst = worst_cell(result.cells)
        rows.append(
            (
                f"perceived {head}",
                _share(result.accuracy, result.accuracy_interval),
                _share(result.balanced_accuracy, result.balanced_accuracy_interval),
                f"{_group(worst.groups)} {_share(worst.accuracy, (worst.low, worst.high))}",
            )
        )
    return _table(("", "agreement", "mean of the classes", "worst gender x ethnicity group"), rows)


def _by_data(figures: Sequence[DataFigures]) -> str:
    rows = [
        (
            one.data,
            f"perceived {one.head}",
            f"{one.accuracy.count:,}",
            _figure(one.accuracy),
            _figure(one.balanced_accuracy),
            f"{_group(one.worst.groups)} {_share(one.worst.accuracy, (one.worst.low, one.worst.high))}",
            _figure(one.calibration_error),
            _figure(one.of_surest),
            _figure(one.without_infants),
        )
        for one in figures
    ]
    header = ("data", "", "n", "agreement", "mean of the classes", f"worst group of {SMALLEST_CELL} faces or more")
    more = ("calibration error", f"agreement of the surest {SURE_SHARE:.0%}", "agreement without ages 0 to 3")
    return _table((*header, *more), rows)


def _framing(check: FramingCheck) -> str:
    rows = [
        (
            f"perceived {head}",
            f"{check.as_is[head]:.1%}",
            f"{check.realigned[head]:.1%}",
            f"{_points(check.lost[head])} ({_points(low)} to {_points(high)})",
        )
        for head, (low, high) in check.lost_interval.items()
    ]
    table = _table(("", "pictures as they are", "found and aligned again", "points lost"), rows)
    note = (
        f"In {check.not_found} of {check.count} pictures no face was found; they count as wrong in the second column. "
        f"The aim is to lose at most {_points(ALLOWED_LOSS)} points."
    )
    missed = [head for head in HEADS if check.lost[head] > ALLOWED_LOSS]
    if missed:
        note += f" Perceived {' and '.join(missed)} misses it here."
    return f"{table}\n\n{note}"


def _points(share: float) -> str:
    return f"{100 * share:.1f}"


def _head(head: Head, result: HeadResult) -> str:
    calibration = result.calibration
    groups = _table(
        ("group", "n", "agreement"),
        [(_group(cell.groups), cell.count, _share(cell.accuracy, (cell.low, cell.high))) for cell in result.cells],
    )
    labels = HEADS[head]
    rows = zip(labels, result.confusion.tolist(), strict=True)
    answers = _table(
        ("label \\ answer", *labels, "found"),
        [(label, *row, f"{row[at] / max(1, sum(row)):.1%}") for at, (label, row) in enumerate(rows)],
    )
    own = ", ".join(
        f"{value:.3f} {label}" for value, label in zip(calibration.label_temperatures, labels, strict=False)
    )
    sure = (
        f"Calibration: temperature {calibration.temperature:.3f}{f', by label {own}' if own else ''}; expected "
        f"calibration error {result.ece_before:.3f} before and {result.ece_after:.3f} after. Below a probability of "
        f"{calibration.threshold:.3f} the answer is "
        f'"uncertain"; that threshold was chosen for at most {calibration.target_error:.0%} wrong answers. On the test '
        f"pictures {result.coverage:.1%} get an answer, of which "
        f"{_share(result.error_of_answered, result.error_of_answered_interval)} are wrong."
    )
    return f"### Perceived {head}\n\n{groups}\n\n{answers}\n\n{sure}"


def _groups(evaluation: Evaluation) -> list[str]:
    """For whom it errs, by one column at a time, and how far groups lie apart."""
    parts = ["### For whom it errs", _groups_note(evaluation)]
    for found in evaluation.heads.values():
        rows = []
        for one in (one for columns in GROUPINGS[:3] for one in found.of(columns)):
            figures = (_figure(one.figures.get(name)) for name in _SHOWN)
            rows.append((f"{one.group.title}{' *' if one.small else ''}", f"{one.count:,}", *figures))
        parts.append(f"Perceived {found.head}")
        parts.append(_table(("group", "n", *map(figure_text, _SHOWN)), rows))
        real = [gap for gap in found.gaps if gap.more_than_chance]
        parts.append("\n".join(f"- {gap_text(gap)}" for gap in real[:_GAPS]) or NO_GAP)
    return parts


def _groups_note(evaluation: Evaluation) -> str:
    return (
        f"Measured on {evaluation.count:,} faces; in brackets 95 % bootstrap intervals. Groups marked with * have "
        f"fewer than {evaluation.minimum} faces and are not ranked. Below each table stand the largest gaps that are "
        "more than chance."
    )


def _figure(figure: Figure | None) -> str:
    return "" if figure is None else _share(figure.value, (figure.low, figure.high))


def _group(groups: tuple[int, ...]) -> str:
    gender, ethnicity = groups
    return f"{GENDERS[gender]}, {ETHNICITIES[ethnicity]}"


def _share(share: float, interval: tuple[float, float]) -> str:
    return f"{share:.1%} ({interval[0]:.1%} to {interval[1]:.1%})"


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


_FIGURES_NOTE = """On the test side, which nothing was chosen or fitted on. "Agreement" is the share of faces for which
the likeliest answer is the label; the labels are themselves what somebody perceived. In brackets 95 % intervals:
Wilson's for shares, bootstrap for means over classes. Unless it says otherwise, faces were found and aligned as in a
photo."""
