"""Rows left out while reading, listed with their reason, however many there are."""

from __future__ import annotations

from typing import Final

from core.datasets.dataset import SkippedRow

MOST_LISTED: Final = 10_000


class Skipped:
    """Collects skipped rows; a file of a hundred million broken lines does not fill the memory."""

    def __init__(self) -> None:
        self.count = 0
        self._listed: list[SkippedRow] = []

    def add(self, name: str, reason: str) -> None:
        """List one more row, or count it where many are listed."""
        self.count += 1
        if len(self._listed) < MOST_LISTED:
            self._listed.append(SkippedRow(name, reason))

    @property
    def too_many(self) -> bool:
        """Whether so many were left out that there may be nothing to read at all."""
        return self.count >= MOST_LISTED

    @property
    def first(self) -> str:
        """The first of them, for a message."""
        return f"{self._listed[0].name}: {self._listed[0].reason}" if self._listed else ""

    @property
    def rows(self) -> tuple[SkippedRow, ...]:
        """All that are listed; the last says how many more there are."""
        more = self.count - len(self._listed)
        return (*self._listed, SkippedRow(f"{more} more", "left out too")) if more else tuple(self._listed)
