"""How the window looks: neutral greys, one accent colour, an 8-pixel grid, the system's font in four sizes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar

from desktop.app.settings import Scheme
from desktop.widgets.style_sheet import style_sheet

Shade = Literal[
    "canvas", "panel", "base", "raised", "line", "text", "muted", "accent", "on_accent", "selection", "warning"
]

Size = Literal["small", "text", "answer", "title"]

GRID_PX: Final = 8
SIZES: Final[Mapping[Size, float]] = MappingProxyType({"small": 0.9, "text": 1.0, "answer": 1.3, "title": 1.4})
"""The window's sizes of type, as multiples of the system's."""

LIGHT: Final[Mapping[Shade, str]] = MappingProxyType(
    {
        "canvas": "#e3e4e6",
        "panel": "#f6f6f7",
        "base": "#ffffff",
        "raised": "#ececee",
        "line": "#d8d9dc",
        "text": "#1c1e20",
        "muted": "#62666b",
        "accent": "#0e7484",
        "on_accent": "#ffffff",
        "selection": "#e4eff1",
        "warning": "#8f5a00",
    }
)
DARK: Final[Mapping[Shade, str]] = MappingProxyType(
    {
        "canvas": "#17181a",
        "panel": "#232427",
        "base": "#2b2d30",
        "raised": "#313337",
        "line": "#3b3d42",
        "text": "#e9eaec",
        "muted": "#a3a7ad",
        "accent": "#4dbccb",
        "on_accent": "#0b1c1f",
        "selection": "#263438",
        "warning": "#e0ab52",
    }
)


class Theme(QObject):
    """The scheme in use. There is one; widgets ask it for a shade when they paint."""

    changed = Signal()

    def __init__(self, parent: QObject, scheme: Scheme = "system") -> None:
        super().__init__(parent)
        self._scheme = scheme
        self.motion = True
        """Whether the user lets things move."""
        self._hints = QGuiApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._on_system_changed)
        self.use(scheme)

    @property
    def scheme(self) -> Scheme:
        return self._scheme

    @property
    def dark(self) -> bool:
        if self._scheme == "system":
            return self._hints.colorScheme() == Qt.ColorScheme.Dark
        return self._scheme == "dark"

    def color(self, shade: Shade) -> QColor:
        return QColor((DARK if self.dark else LIGHT)[shade])

    def use(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._hints.setColorScheme(
            {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(scheme, Qt.ColorScheme.Unknown)
        )
        self._apply()

    def _on_system_changed(self) -> None:
        if self._scheme == "system":
            self._apply()

    def _apply(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(self._palette())
            shades = {str(shade): value for shade, value in (DARK if self.dark else LIGHT).items()}
            points = {str(size): app.font().pointSizeF() * times for size, times in SIZES.items()}
            app.setStyleSheet(style_sheet(shades, points, dark=self.dark))
        self.changed.emit()

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        palette = QPalette()
        uses: tuple[tuple[tuple[QPalette.ColorRole, ...], Shade], ...] = (
            ((role.Window, role.Button), "panel"),
            ((role.Base, role.ToolTipBase), "base"),
            ((role.AlternateBase, role.Midlight), "raised"),
            ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText), "text"),
            ((role.PlaceholderText,), "muted"),
            ((role.Highlight, role.Accent, role.Link, role.LinkVisited), "accent"),
            ((role.HighlightedText,), "on_accent"),
            ((role.Mid, role.Dark), "line"),
            ((role.Light,), "base"),
        )
        for roles, shade in uses:
            for each in roles:
                palette.setColor(each, self.color(shade))
        faint = self.color("muted")
        faint.setAlphaF(0.5)
        for each in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, each, faint)
        return palette


def theme() -> Theme:
    """The application's theme."""
    app = QApplication.instance()
    found = app.findChild(Theme) if app else None
    if not isinstance(found, Theme):
        raise RuntimeError("install_theme was not called")
    return found


def install_theme(app: QApplication, scheme: Scheme) -> Theme:
    """Give `app` its one theme, or change the one it has."""
    found = app.findChild(Theme)
    if isinstance(found, Theme):
        found.use(scheme)
        return found
    return Theme(app, scheme)


def motion_allowed() -> bool:
    """Whether the user and the system allow motion; Qt knows the system's preference from 6.12 on."""
    preference = getattr(QGuiApplication.styleHints().accessibility(), "motionPreference", None)
    return theme().motion and (preference is None or preference().name != "ReducedMotion")


def show_busy(bar: QProgressBar) -> None:
    """Show work of unknown length: an animated bar, or a full one if motion is not allowed."""
    moving = motion_allowed()
    bar.setRange(0, 0 if moving else 1)
    bar.setValue(0 if moving else 1)


def sized(size: Size, *, bold: bool = False) -> QFont:
    """The system's font in one of the window's sizes, with digits of equal width."""
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * SIZES[size])
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def toned(
    label: QLabel, *, size: Size | Literal["heading"] = "text", tone: Literal["text", "muted", "warning"] = "text"
) -> QLabel:
    """Give a label one of the sizes and tones; the application's style sheet does the rest, in either scheme."""
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("level", size)
    label.setProperty("tone", tone)
    return label
