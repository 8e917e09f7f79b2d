"""How the window looks: neutral greys, one accent colour, an 8-pixel grid, four sizes, one style sheet.

The style sheet also makes labels, message boxes and tooltips plain text unless a label asks for rich text: a file name
may look like HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar

from core.places import resource
from desktop.app.settings import Scheme


def style_sheet(shades: Mapping[str, str], points: Mapping[str, float], *, dark: bool) -> str:
    """The sheet in these `shades`, its text in these `points` by size."""
    icons = {
        "tick": resource(f"icons/tick-{'dark' if dark else 'light'}.svg"),
        "down": resource("icons/chevron-down.svg"),
        "up": resource("icons/chevron-up.svg"),
        "right": resource("icons/chevron-right.svg"),
    }
    values: dict[str, object] = dict(shades)
    values |= {f"{size}_pt": f"{value:.1f}pt" for size, value in points.items()}
    values |= {name: f'url("{path.as_posix()}")' for name, path in icons.items()}
    return _SHEET.format_map(values)


_SHEET = """
    QLabel[textFormat="AutoText"] {{ qproperty-textFormat: PlainText; }}
    QLabel[tone="muted"] {{ color: {muted}; }}
    QLabel[tone="warning"] {{ color: {warning}; }}
    QLabel[level="small"] {{ font-size: {small_pt}; }}
    QLabel[level="heading"] {{ font-weight: 600; }}
    QLabel[level="title"] {{ font-size: {title_pt}; font-weight: 600; }}
    QMainWindow, QStackedWidget#pages {{ background: {panel}; }}
    QToolBar {{ background: {panel}; border: none; border-bottom: 1px solid {line}; padding: 2px 8px; spacing: 4px; }}
    QToolBar::separator {{ background: {line}; width: 1px; margin: 6px 8px; }}
    QToolButton {{ border: 1px solid transparent; border-radius: 6px; padding: 5px 10px 5px 8px; }}
    QToolButton:hover {{ background: {raised}; }}
    QToolButton:checked {{ background: {selection}; color: {accent}; border-color: {accent}; }}
    QToolButton:pressed {{ background: {line}; }}
    QToolButton:focus {{ border-color: {accent}; }}
    QToolButton:checked:focus {{ border-color: {text}; }}
    QToolButton#term {{ border: none; border-bottom: 1px dotted {muted}; border-radius: 0; padding: 0; }}
    QToolButton#term {{ color: {muted}; font-size: {small_pt}; background: transparent; }}
    QToolButton#term:hover, QToolButton#term:focus {{ color: {accent}; border-bottom-color: {accent}; }}
    QToolButton#mark {{ border: 1px solid {line}; border-radius: 9px; padding: 0; color: {muted}; }}
    QToolButton#mark {{ font-size: {small_pt}; min-width: 16px; max-width: 16px; min-height: 16px; max-height: 16px; }}
    QToolButton#mark:hover, QToolButton#mark:focus {{ color: {accent}; border-color: {accent}; }}
    QFrame#popover {{ background: {base}; border: 1px solid {accent}; }}
    QToolButton#qt_toolbar_ext_button {{ padding: 0; image: {right}; }}
    QPushButton {{ background: {base}; border: 1px solid {line}; border-radius: 6px; }}
    QPushButton {{ padding: 6px 16px; min-height: 18px; }}
    QPushButton#link {{ background: transparent; border-color: transparent; padding: 5px 2px; }}
    QPushButton#link {{ color: {accent}; text-decoration: underline; }}
    FaceCard QPushButton#link {{ padding: 0 2px; min-height: 16px; }}
    FaceCard QToolButton, WhatIfSliders QToolButton {{ padding: 1px; }}
    QPushButton#link:focus {{ border-color: {accent}; }}
    QPushButton:hover {{ background: {raised}; }}
    QPushButton:pressed {{ background: {line}; }}
    QPushButton:focus {{ border-color: {accent}; }}
    QPushButton:default {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
    QPushButton:default:focus {{ border-color: {text}; }}
    QPushButton:checked {{ background: {selection}; color: {accent}; border-color: {accent}; }}
    QPushButton:checked:focus {{ border-color: {text}; }}
    QPushButton:disabled {{ color: {muted}; background: {panel}; border-color: {line}; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QStatusBar {{ background: {panel}; border-top: 1px solid {line}; }}
    QStatusBar::item {{ border: none; }}
    QFrame#messages[floating="true"] {{ background: {base}; border: 1px solid {muted}; border-radius: 6px; }}
    QSplitter::handle {{ background: {line}; }}
    QScrollArea, QListView {{ background: {panel}; border: none; }}
    QScrollArea:focus, QListView:focus {{ border: 1px solid {accent}; }}
    QListWidget#index {{ outline: none; border: none; }}
    QListWidget#index::item {{ padding: 0 8px; border: 1px solid transparent; border-radius: 6px; color: {text}; }}
    QListWidget#index::item:selected {{ background: {selection}; color: {accent}; }}
    QListWidget#index::item:focus {{ border-color: {accent}; }}
    QTextBrowser, QPlainTextEdit {{ background: {base}; border: 1px solid {line}; border-radius: 6px; }}
    QTableView, FaceGrid {{ background: {base}; border: 1px solid {line}; border-radius: 6px; }}
    QTableView {{ selection-background-color: {selection}; selection-color: {text}; }}
    QTextBrowser:focus, QPlainTextEdit:focus, QTableView:focus, FaceGrid:focus {{ border-color: {accent}; }}
    QTableView::item {{ padding: 0 8px; }}
    QHeaderView, QHeaderView::section {{ background: transparent; border: none; color: {muted}; }}
    QHeaderView::section {{ padding: 4px 11px; }}
    QTableView#faces::item {{ padding: 4px 8px; }}
    QTableView#confusion::item {{ padding: 0; }}
    QTableView#confusion QHeaderView::section {{ padding: 4px 2px; font-size: {small_pt}; }}
    QTableCornerButton::section, QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    QTabWidget::pane {{ border: none; border-top: 1px solid {line}; }}
    QTabBar {{ qproperty-drawBase: 0; }}
    QTabBar::tab {{ color: {muted}; padding: 8px 12px; border: none; border-bottom: 2px solid transparent; }}
    QTabBar::tab:hover {{ color: {text}; }}
    QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
    QTabBar::tab:focus {{ background: {selection}; }}
    QLineEdit, QComboBox, QSpinBox {{ background: {base}; border: 1px solid {line}; }}
    QLineEdit, QComboBox, QSpinBox {{ border-radius: 6px; padding: 6px 8px; min-height: 18px; }}
    QSpinBox {{ padding: 4px 6px; }}
    QSpinBox QLineEdit {{ background: transparent; border: none; padding: 0 4px; min-height: 0; }}
    QLineEdit:focus, QComboBox:focus, QSpinBox:focus {{ border-color: {accent}; }}
    QLineEdit:read-only {{ background: {panel}; color: {muted}; }}
    QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled {{ background: {panel}; color: {muted}; }}
    QComboBox::drop-down {{ border: none; width: 24px; }}
    QComboBox::down-arrow {{ image: {down}; width: 12px; height: 12px; }}
    QComboBox {{ combobox-popup: 0; }}
    QComboBox QAbstractItemView {{ background: {base}; border: 1px solid {line}; padding: 4px; outline: none; }}
    QComboBox QAbstractItemView::item {{ min-height: 24px; padding: 0 4px; }}
    QComboBox QAbstractItemView::item:selected {{ background: {line}; color: {text}; }}
    QSpinBox::up-button, QSpinBox::down-button {{ background: transparent; border: none; width: 20px; }}
    QSpinBox::up-arrow {{ image: {up}; width: 10px; height: 10px; }}
    QSpinBox::down-arrow {{ image: {down}; width: 10px; height: 10px; }}
    QRadioButton:focus {{ color: {accent}; }}
    QCheckBox {{ spacing: 8px; }}
    QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {muted}; border-radius: 3px; }}
    QCheckBox::indicator {{ background: {base}; }}
    QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: {tick}; }}
    QCheckBox::indicator:disabled {{ background: {panel}; border-color: {line}; }}
    QCheckBox::indicator:focus {{ border: 2px solid {accent}; width: 12px; height: 12px; }}
    QCheckBox::indicator:checked:focus {{ border-color: {text}; }}
    QSlider::groove:horizontal {{ height: 4px; background: {line}; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {accent}; border-radius: 2px; }}
    QSlider::sub-page:horizontal:disabled {{ background: {line}; }}
    QSlider::handle:horizontal {{ width: 14px; margin: -5px 0; border-radius: 7px; background: {accent}; }}
    QSlider::handle:horizontal:disabled {{ background: {muted}; }}
    QSlider::handle:horizontal:focus {{ border: 2px solid {text}; border-radius: 7px; width: 10px; }}
    QProgressBar {{ background: {line}; border: none; border-radius: 2px; }}
    QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}
    QMenu {{ background: {base}; border: 1px solid {line}; padding: 4px; }}
    QMenu::item:selected {{ background: {line}; color: {text}; }}
    QMenu::item:disabled {{ background: transparent; color: {muted}; }}
    QMenu::separator {{ background: {line}; height: 1px; margin: 4px 0; }}
    QToolTip {{ qproperty-textFormat: PlainText; }}
    QToolTip {{ background: {base}; color: {text}; border: 1px solid {line}; padding: 4px 8px; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
    QScrollBar::handle:vertical {{ background: {line}; min-height: 32px; border-radius: 3px; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
    QScrollBar::handle:horizontal {{ background: {line}; min-width: 32px; border-radius: 3px; }}
    QScrollBar::handle:vertical:hover, QScrollBar::handle:horizontal:hover {{ background: {muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


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
