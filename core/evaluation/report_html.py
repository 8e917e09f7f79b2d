"""A report as one self-contained HTML page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from core.errors import DataError
from core.evaluation import plots, words
from core.evaluation.comparison import verdict
from core.evaluation.corruptions import CORRUPTIONS
from core.evaluation.counterfactual import CHANGES, STRENGTH
from core.evaluation.groups import EVERYBODY
from core.evaluation.predictions import NO_FACE
from core.evaluation.report import Report
from core.evaluation.robustness import AT_STRENGTH
from core.evaluation.tally import false_positive, true_positive
from core.files import replace_file
from core.purpose import HEADER
from core.rendering import render

_GAPS: Final = 8
_OVERALL: Final = ("accuracy", "coverage", "error_of_answered", "calibration_error")


def write_html(path: Path, report: Report, *, names: Sequence[str], terms: str) -> None:
    """Write the page; arguments as in `render_html`.

    Raises:
        DataError: It cannot be written.
    """
    try:
        replace_file(path, render_html(report, names=names, terms=terms).encode("utf-8", "replace"))
    except OSError as e:
        raise DataError("export.write", path=path, reason=e.strerror or str(e)) from e


def render_html(report: Report, *, names: Sequence[str], terms: str) -> str:
    """The page.

    Args:
        report: With an evaluation.
        names: Of the pictures, by row of the data set.
        terms: Of the data.
    """
    assert report.evaluation is not None
    return render(
        "evaluation.html.jinja",
        report=report,
        evaluation=report.evaluation,
        names=names,
        terms=terms,
        summary=list(words.summary(report.evaluation)),
        how=words.how_text(report.how),
        verdict=verdict,
        plain_figures=_OVERALL,
        rates=[true_positive, false_positive],
        most_gaps=_GAPS,
        everybody=EVERYBODY,
        no_face=NO_FACE,
        corruptions=CORRUPTIONS,
        changes=CHANGES,
        change_strength=STRENGTH,
        at=AT_STRENGTH,
        header=HEADER,
        words=words,
        plots=plots,
        zip=zip,
    )
