"""An audit as a page to read, in one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

from core.errors import DataError
from core.evaluation import counterfactual_report, plots
from core.evaluation.by_group import Evaluation, Figure, GroupFigures, HeadEvaluation, WrongFace
from core.evaluation.comparison import Comparison, HeadComparison, verdict
from core.evaluation.counterfactual import Counterfactual
from core.evaluation.groups import EVERYBODY, Columns, cell_columns
from core.evaluation.plots import Dot
from core.evaluation.predictions import NO_FACE
from core.evaluation.robustness import Robustness
from core.evaluation.robustness_report import html_section
from core.evaluation.tally import false_positive, true_positive
from core.evaluation.words import (
    LIMITS,
    NO_GAP,
    NOT_COMPARED,
    USE,
    columns_text,
    figure_text,
    gap_text,
    gap_title,
    summary,
)
from core.files import replace_file
from core.purpose import HEADER
from core.schema import Attribute

_GAPS: Final = 8
_STYLE: Final = """
:root { color-scheme: light dark; --quiet: color-mix(in srgb, CanvasText 62%, Canvas);
  --line: color-mix(in srgb, CanvasText 22%, Canvas); }
body { font: 15px/1.55 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1.5rem;
  background: Canvas; color: CanvasText; }
h1 { font-size: 1.6rem; font-weight: 600; margin-bottom: 0; } h2 { font-size: 1.25rem; margin-top: 3rem; }
h3 { font-size: 1rem; margin: 2rem 0 .5rem; } p.quiet, th, caption { color: var(--quiet); }
table { border-collapse: collapse; } th { font-weight: 400; text-align: left; } caption { text-align: left; }
td, th { padding: .15rem 1rem .15rem 0; white-space: nowrap; } tr.small td { color: var(--quiet); }
td.number { text-align: right; font-variant-numeric: tabular-nums; } td.shaded { padding-left: .8rem; }
svg { max-width: 100%; height: auto; } details { margin: .8rem 0; } summary { cursor: pointer; color: var(--quiet); }
div.faces { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; color: var(--quiet); }
div.faces details { margin: 0; } div.faces details[open] { flex-basis: 100%; color: CanvasText; }
div.wide { overflow-x: auto; } div.row { display: flex; flex-wrap: wrap; gap: 2rem; }
"""


def write_html(
    path: Path,
    evaluation: Evaluation,
    comparison: Comparison | None = None,
    *,
    names: Sequence[str],
    terms: str,
    robustness: Robustness | None = None,
    counterfactual: Counterfactual | None = None,
) -> None:
    """Write the page.

    Args:
        path: A file.
        evaluation: With its groups.
        comparison: With another model.
        names: Of the data set's pictures, by row.
        terms: Of the data.
        robustness: In bad pictures.
        counterfactual: When only the picture changes.

    Raises:
        DataError: It cannot be written.
    """
    try:
        page = render_html(
            evaluation, comparison, names=names, terms=terms, robustness=robustness, counterfactual=counterfactual
        )
        replace_file(path, page.encode("utf-8", "replace"))
    except OSError as e:
        raise DataError("export.write", path=path, reason=e.strerror or str(e)) from e


def render_html(
    evaluation: Evaluation,
    comparison: Comparison | None = None,
    *,
    names: Sequence[str],
    terms: str,
    robustness: Robustness | None = None,
    counterfactual: Counterfactual | None = None,
) -> str:
    """The page, from `<!doctype html>` on; for the arguments see `write_html`."""
    title = f"{evaluation.model} on {evaluation.data}"
    not_found = f" In {evaluation.not_found:,} of them no face was found; they count as wrong."
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="quiet">{evaluation.count:,} labelled faces.{not_found if evaluation.not_found else ""} '
        f"Labels are what annotators perceived. Data: {escape(terms)}</p>",
        *(f"<p>{escape(line)}</p>" for line in summary(evaluation)),
        "" if comparison is None else _comparison(comparison),
        *(_head(found, evaluation.minimum, names) for found in evaluation.heads.values()),
        "" if robustness is None else html_section(robustness),
        "" if counterfactual is None else counterfactual_report.html_section(counterfactual),
        "<h2>What it is for</h2>",
        *(f"<p>{escape(paragraph)}</p>" for paragraph in USE),
        f"<h2>Limits</h2><ul>{''.join(f'<li>{escape(limit)}</li>' for limit in LIMITS)}</ul>",
        f'<p class="quiet">{escape(HEADER)}</p>',
    ]
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}{plots.STYLE}</style><body>{''.join(parts)}</body></html>\n"
    )


def _head(found: HeadEvaluation, minimum: int, names: Sequence[str]) -> str:
    overall = found.overall
    rows = [(figure_text(name), _shown(overall.figures[name])) for name in _OVERALL if name in overall.figures]
    rows.insert(1, ("mean of the labels' own agreement", _shown(found.balanced_accuracy)))
    diagram = plots.reliability(found.reliability, title=f"Reliability of perceived {found.attribute.title}")
    parts = [
        f"<h2>Perceived {escape(found.attribute.title)}</h2>",
        f'<div class="row">{_table(("", "all faces (95 % interval)"), rows)}'
        f"<figure>{diagram}<figcaption>said (across) and agreed (up)</figcaption></figure></div>",
    ]
    if found.groups:
        parts.append("<h3>How far groups lie apart</h3>" + _gaps(found))
        parts += [_grouping(found, columns, minimum, names) for columns in found.groupings]
    parts.append(f"<h3>Which labels are taken for which</h3>{_confusion(found.attribute, overall)}")
    parts += [_confusions(found, columns) for columns in found.groupings if len(columns) == 1]
    parts.append(_most_wrong(found, names))
    return "".join(parts)


_OVERALL: Final = ("accuracy", "coverage", "error_of_answered", "calibration_error")


def _grouping(found: HeadEvaluation, columns: Columns, minimum: int, pictures: Sequence[str]) -> str:
    groups, whole = found.of(columns), found.overall.accuracy.value
    title = f"Agreement by {columns_text(groups[0].group.attributes)}"
    plot = plots.dots_of(groups, "accuracy", title=title, middle=whole)
    note = ""
    if any(one.small for one in groups):
        note = f'<p class="quiet">Pale: fewer than {minimum} faces, shown and not ranked.</p>'
    attribute = found.attribute
    rates = [name for label in attribute.labels for name in (true_positive(label), false_positive(label))]
    names = (*_OVERALL, *(rates if attribute.name not in columns else ()))
    rows = []
    for one in groups:
        figures = "".join(f'<td class="number">{_shown(one.figures.get(name))}</td>' for name in names)
        kind = ' class="small"' if one.small else ""
        rows.append(f'<tr{kind}><td>{escape(one.group.title)}</td><td class="number">{one.count:,}</td>{figures}</tr>')
    head = "".join(f"<th>{escape(text)}</th>" for text in ("", "faces", *map(figure_text, names)))
    table = f'<div class="wide"><table><tr>{head}</tr>{"".join(rows)}</table></div>'
    return (
        f"<h3>{escape(title)}</h3>{plot}{note}<details><summary>All figures</summary>{table}</details>"
        f"{_examples(groups, pictures)}"
    )


def _examples(groups: Sequence[GroupFigures], names: Sequence[str]) -> str:
    """The faces behind each group: a click on its name unfolds its surest wrong answers."""
    unfolded = "".join(
        f"<details><summary>{escape(one.group.title)}</summary>{_wrong_faces(one.most_wrong, names)}</details>"
        for one in groups
        if one.most_wrong
    )
    return f'<div class="faces"><span>Surest wrong answers:</span>{unfolded}</div>' if unfolded else ""


def _gaps(found: HeadEvaluation) -> str:
    if not found.gaps:
        return f"<p>{NOT_COMPARED}</p>"
    rows = [
        Dot(gap_title(gap), None, gap.gap, gap.low, gap.high, far=gap.more_than_chance) for gap in found.gaps[:_GAPS]
    ]
    plot = plots.dots(rows, title=f"Largest gaps of perceived {found.attribute.title}", middle=0.0)
    real = [gap for gap in found.gaps if gap.more_than_chance]
    if not real:
        return f"{plot}<p>{NO_GAP}</p>"
    more = f'<p class="quiet">and {len(real) - _GAPS} more</p>' if len(real) > _GAPS else ""
    rest = len(found.gaps) - len(real)
    lines = "".join(f"<li>{escape(gap_text(gap))}</li>" for gap in real[:_GAPS])
    return (
        f'{plot}<ul>{lines}</ul>{more}<p class="quiet">{rest} other gaps may be no more than chance. All '
        f"{len(found.gaps)} were judged together.</p>"
    )


def _confusions(found: HeadEvaluation, columns: Columns) -> str:
    if found.attribute.name in columns:
        return ""
    groups = found.of(columns)
    tables = "".join(_confusion(found.attribute, one) for one in groups)
    by = escape(columns_text(groups[0].group.attributes))
    return f'<details><summary>by {by}</summary><div class="row">{tables}</div></details>'


def _confusion(attribute: Attribute, found: GroupFigures) -> str:
    answers = (*attribute.labels, NO_FACE)
    used = len(answers) if any(row[-1] for row in found.confusion) else len(answers) - 1
    top = "".join(f"<th>{escape(answer)}</th>" for answer in answers[:used])
    rows = []
    for label, row in zip(attribute.labels, found.confusion, strict=True):
        whole = sum(row) or 1
        cells = "".join(
            f'<td class="number shaded" style="background:rgb(59 125 216 / {0.55 * count / whole:.2f})">{count:,}</td>'
            for count in row[:used]
        )
        rows.append(f"<tr><th>{escape(label)}</th>{cells}</tr>")
    caption = "" if found.group == EVERYBODY else f"<caption>{escape(found.group.title)}</caption>"
    return f"<table>{caption}<tr><th>label, answer</th>{top}</tr>{''.join(rows)}</table>"


def _most_wrong(found: HeadEvaluation, names: Sequence[str]) -> str:
    if not found.most_wrong:
        return ""
    return f"<details><summary>Surest wrong answers</summary>{_wrong_faces(found.most_wrong, names)}</details>"


def _wrong_faces(faces: Sequence[WrongFace], names: Sequence[str]) -> str:
    rows = [(str(face.row), names[face.row], face.label, f"{face.answer} ({face.probability:.0%})") for face in faces]
    return f'<div class="wide">{_table(("row", "picture", "label", "answer"), rows)}</div>'


def _comparison(comparison: Comparison) -> str:
    parts = [f"<h2>{escape(comparison.first)} and {escape(comparison.second)}</h2>"]
    parts += [f"<p>{escape(verdict(comparison, head))}</p>" for head in comparison.heads]
    parts += [_differences(comparison, found) for found in comparison.heads.values()]
    parts.append(
        '<p class="quiet">In points of agreement on the same faces; right of the line the first is better. Coloured: '
        "more than chance, all groups judged together.</p>"
    )
    return "".join(parts)


def _differences(comparison: Comparison, found: HeadComparison) -> str:
    crossed = cell_columns(found.attribute.name, found.grouped_by)
    rows = [
        Dot(one.group.title, one.count, one.difference, one.low, one.high, one.small, one.more_than_chance)
        for one in (found.overall, *found.groups)
        if len(one.group.columns) < 2 or one.group.columns == crossed
    ]
    title = f"Perceived {found.attribute.title}: {comparison.first} less {comparison.second}"
    return f"<h3>{escape(title)}</h3>{plots.dots(rows, title=title, middle=0.0, signed=True)}"


def _shown(figure: Figure | None) -> str:
    return "" if figure is None else f"{figure.value:.1%} ({100 * figure.low:.1f} to {100 * figure.high:.1f})"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(text)}</th>" for text in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows)
    return f"<table><tr>{top}</tr>{body}</table>"
