"""The words of the window and the docs that a reader may not know, each in one or two sentences."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Term(NamedTuple):
    """A word and what it means."""

    title: str
    text: str


GROUPS: Final[Mapping[str, Mapping[str, Term]]] = MappingProxyType(
    {
        "Answers": {
            "perceived": Term(
                "Perceived",
                "What annotators saw in a picture, and what a model learned from them. Not what a person is.",
            ),
            "attribute": Term(
                "Attribute", "A question about a face with its possible labels, such as gender, ethnicity or glasses."
            ),
            "confidence": Term("Confidence", "The probability that the model gives to the label it finds likeliest."),
            "uncertain": Term(
                "Uncertain",
                "An answer whose highest probability is below a threshold. It is a result, not an error: the model had "
                "better not answer.",
            ),
            "threshold": Term(
                "Threshold",
                "The lowest probability at which a label is given as the answer. A model's own is chosen on the "
                "calibration side of its data; the settings can set another.",
            ),
            "reason": Term(
                "Reason for doubt",
                "A measured property of a face's picture that makes an answer less sure: too dark, too small, turned "
                "away.",
            ),
            "second_look": Term(
                "Second look",
                "A face with a low probability is evaluated a second time, mirrored. The answer is the mean of both.",
            ),
        },
        "Data": {
            "exact_copy": Term("Exact copy", "A picture with the same pixels as another one of the data."),
            "near_copy": Term("Near copy", "A picture that differs from another one by a crop, a scale or a tint."),
            "contradiction": Term(
                "Contradiction",
                "Copies of one picture with different labels. At least one of the labels is wrong.",
            ),
            "side": Term(
                "Side",
                "A part of the data after the split: training, validation, calibration or test. Copies of a picture "
                "never lie on two sides.",
            ),
            "validation_side": Term(
                "Validation side",
                "Pictures that the model does not learn from, by which the best epoch of a training is chosen.",
            ),
            "calibration_side": Term(
                "Calibration side",
                "Pictures kept back to calibrate the probabilities and to choose the thresholds of “uncertain”.",
            ),
            "test_side": Term(
                "Test side",
                "Pictures kept back until the end. Nothing is learned from them or chosen by them, so that figures "
                "measured on them are not too good.",
            ),
            "learned_from": Term(
                "Learned from",
                "The data whose pictures a model was trained on. Figures measured on pictures it has learned from are "
                "too good.",
            ),
            "confident_learning": Term(
                "Confident learning",
                "A method that finds labels that are probably wrong: a confident answer that contradicts the label "
                "counts more than an unsure one (Northcutt et al. 2021).",
            ),
            "out_of_fold": Term(
                "Out-of-fold answer",
                "An answer of a model that has not learned from this picture: the data is divided into parts, and each "
                "part is answered by a model trained on the others.",
            ),
        },
        "Training": {
            "recipe": Term("Recipe", "All choices of a training: network, learning, augmentation, mitigation, seeds."),
            "run": Term("Run", "One training with its recipe, its epochs and its model, in a folder of its own."),
            "epoch": Term("Epoch", "One pass over all training pictures."),
            "batch": Term("Batch", "The pictures that one training step learns from together."),
            "learning_rate": Term(
                "Learning rate", "The step size of the optimizer: too small is slow, too large does not converge."
            ),
            "early_stopping": Term(
                "Early stopping", "The training ends when the validation side has shown no improvement for some epochs."
            ),
            "augmentation": Term(
                "Augmentation",
                "Random changes of the training pictures, such as rotation, light and blur, so that the model learns "
                "to ignore them.",
            ),
            "label_smoothing": Term(
                "Label smoothing",
                "A small share of each label is spread over all labels, so that the model does not become too sure.",
            ),
            "teacher": Term(
                "Teacher",
                "A model whose answers to the training pictures another model learns beside the labels (knowledge "
                "distillation). Its doubts are learned too.",
            ),
            "weight_decay": Term("Weight decay", "Keeps the weights small, so that the model overfits less."),
            "dropout": Term(
                "Dropout",
                "A random part of the network is switched off in each training step, so that it overfits less.",
            ),
            "mitigation": Term(
                "Mitigation",
                "A change to a training that is to make errors less unequal between groups, such as balanced sampling "
                "or group DRO.",
            ),
        },
        "Figures": {
            "agreement": Term(
                "Agreement with the labels",
                "The share of faces whose likeliest label is the label of the data: the accuracy, measured against "
                "what annotators perceived.",
            ),
            "balanced_accuracy": Term(
                "Balanced accuracy",
                "The mean of the accuracies of the labels. Rare labels count as much as frequent ones.",
            ),
            "coverage": Term("Coverage", "The share of faces that get an answer; the others are uncertain."),
            "answered_error": Term(
                "Wrong among the answers given",
                "The share of answers that differ from the label, uncertain ones left out.",
            ),
            "true_positive_rate": Term(
                "True positive rate", "Of the faces with this label, the share that is answered with it (recall)."
            ),
            "false_positive_rate": Term(
                "False positive rate", "Of the faces with another label, the share that is answered with this one."
            ),
            "confusion_matrix": Term(
                "Confusion matrix", "How many faces of each label (rows) got which prediction (columns)."
            ),
            "interval": Term(
                "95 % interval",
                "How far a figure may lie from its true value because few faces were measured: in 95 of 100 such "
                "measurements the interval holds the true value.",
            ),
            "calibration": Term(
                "Calibration",
                "Probabilities that mean what they say: of the answers given with 80 %, 80 % agree with the labels.",
            ),
            "calibration_error": Term(
                "Calibration error",
                "The mean distance between confidence and accuracy. At 0, the probabilities can be taken at their "
                "word.",
            ),
            "group": Term(
                "Group", "Faces that share a label of a column or of several, such as an age band of one ethnicity."
            ),
            "worst_group": Term("Worst group", "The group with the lowest accuracy. Groups of few faces are left out."),
            "gap": Term("Gap", "The distance between the groups with the highest and the lowest value of a figure."),
            "beyond_chance": Term(
                "Beyond chance",
                "A gap so large that labels shuffled at random among the groups rarely give one like it. Many gaps "
                "are judged together, so that none stands out by luck.",
            ),
            "counterfactual": Term(
                "Counterfactual",
                "The same face with only its picture changed: light, colour or blur. Its answer should stay the same.",
            ),
        },
    }
)
"""By what the words are about, in the order of the glossary."""

TERMS: Final[Mapping[str, Term]] = MappingProxyType(
    {key: term for group in GROUPS.values() for key, term in group.items()}
)
