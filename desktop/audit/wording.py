"""Texts about an audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.app.translation import texts
from desktop.wording import attribute_name, attribute_title, decimal, interval, label_name, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.evaluation.comparison import Comparison, GapChange
    from core.evaluation.counterfactual import Sensitivity
    from core.evaluation.figures import Evaluation, Figure, HeadEvaluation
    from core.evaluation.groups import Group
    from core.evaluation.tally import Gap
    from core.schema import Attribute


def group_title(group: Group) -> str:
    """Such as "Female, Black", "age 20-29" or "glasses yes"."""
    if not group.columns:
        return texts.tr("Everybody")
    return ", ".join(map(label_title, group.attributes, group.labels))


def label_title(attribute: Attribute, label: str) -> str:
    """A label, with its attribute where the label alone would not be understood."""
    from core.schema import AGE, ATTRIBUTES

    if attribute.name == AGE.name:
        return texts.tr("age {band}").format(band=label)
    return label_name(label) if attribute.name in ATTRIBUTES else f"{attribute_name(attribute)} {label}"


def columns_title(attributes: Sequence[Attribute]) -> str:
    """The columns of a grouping."""
    names = [grouped_by(attribute) for attribute in attributes]
    found = names[0]
    for name in names[1:]:
        found = texts.tr("{first} and {second}").format(first=found, second=name)
    return found


def grouped_by(attribute: Attribute) -> str:
    """An attribute inside a sentence."""
    from core.schema import AGE, ATTRIBUTES

    if attribute.name == AGE.name:
        return texts.tr("age")
    if attribute.name not in ATTRIBUTES:
        return attribute_name(attribute)
    title = attribute_title(attribute)
    return title[:1].lower() + title[1:]


def figure_title(name: str) -> str:
    """A figure of `core.evaluation.tally.figure_names`."""
    plain = {
        "accuracy": texts.tr("Agreement with the labels"),
        "coverage": texts.tr("Share that gets an answer"),
        "abstention": texts.tr("Share left uncertain"),
        "error_of_answered": texts.tr("Wrong among the answers given"),
        "calibration_error": texts.tr("Calibration error"),
    }
    if name in plain:
        return plain[name]
    kind, _, label = name.partition(", ")
    if kind.startswith("true"):
        return texts.tr("True positive rate, {label}").format(label=label_name(label))
    return texts.tr("False positive rate, {label}").format(label=label_name(label))


def change_title(name: str) -> str:
    """A change of `core.evaluation.counterfactual.CHANGES`."""
    return {
        "dark": texts.tr("Darker"),
        "bright": texts.tr("Brighter"),
        "colour_cast": texts.tr("In coloured light"),
        "blur": texts.tr("Out of focus"),
    }[name]


def figure_text(figure: Figure) -> str:
    return f"{share(figure.value)} ({interval(figure.low, figure.high)})"


def summary(evaluation: Evaluation, found: HeadEvaluation) -> str:
    """A summary of the figures of one attribute."""
    agreement = texts.tr(
        "It agrees with the labels of %n face(s) in {agreement}; {balanced} as a mean of the labels.",
        "",
        found.overall.count,
    ).format(agreement=figure_text(found.overall.accuracy), balanced=share(found.balanced_accuracy.value))
    sentences = [agreement, _widest(found)]
    if evaluation.side is not None:
        sentences.insert(0, _measured_on(evaluation))
    if evaluation.not_found:
        sentences.append(texts.tr("%n face(s) not found count as wrong.", "", evaluation.not_found))
    if evaluation.shares_training_source:
        sentences.append(
            texts.tr(
                "The model was trained on data of this name. Unless these faces were held out, the figures are too "
                "good."
            )
        )
    elif evaluation.shares_training_source is None:
        sentences.append(
            texts.tr(
                "It is not known what the model was trained on. If these faces were among it, the figures are too good."
            )
        )
    return " ".join([*sentences, *not_measured(evaluation)])


def not_measured(evaluation: Evaluation) -> list[str]:
    """Which answered attributes have no figures, and why."""
    unlabelled = texts.tr("{attribute} is not measured: the data give no labels of it.")
    sentences = [unlabelled.format(attribute=attribute_title(attribute)) for attribute in evaluation.not_measured]
    single = texts.tr("{attribute} cannot be measured: {label} is the only label in the data.")
    return sentences + [
        single.format(attribute=attribute_title(attribute), label=label_title(attribute, label))
        for attribute, label in evaluation.one_label
    ]


def _measured_on(evaluation: Evaluation) -> str:
    if evaluation.side == "test" and evaluation.shares_training_source is False:
        return texts.tr("Measured on %n held-out test picture(s).", "", evaluation.count)
    return texts.tr("Measured on the {side} side of a training.").format(side=evaluation.side)


def gap_text(gap: Gap) -> str:
    """A gap between two groups, and what chance alone would make it."""
    values = {
        "figure": figure_title(gap.figure),
        "columns": columns_title(gap.highest.attributes),
        "highest": group_title(gap.highest),
        "lowest": group_title(gap.lowest),
        "gap": points(gap.gap),
        "chance": points(gap.by_chance),
    }
    if gap.more_than_chance:
        return texts.tr(
            "{figure} by {columns}: {highest} is {gap} points above {lowest}; chance alone would make it {chance}."
        ).format(**values)
    return texts.tr(
        "{figure} by {columns}: {highest} is {gap} points above {lowest}; chance alone would make it {chance}, so it "
        "may be no more than that."
    ).format(**values)


def verdict(comparison: Comparison, name: str) -> str:
    """Whether two models differ by more than chance."""
    compared = comparison.heads[name]
    found = compared.overall
    first, second = comparison.first, comparison.second
    values = {
        "head": attribute_title(compared.attribute),
        "points": points(abs(found.difference)),
        "low": signed(found.low),
        "high": signed(found.high),
    }
    if not found.more_than_chance:
        return texts.tr(
            "{head}: {first} and {second} differ by {points} points (95 % interval {low} to {high}). "
            "That may be no more than chance."
        ).format(first=first, second=second, **values)
    better, worse = (first, second) if found.difference > 0 else (second, first)
    return texts.tr(
        "{head}: {better} is better than {worse} by {points} points (95 % interval {low} to {high}). "
        "That is more than chance."
    ).format(better=better, worse=worse, **values)


def fairer(comparison: Comparison, change: GapChange) -> str:
    """Which model has the smaller gap between groups."""
    values = {
        "columns": columns_title(change.attributes),
        "first": comparison.first,
        "second": comparison.second,
        "one": points(change.first),
        "other": points(change.second),
        "low": signed(change.low),
        "high": signed(change.high),
    }
    if change.more_than_chance:
        return texts.tr(
            "Largest gap by {columns}: {first} {one} points, {second} {other}. The difference ({low} to {high}) is "
            "more than chance."
        ).format(**values)
    return texts.tr(
        "Largest gap by {columns}: {first} {one} points, {second} {other}. The difference ({low} to {high}) is no more "
        "than chance."
    ).format(**values)


def sensitivity(attribute: Attribute, found: Sensitivity) -> str:
    """How often a changed picture changes the answer, and for which groups most."""
    text = texts.tr("{change}: the {attribute} changes for {share}.").format(
        change=change_title(found.change), attribute=grouped_by(attribute), share=figure_text(found.overall)
    )
    real = [gap for gap in found.gaps if gap.more_than_chance]
    if not real:
        small, even = (
            texts.tr("The groups are too small to be compared."),
            texts.tr("For no group surely more often than chance would make it."),
        )
        return f"{text} {even if found.gaps else small}"
    gap = real[0]
    more = texts.tr("{highest} {gap} points more often than {lowest}; chance alone would make it {chance}.").format(
        highest=group_title(gap.highest),
        lowest=group_title(gap.lowest),
        gap=points(gap.gap),
        chance=points(gap.by_chance),
    )
    return f"{text} {more}"


def points(value: float) -> str:
    """A difference of shares in percentage points."""
    return f"{'−' if value < 0 else ''}{decimal(100 * abs(value))}"


def signed(value: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    return f"{'+' if value >= 0 else '−'}{points(abs(value))}"


def _widest(found: HeadEvaluation) -> str:
    gap = next((gap for gap in found.gaps if gap.figure == "accuracy" and gap.columns == found.cell_columns), None)
    if gap is None:
        return texts.tr("Its groups are too small to be compared.")
    values = {
        "columns": columns_title(gap.lowest.attributes),
        "gap": points(gap.gap),
        "group": group_title(gap.lowest),
        "chance": points(gap.by_chance),
    }
    if gap.more_than_chance:
        return texts.tr(
            "Groups by {columns} differ by up to {gap} points, lowest for {group}; chance alone would make it {chance}."
        ).format(**values)
    return texts.tr(
        "Groups by {columns} differ by up to {gap} points, lowest for {group}; chance alone would make it {chance}, so "
        "it may be no more than that."
    ).format(**values)
