"""An audit in the user's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.translation import texts
from desktop.wording import attribute_title, decimal, interval, label_name, share

if TYPE_CHECKING:
    from core.evaluation.by_group import Evaluation, Figure, HeadEvaluation
    from core.evaluation.comparison import Comparison, GapChange
    from core.evaluation.counterfactual import Sensitivity
    from core.evaluation.gaps import Gap
    from core.evaluation.groups import Columns, Group
    from core.labels import Head


def group_title(group: Group) -> str:
    """Such as "Female, Black" or "age 20-39"."""
    if not group.columns:
        return texts.tr("Everybody")
    return ", ".join(
        texts.tr("age {band}").format(band=label) if column == "age" else label_name(label)
        for column, label in zip(group.columns, group.labels, strict=True)
    )


def columns_title(columns: Columns) -> str:
    """What people are grouped by."""
    names = {
        "gender": texts.tr("perceived gender"),
        "ethnicity": texts.tr("perceived ethnicity"),
        "age": texts.tr("age"),
    }
    if len(columns) == 1:
        return names[columns[0]]
    return texts.tr("{first} and {second}").format(first=names[columns[0]], second=names[columns[1]])


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
    """What matters most about a head, in some sentences."""
    agreement = texts.tr(
        "It agrees with the labels of %n face(s) in {agreement}; {balanced} as a mean of the labels.",
        "",
        found.overall.count,
    ).format(agreement=figure_text(found.overall.accuracy), balanced=share(found.balanced_accuracy.value))
    told = [agreement, _widest(found)]
    if evaluation.not_found:
        told.append(texts.tr("%n face(s) not found count as wrong.", "", evaluation.not_found))
    if evaluation.may_know:
        told.append(
            texts.tr(
                "The model learned from data of this name: unless these faces were kept back, every figure flatters it."
            )
        )
    return " ".join(told)


def gap_text(gap: Gap) -> str:
    """How far two groups lie apart, beside what chance does."""
    values = {
        "figure": figure_title(gap.figure),
        "columns": columns_title(gap.columns),
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


def verdict(comparison: Comparison, head: Head) -> str:
    """Whether the difference of two models is more than chance, in a sentence."""
    found = comparison.heads[head].overall
    first, second = comparison.first, comparison.second
    values = {
        "head": attribute_title(head),
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
    """Whose largest gap between groups is smaller."""
    values = {
        "columns": columns_title(change.columns),
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


def sensitivity(found: Sensitivity) -> str:
    """How often a change of the picture changes the perceived gender, and for whom more than for others."""
    told = texts.tr("{change}: the perceived gender changes for {share}.").format(
        change=change_title(found.change), share=figure_text(found.overall)
    )
    real = [gap for gap in found.gaps if gap.more_than_chance]
    if not real:
        small, even = (
            texts.tr("The groups are too small to be compared."),
            texts.tr("For no group surely more often than chance would make it."),
        )
        return f"{told} {even if found.gaps else small}"
    gap = real[0]
    more = texts.tr("{highest} {gap} points more often than {lowest}; chance alone would make it {chance}.").format(
        highest=group_title(gap.highest),
        lowest=group_title(gap.lowest),
        gap=points(gap.gap),
        chance=points(gap.by_chance),
    )
    return f"{told} {more}"


def points(value: float) -> str:
    """A difference of shares, in points."""
    return f"{'−' if value < 0 else ''}{decimal(100 * abs(value))}"


def signed(value: float) -> str:
    """The same with its sign."""
    return f"{'+' if value >= 0 else '−'}{points(abs(value))}"


def _widest(found: HeadEvaluation) -> str:
    gap = next((gap for gap in found.gaps if gap.figure == "accuracy" and gap.columns == ("gender", "ethnicity")), None)
    if gap is None:
        return texts.tr("Its groups of gender and ethnicity are too small to be compared.")
    values = {"gap": points(gap.gap), "group": group_title(gap.lowest), "chance": points(gap.by_chance)}
    if gap.more_than_chance:
        return texts.tr(
            "Groups of gender and ethnicity differ by up to {gap} points, lowest for {group}; chance alone would make "
            "it {chance}."
        ).format(**values)
    return texts.tr(
        "Groups of gender and ethnicity differ by up to {gap} points, lowest for {group}; chance alone would make it "
        "{chance}, so it may be no more than that."
    ).format(**values)
