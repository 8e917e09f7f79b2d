"""The model card: what a model is for, what it was made from, and for whom it errs.

Mitchell et al. 2019, Model Cards for Model Reporting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.evaluation.by_data import SURE_SHARE, DataFigures
from core.evaluation.by_group import Evaluation, Figure, GroupFigures, HeadEvaluation
from core.evaluation.evaluation import Calibration
from core.evaluation.framing import ALLOWED_LOSS, FramingCheck
from core.evaluation.words import LIMITS, NO_GAP, USE, figure_text, gap_text
from core.model.bundle import DataSource
from core.schema import AGE

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
    """Name and number of pictures per side."""
    split_note: str
    terms: str


def render_card(
    text: CardText,
    evaluation: Evaluation,
    how: Mapping[str, Calibration],
    framing: FramingCheck | None,
    *,
    uncalibrated: Mapping[str, float],
    by_data: Sequence[DataFigures] = (),
) -> str:
    """The card as Markdown.

    Args:
        text: What only the maker can say.
        evaluation: Of the test side, by group.
        how: How each answered attribute is read.
        framing: What detection and alignment cost; None of data that are not in the framing as they are.
        uncalibrated: By answered attribute: the calibration error that the network itself has.
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
        _headline(evaluation),
        *(("### By data set", _by_data(by_data)) if by_data else ()),
        *(() if framing is None else ("### Through detection and alignment", _framing(framing))),
        *(_head(found, how[name], uncalibrated[name]) for name, found in evaluation.heads.items()),
        *_groups(evaluation),
        "\n".join(("## Limits\n", *(f"- {limit}" for limit in LIMITS))),
    ]
    return "\n\n".join(parts) + "\n"


def flat_results(
    evaluation: Evaluation, framing: FramingCheck | None, *, similar: Mapping[str, float] | None = None
) -> dict[str, float]:
    """The figures a manifest holds; `similar` is the table of `similar_faces`, for what is said beside an answer."""
    found: dict[str, float] = {"test_faces": evaluation.count}
    if framing is not None:
        found = {"test_faces": framing.count, "test_faces_not_found": framing.not_found}
    for name, measured in evaluation.heads.items():
        overall = measured.overall.figures
        figures = {
            "accuracy": overall["accuracy"].value if framing is None else framing.realigned[name],
            "balanced_accuracy": measured.balanced_accuracy.value,
            "worst_group_accuracy": (measured.worst or measured.overall).accuracy.value,
            "calibration_error": overall["calibration_error"].value,
            "coverage": overall["coverage"].value,
            "error_of_answered": overall["error_of_answered"].value if "error_of_answered" in overall else 0.0,
        }
        if framing is not None:
            figures["accuracy_as_is"] = framing.as_is[name]
        found |= {f"{name}_{figure}": round(value, 4) for figure, value in figures.items()}
    return found | dict(similar or {})


def _headline(evaluation: Evaluation) -> str:
    rows = [
        (
            f"perceived {found.attribute.title}",
            _figure(found.overall.accuracy),
            _figure(found.balanced_accuracy),
            _worst(found.worst),
        )
        for found in evaluation.heads.values()
    ]
    worst = f"worst group of {evaluation.minimum} faces or more"
    return _table(("", "agreement", "mean of the classes", worst), rows)


def _by_data(figures: Sequence[DataFigures]) -> str:
    rows = [
        (
            one.data,
            f"perceived {one.attribute.title}",
            f"{one.accuracy.count:,}",
            _figure(one.accuracy),
            _figure(one.balanced_accuracy),
            _worst(one.worst),
            _figure(one.calibration_error),
            _figure(one.of_surest),
            _figure(one.without_infants),
        )
        for one in figures
    ]
    header = ("data", "", "n", "agreement", "mean of the classes", "worst group")
    surest = f"agreement of the surest {SURE_SHARE:.0%}"
    return _table((*header, "calibration error", surest, f"agreement without ages {AGE.labels[0]}"), rows)


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
    missed = [name for name, lost in check.lost.items() if lost > ALLOWED_LOSS]
    if missed:
        note += f" Perceived {' and '.join(missed)} misses it here."
    return f"{table}\n\n{note}"


def _points(share: float) -> str:
    return f"{100 * share:.1f}"


def _head(found: HeadEvaluation, how: Calibration, uncalibrated: float) -> str:
    cells = _table(
        ("group", "n", "agreement"), [(cell.group.title, cell.count, _figure(cell.accuracy)) for cell in found.cells]
    )
    labels, overall = found.attribute.labels, found.overall.figures
    rows = zip(labels, found.overall.confusion, strict=True)
    answers = _table(
        ("label \\ answer", *labels, "found"),
        [(label, *row[:-1], f"{row[at] / max(1, sum(row)):.1%}") for at, (label, row) in enumerate(rows)],
    )
    own = ", ".join(f"{value:.3f} {label}" for value, label in zip(how.label_temperatures, labels, strict=False))
    wrong = f", of which {_figure(overall['error_of_answered'])} are wrong" if "error_of_answered" in overall else ""
    sure = (
        f"Calibration: temperature {how.temperature:.3f}{f', by label {own}' if own else ''}; expected "
        f"calibration error {uncalibrated:.3f} before and {overall['calibration_error'].value:.3f} after. Below a "
        f'probability of {how.threshold:.3f} the answer is "uncertain"; that threshold was chosen for at most '
        f"{how.target_error:.0%} wrong answers. On the test pictures {overall['coverage'].value:.1%} get an "
        f"answer{wrong}."
    )
    return f"### Perceived {found.attribute.title}\n\n{cells}\n\n{answers}\n\n{sure}"


def _groups(evaluation: Evaluation) -> list[str]:
    """For whom it errs, by one column at a time, and how far groups lie apart."""
    parts = ["### For whom it errs", _groups_note(evaluation)]
    for found in evaluation.heads.values():
        rows = []
        for one in (one for one in found.groups if len(one.group.columns) == 1):
            figures = (_figure(one.figures.get(name)) for name in _SHOWN)
            rows.append((f"{one.group.title}{' *' if one.small else ''}", f"{one.count:,}", *figures))
        parts.append(f"Perceived {found.attribute.title}")
        parts.append(_table(("group", "n", *map(figure_text, _SHOWN)), rows))
        real = [gap for gap in found.gaps if gap.more_than_chance]
        parts.append("\n".join(f"- {gap_text(gap)}" for gap in real[:_GAPS]) or NO_GAP)
    return parts


def _groups_note(evaluation: Evaluation) -> str:
    return (
        f"Measured on {evaluation.count:,} faces; in brackets 95 % intervals. Groups marked with * have "
        f"fewer than {evaluation.minimum} faces and are not ranked. Below each table stand the largest gaps that are "
        "more than chance."
    )


def _worst(found: GroupFigures | None) -> str:
    return "" if found is None else f"{found.group.title} {_figure(found.accuracy)}"


def _figure(figure: Figure | None) -> str:
    return "" if figure is None else f"{figure.value:.1%} ({figure.low:.1%} to {figure.high:.1%})"


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


_FIGURES_NOTE = """On the test side, which nothing was chosen or fitted on. "Agreement" is the share of faces for which
the likeliest answer is the label; the labels are themselves what somebody perceived. In brackets 95 % intervals:
Wilson's for shares, bootstrap for means over classes and calibration errors. Unless it says otherwise, faces were found
and aligned as in a photo."""
