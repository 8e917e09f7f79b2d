"""What the grid and the table of faces say of a row: columns, their titles, and texts with their colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from desktop.app.translation import core_text
from desktop.widgets.theme import Shade
from desktop.wording import attribute_name, attribute_title, label_name, percent

if TYPE_CHECKING:
    from core.collection.rows import FaceRow, RowAnswer, SortKey
    from core.schema import Attribute

PHOTO: Final = 0
"""The first column. Two per attribute follow, the answer and its certainty, then the face's size, with a second model
its answers and how much they differ, and the notes."""


class FaceColumns(QObject):
    """The columns for the attributes that one model answers, or two."""

    def __init__(self) -> None:
        super().__init__()
        self.attributes: Mapping[str, Attribute] = {}
        self.second: Mapping[str, Attribute] = {}
        """Those that a second model answers; empty without one."""
        self.second_model = ""
        self._keys: list[SortKey] = []
        """Between photo and note."""

    def show(self, attributes: Mapping[str, Attribute], second: Mapping[str, Attribute], second_model: str) -> None:
        """Have these columns from now on; `second_model` is its name and version."""
        from core.collection.rows import SortKey

        self.attributes, self.second, self.second_model = attributes, second, second_model
        self._keys = [SortKey(name, certainty=certainty) for name in attributes for certainty in (False, True)]
        self._keys.append(SortKey())
        if second:
            self._keys += [*(SortKey(name, difference=True) for name in second), SortKey(difference=True)]

    @property
    def note(self) -> int:
        """The last column."""
        return 1 + len(self._keys)

    @property
    def size(self) -> int:
        """The column of the face's size."""
        return PHOTO + 1 + 2 * len(self.attributes)

    @property
    def difference(self) -> int:
        """The column of how much two models' answers differ; the last but one if there is a second model."""
        return self.note - 1

    @property
    def caption_lines(self) -> int:
        """How many lines the caption of a face has."""
        return max(1, len(self.attributes) + len(self.second))

    def key(self, column: int) -> SortKey | None:
        """What a column sorts by; None for photo and note."""
        return self._keys[column - 1] if PHOTO < column < self.note else None

    def is_numeric(self, column: int) -> bool:
        """Whether its texts stand at the right."""
        key = self.key(column)
        return key is not None and (key.certainty or not key.attribute)

    def title(self, column: int) -> str:
        """The head of a column."""
        key = self.key(column)
        if key is None:
            return self.tr("Photo") if column == PHOTO else self.tr("Note")
        if key.difference:
            if not key.attribute:
                return self.tr("Difference")
            return self.tr("Second model:\n{attribute}").format(attribute=attribute_name(self.second[key.attribute]))
        if not key.attribute:
            return self.tr("Size")
        if key.certainty:
            return self.tr("Certainty")
        return attribute_title(self.attributes[key.attribute]).replace(" ", "\n", 1)  # narrow in every language

    def tip(self, column: int) -> str:
        """What a title does not say."""
        key = self.key(column)
        if key is None or not key.difference:
            return ""
        return self.second_model if key.attribute else self.tr("The largest difference of a probability")

    def possible(self, column: int) -> list[str]:
        """Every answer a column may show."""
        key = self.key(column)
        if key is None or key.certainty or (key.difference and not key.attribute):
            return []
        if not key.attribute:
            return [self._pixels(9999)]
        attribute = (self.second if key.difference else self.attributes)[key.attribute]
        names = [label_name(label, key.attribute) for label in attribute.labels]
        return [*names, *map(self._uncertain, names), *([self.tr("no answer")] if key.difference else [])]

    def text(self, row: FaceRow, column: int) -> str:
        """What a cell says."""
        if column == PHOTO:
            if row.face is None:
                return row.path.name
            return self.tr("{name}, face {n}").format(name=row.path.name, n=row.face + 1)
        key = self.key(column)
        if key is None:
            return self.note_of(row)
        if not row.answers:
            return ""
        if key.difference:
            return self._second_text(row, key)
        if not key.attribute:
            return self._pixels(row.box[2] - row.box[0])
        answer = row.answers[key.attribute]
        return percent(answer.certainty) if key.certainty else self._label(key.attribute, answer)

    def note_of(self, row: FaceRow) -> str:
        """The error of a row, or what is against its answers."""
        from core.vision.quality import REASONS

        if row.error is not None:
            return row.error
        if row.face is None:
            return self.tr("No face was found.")
        return ", ".join(core_text("quality", REASONS[code]) for code in row.reasons)

    def spoken(self, row: FaceRow) -> str:
        """The whole row, for screen readers."""
        said = [self.text(row, PHOTO)]
        for at, key in enumerate(self._keys, start=PHOTO + 1):
            if not row.answers or not key.attribute or key.certainty:
                continue
            if not key.difference:
                title = attribute_title(self.attributes[key.attribute])
                said.append(f"{title}: {self.text(row, at)}, {self.text(row, at + 1)}")
            else:
                title, text = attribute_title(self.second[key.attribute]), self.text(row, at)
                said.append(self.tr("Second model: {attribute}: {answer}").format(attribute=title, answer=text))
        return ". ".join([*said, *filter(None, [self.note_of(row)])])

    def caption(self, row: FaceRow) -> list[tuple[str, Shade]]:
        """The lines below a chip with their colours: each answer, and what a second model answers to the same.

        As in the table, what is uncertain is pale; errors and differing answers have the colour of a warning.
        """
        if not row.answers:
            return [(self.note_of(row), "warning" if row.error else "muted")]
        lines: list[tuple[str, Shade]] = []
        for name in {**row.answers, **row.second}:
            if answer := row.answers.get(name):
                text = f"{label_name(answer.label, name)} {percent(answer.certainty)}"
                lines.append((text, "muted" if answer.uncertain else "text"))
            if other := row.second.get(name):
                text = f"{label_name(other.label, name)} {percent(other.certainty)}"
                if name not in row.differing:
                    lines.append((text, "muted" if other.uncertain else "text"))
                elif other.uncertain:  # it may have the same label
                    lines.append((self.tr("≠ uncertain"), "warning"))
                else:
                    lines.append((self.tr("≠ {answer}").format(answer=text), "warning"))
        if self.second and not row.second:
            lines.append((self.tr("no answer"), "muted"))
        return lines

    def shade(self, row: FaceRow, column: int) -> Shade | None:
        """The colour of a cell's text; None for the usual one."""
        if column == self.note:
            return "warning" if row.error else "muted"
        key = self.key(column)
        if key is None or not key.attribute:
            return None
        if key.difference and key.attribute in row.differing:
            return "warning"
        answer = (row.second if key.difference else row.answers).get(key.attribute)
        return "muted" if answer is None or answer.uncertain else None

    def _second_text(self, row: FaceRow, key: SortKey) -> str:
        if not key.attribute:
            return "" if row.difference is None else percent(row.difference)
        answer = row.second.get(key.attribute)
        if answer is None:
            return self.tr("no answer")
        text = f"{self._label(key.attribute, answer)} {_unbroken(percent(answer.certainty))}"
        return self.tr("≠ {answer}").format(answer=text) if key.attribute in row.differing else text

    def _label(self, name: str, answer: RowAnswer) -> str:
        label = label_name(answer.label, name)
        return self._uncertain(label) if answer.uncertain else label

    def _uncertain(self, label: str) -> str:
        return self.tr("uncertain: {label}").format(label=label)

    def _pixels(self, size: float) -> str:
        return _unbroken(self.tr("{n} px").format(n=round(size)))


def _unbroken(text: str) -> str:
    """Kept in one line, however narrow the column."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")
