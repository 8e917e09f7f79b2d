"""The application's one style sheet: flat fields and buttons of one height, lines rather than frames.

It also makes labels, message boxes and tooltips plain text unless a label asks for rich text: a file name may look like
HTML.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.places import resource


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
    QPushButton:disabled {{ color: {muted}; background: {panel}; border-color: {line}; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QStatusBar {{ background: {panel}; border-top: 1px solid {line}; }}
    QStatusBar::item {{ border: none; }}
    QSplitter::handle {{ background: {line}; }}
    QScrollArea, QListView {{ background: {panel}; border: none; }}
    QListWidget#index {{ outline: none; }}
    QListWidget#index::item {{ padding: 0 8px; border: 1px solid transparent; border-radius: 6px; color: {text}; }}
    QListWidget#index::item:selected {{ background: {selection}; color: {accent}; }}
    QListWidget#index::item:focus {{ border-color: {accent}; }}
    QTextBrowser, QPlainTextEdit {{ background: {base}; border: 1px solid {line}; border-radius: 6px; }}
    QTableView {{ background: {base}; border: 1px solid {line}; border-radius: 6px; }}
    QTableView {{ selection-background-color: {selection}; selection-color: {text}; }}
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
