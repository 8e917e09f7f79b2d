"""How the window looks: neutral greys, one accent colour, an 8-pixel grid, the system's font in three sizes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar

from desktop.settings import Scheme

Shade = Literal[
    "canvas", "panel", "base", "raised", "line", "text", "muted", "accent", "on_accent", "selection", "warning"
]

Size = Literal["small", "text", "title"]

GRID_PX: Final = 8
SIZES: Final[Mapping[Size, float]] = MappingProxyType({"small": 0.9, "text": 1.0, "title": 1.4})
"""The window's three sizes of type, as multiples of the system's."""

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
            app.setStyleSheet(_style_sheet(DARK if self.dark else LIGHT))
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
    """Whether the user and the system let things move; of the system Qt can tell from 6.12 on."""
    preference = getattr(QGuiApplication.styleHints().accessibility(), "motionPreference", None)
    return theme().motion and (preference is None or preference().name != "ReducedMotion")


def show_busy(bar: QProgressBar) -> None:
    """Have a bar say that work goes on whose end nobody knows: it moves, or where nothing may move it stands full."""
    moving = motion_allowed()
    bar.setRange(0, 0 if moving else 1)
    bar.setValue(0 if moving else 1)


def sized(size: Size, *, bold: bool = False) -> QFont:
    """The system's font in one of the window's three sizes, its digits all of one width."""
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * SIZES[size])
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def toned(
    label: QLabel, *, size: Size | Literal["heading"] = "text", tone: Literal["text", "muted", "warning"] = "text"
) -> QLabel:
    """Give a label one of the sizes and tones; the application's style sheet does the rest, in either scheme."""
    label.setProperty("level", size)
    label.setProperty("tone", tone)
    return label


def _style_sheet(shades: Mapping[Shade, str]) -> str:
    points = QApplication.font().pointSizeF()
    values: dict[str, object] = {str(shade): value for shade, value in shades.items()}
    values |= {"small_pt": points * SIZES["small"], "title_pt": points * SIZES["title"]}
    return """
    QLabel[tone="muted"] {{ color: {muted}; }}
    QLabel[tone="warning"] {{ color: {warning}; }}
    QLabel[level="small"] {{ font-size: {small_pt:.1f}pt; }}
    QLabel[level="heading"] {{ font-weight: 600; }}
    QLabel[level="title"] {{ font-size: {title_pt:.1f}pt; font-weight: 600; }}
    QMainWindow, QStackedWidget#pages {{ background: {panel}; }}
    QToolBar {{ background: {panel}; border: none; border-bottom: 1px solid {line}; padding: 2px 8px; spacing: 4px; }}
    QToolBar::separator {{ background: {line}; width: 1px; margin: 6px 8px; }}
    QToolButton {{ border: 1px solid transparent; border-radius: 6px; padding: 5px 10px 5px 8px; }}
    QToolButton:hover {{ background: {raised}; }}
    QToolButton:pressed {{ background: {line}; }}
    QToolButton:focus {{ border-color: {accent}; }}
    QPushButton {{ background: {base}; border: 1px solid {line}; border-radius: 6px; }}
    QPushButton {{ padding: 7px 16px; min-height: 18px; }}
    QPushButton#link {{ background: transparent; border-color: transparent; padding: 5px 8px; }}
    QPushButton#link {{ color: {accent}; text-decoration: underline; }}
    QPushButton#link:focus {{ border-color: {accent}; }}
    QPushButton:hover {{ background: {raised}; }}
    QPushButton:pressed {{ background: {line}; }}
    QPushButton:focus {{ border-color: {accent}; }}
    QPushButton:default {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
    QPushButton:default:focus {{ border-color: {text}; }}
    QPushButton:checked {{ background: {selection}; color: {accent}; border-color: {accent}; }}
    QPushButton:disabled {{ color: {muted}; background: {panel}; border-color: {line}; }}
    QStatusBar {{ background: {panel}; border-top: 1px solid {line}; }}
    QStatusBar::item {{ border: none; }}
    QSplitter::handle {{ background: {line}; }}
    QScrollArea, QListView {{ background: {panel}; border: none; }}
    QListWidget#index {{ outline: none; }}
    QListWidget#index::item {{ padding: 0 8px; border-radius: 6px; color: {text}; }}
    QListWidget#index::item:selected {{ background: {selection}; color: {accent}; }}
    QListWidget#index:focus::item:selected {{ border: 1px solid {accent}; }}
    QTextBrowser {{ background: {base}; border: 1px solid {line}; border-radius: 6px; }}
    QTableView {{ background: {base}; border: 1px solid {line}; border-radius: 6px; }}
    QTableView {{ selection-background-color: {selection}; selection-color: {text}; }}
    QTableView::item {{ padding: 0 8px; }}
    QHeaderView, QHeaderView::section {{ background: transparent; border: none; color: {muted}; }}
    QHeaderView::section {{ padding: 4px 11px; }}
    QTableCornerButton::section {{ background: transparent; border: none; }}
    QLineEdit {{ background: {base}; border: 1px solid {line}; border-radius: 4px; padding: 3px 6px; }}
    QComboBox, QSpinBox {{ min-height: 22px; }}
    QLineEdit:focus {{ border-color: {accent}; }}
    QLineEdit:read-only {{ background: {panel}; color: {muted}; }}
    QProgressBar {{ background: {line}; border: none; border-radius: 2px; }}
    QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}
    QToolTip {{ background: {base}; color: {text}; border: 1px solid {line}; padding: 4px 8px; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
    QScrollBar::handle:vertical {{ background: {line}; min-height: 32px; border-radius: 3px; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
    QScrollBar::handle:horizontal {{ background: {line}; min-width: 32px; border-radius: 3px; }}
    QScrollBar::handle:vertical:hover, QScrollBar::handle:horizontal:hover {{ background: {muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """.format_map(values)
