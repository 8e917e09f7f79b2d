"""The model card: what a model is for, what it was made from, and for whom it errs.

Mitchell et al. 2019, Model Cards for Model Reporting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.bundle import DataSource
from core.evaluation.evaluation import HeadResult
from core.evaluation.framing import ALLOWED_LOSS, FramingCheck
from core.evaluation.metrics import worst_cell
from core.labels import ETHNICITIES, GENDERS, HEADS, Head


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


def render_card(text: CardText, results: Mapping[Head, HeadResult], framing: FramingCheck) -> str:
    """The card as Markdown."""
    parts = [
        f"# {text.title}",
        text.summary,
        _USE,
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
        "### Through detection and alignment",
        _framing(framing),
        *(_head(head, results[head]) for head in HEADS),
        _LIMITS,
    ]
    return "\n\n".join(parts) + "\n"


def flat_results(results: Mapping[Head, HeadResult], framing: FramingCheck) -> dict[str, float]:
    """The figures a manifest holds."""
    found: dict[str, float] = {"test_faces": framing.count, "test_faces_not_found": framing.not_found}
    for head, result in results.items():
        figures = {
            "accuracy": framing.realigned[head],
            "accuracy_as_is": framing.as_is[head],
            "balanced_accuracy": result.balanced_accuracy,
            "worst_group_accuracy": worst_cell(result.cells).accuracy,
            "calibration_error": result.ece_after,
            "coverage": result.coverage,
            "error_of_answered": result.error_of_answered,
        }
        found |= {f"{head}_{name}": round(value, 4) for name, value in figures.items()}
    return found


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
    sure = (
        f"Calibration: temperature {calibration.temperature:.3f}; expected calibration error {result.ece_before:.3f} "
        f"before and {result.ece_after:.3f} after. Below a probability of {calibration.threshold:.3f} the answer is "
        f'"uncertain"; that threshold was chosen for at most {calibration.target_error:.0%} wrong answers. On the test '
        f"pictures {result.coverage:.1%} get an answer, of which "
        f"{_share(result.error_of_answered, result.error_of_answered_interval)} are wrong."
    )
    return f"### Perceived {head}\n\n{groups}\n\n{answers}\n\n{sure}"


def _group(groups: tuple[int, ...]) -> str:
    gender, ethnicity = groups
    return f"{GENDERS[gender]}, {ETHNICITIES[ethnicity]}"


def _share(share: float, interval: tuple[float, float]) -> str:
    return f"{share:.1%} ({interval[0]:.1%} to {interval[1]:.1%})"


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


_USE = """## What it is for

It says which gender and ethnicity it *perceives* in a face: how people who labelled such pictures would probably have
labelled this one. It is meant for teaching and for research on such models, their errors and their bias.

It does not know who anybody is, nor their gender, descent or origin. It is not meant for decisions about people, for
sorting or watching them, and in the European Union such use is largely forbidden or regulated (AI Act Art. 5(1)(g) and
Annex III 1(b); GDPR Art. 9)."""

_FIGURES_NOTE = """On the test side, which nothing was chosen or fitted on. "Agreement" is the share of faces for which
the likeliest answer is the label; the labels are themselves what somebody perceived. In brackets 95 % intervals:
Wilson's for shares, bootstrap for means over classes. Unless it says otherwise, faces were found and aligned as in a
photo."""

_LIMITS = """## Limits

- Two genders and five ethnicities are the data's categories, not the world's. "Others" holds Hispanic, Latino and
  Middle Eastern people together.
- The labels were partly estimated by a program and checked by people; some are wrong.
- Groups are of unequal size, and agreement differs between them as shown above; ages too are spread unevenly.
- Poor or harsh light, blur, make-up, masks, sunglasses, turned heads and faces of few pixels make it err more than
  these figures say. The pictures come from the web, mostly of public persons; on others it may do worse.
- A calibrated probability holds for pictures like these on average, not for every group and every kind of picture."""
