"""Numbers of a training in words, the same in its window and in the status bar."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def _tr(text: str) -> str:
    return QCoreApplication.translate("training", text)


def duration(seconds: float) -> str:
    """About how long, such as "40 s", "6 min" or "1 h 10 min"."""
    if seconds < 55:
        return _tr("{n} s").format(n=max(5, 5 * round(seconds / 5)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return _tr("{n} min").format(n=minutes)
    return _tr("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def share(value: float) -> str:
    """A share of pictures, such as "84.2 %"."""
    return f"{100 * value:.1f} %"


def interval(low: float, high: float) -> str:
    """A 95 % interval of a share, such as "81.0 – 87.1 %"."""
    return f"{100 * low:.1f} – {100 * high:.1f} %"


def count(number: int) -> str:
    """With thin spaces between the thousands."""
    return f"{number:,}".replace(",", "\u202f")


def pictures(number: int) -> str:
    return _tr("1 picture") if number == 1 else _tr("{n} pictures").format(n=count(number))
