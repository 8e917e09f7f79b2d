"""Temperatures and thresholds by ethnicity, so that "sure" means the same for everybody.

With one threshold for all, more of the answers given about one group are wrong than of those given about another. A
threshold of its own for each group evens that out (Hardt et al. 2016, Equality of Opportunity in Supervised Learning),
and calibration within groups is what keeps a probability's meaning (Pleiss et al. 2017, On Fairness and Calibration). A
photo comes without a label, so the groups are weighed by the network's own calibrated ethnicity, when they are fitted
as when they are used. The likeliest label stays the likeliest: this changes how sure it is of it, and when it does not
say.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.bundle import Reading
from core.evaluation.calibration import fit_temperature, threshold_for_error
from core.evaluation.evaluation import Answers, Calibration
from core.evaluation.groups import SMALL
from core.labels import HEADS, Head
from core.probability import calibrated, tempered

Floats = NDArray[np.float64]


def calibrate_by_ethnicity(answers: Answers, alike: dict[Head, Calibration]) -> dict[Head, Calibration]:
    """The same calibrations, with the gender head read by ethnicity.

    An ethnicity that is perceived in fewer than `SMALL` faces, the sum of its probabilities, is read as all are.

    Args:
        answers: The faces the calibrations were fitted on.
        alike: Those for everybody.
    """
    how = alike["ethnicity"]
    perceived = calibrated(answers.probabilities["ethnicity"], how.temperature, how.label_temperatures)
    gender = alike["gender"]
    found = tuple(_reading(answers, gender, perceived[:, at]) for at in range(len(HEADS["ethnicity"])))
    return {**alike, "gender": replace(gender, by_ethnicity=found)}


def _reading(answers: Answers, alike: Calibration, weights: Floats) -> Reading:
    if weights.sum() < SMALL:
        return Reading(temperature=alike.temperature, threshold=alike.threshold)
    probabilities, actual = answers.probabilities["gender"], answers.labels["gender"]
    temperature = fit_temperature(probabilities, actual, weights)
    read_so = tempered(probabilities, temperature)
    correct = read_so.argmax(axis=1) == actual
    threshold = threshold_for_error(read_so.max(axis=1), correct, alike.target_error, weights)
    return Reading(temperature=temperature, threshold=threshold)
