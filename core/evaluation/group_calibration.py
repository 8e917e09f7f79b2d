"""Temperatures and thresholds by group, so that "sure" means the same for everybody.

With one threshold for all, more of the answers given about one group are wrong than of those given about another. A
threshold of its own for each group evens that out (Hardt et al. 2016, Equality of Opportunity in Supervised Learning),
and calibration within groups is what keeps a probability's meaning (Pleiss et al. 2017, On Fairness and Calibration). A
photo comes without a label, so the groups are weighted by the network's own calibrated answer, when they are fitted as
when they are used. The likeliest label stays the likeliest: this changes how sure it is of it, and when it does not
say.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.evaluation.calibration import fit_temperature, threshold_for_error
from core.evaluation.evaluation import Answers, Calibration
from core.evaluation.groups import SMALL
from core.model.bundle import CalibrationParams
from core.model.probability import calibrated, tempered

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


def calibrate_by_group(
    answers: Answers, alike: dict[str, Calibration], *, of: str, groups: str
) -> dict[str, Calibration]:
    """The same calibrations, with one attribute read by the labels of another.

    A group that is perceived in fewer than `SMALL` faces, the sum of its probabilities, is read as all are.

    Args:
        answers: The faces the calibrations were fitted on.
        alike: Those for everybody.
        of: The attribute that is to be read by group.
        groups: The attribute whose labels are the groups.
    """
    how = alike[groups]
    perceived = calibrated(answers.probabilities[groups], how.temperature, how.label_temperatures)
    given = answers.labels[of] >= 0
    found = tuple(
        _reading(answers.probabilities[of][given], answers.labels[of][given], alike[of], weights)
        for weights in perceived[given].T
    )
    return {**alike, of: replace(alike[of], grouped_by=groups, by_group=found)}


def _reading(probabilities: Floats, actual: Indices, alike: Calibration, weights: Floats) -> CalibrationParams:
    if weights.sum() < SMALL:
        return CalibrationParams(temperature=alike.temperature, threshold=alike.threshold)
    temperature = fit_temperature(probabilities, actual, weights)
    read_so = tempered(probabilities, temperature)
    correct = read_so.argmax(axis=1) == actual
    threshold = threshold_for_error(read_so.max(axis=1), correct, alike.target_error, weights)
    return CalibrationParams(temperature=temperature, threshold=threshold)
