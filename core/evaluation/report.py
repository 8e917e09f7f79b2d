"""All that was measured of a model in one go, and its JSON form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import DataError
from core.evaluation import as_json, counterfactual_report, robustness_report
from core.evaluation.by_group import Evaluation
from core.evaluation.comparison import Comparison
from core.evaluation.counterfactual import Counterfactual
from core.evaluation.robustness import Robustness
from core.files import replace_file


@dataclass(frozen=True, slots=True)
class Report:
    """What was asked for; the rest is None."""

    how: Mapping[str, Any]
    """Side of a split, framing, and what became of faces not found and of near copies."""
    evaluation: Evaluation | None = None
    comparison: Comparison | None = None
    robustness: Robustness | None = None
    counterfactual: Counterfactual | None = None

    def to_json(self) -> dict[str, Any]:
        """The JSON form: that of the evaluation, with a member for each of the others."""
        told: dict[str, Any] = {}
        if self.evaluation is not None:
            told = as_json.as_json(self.evaluation, self.comparison)
        told["how"] = dict(self.how)
        if self.robustness is not None:
            told["robustness"] = robustness_report.as_json(self.robustness)
        if self.counterfactual is not None:
            told["counterfactual"] = counterfactual_report.as_json(self.counterfactual)
        return told


def write_json(path: Path, report: Report) -> None:
    """Write the JSON form.

    Raises:
        DataError: It cannot be written.
    """
    content = json.dumps(report.to_json(), ensure_ascii=False, indent=1).encode("utf-8", "replace")
    try:
        replace_file(path, content + b"\n")
    except OSError as e:
        raise DataError("export.write", path=path, reason=e.strerror or str(e)) from e
