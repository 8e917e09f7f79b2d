"""Texts in the chosen language: English is in the code, other languages in Qt's catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from core.places import resource

LANGUAGES: Final[Mapping[str, str]] = MappingProxyType({"en": "English", "ru": "Русский", "kk": "Қазақша"})
"""What each language calls itself, by its code."""


class _Texts:
    """Translates where there is no widget to do it. Its name in the code is its context in the catalogue."""

    def tr(self, text: str, disambiguation: str = "", n: int = -1) -> str:
        return QCoreApplication.translate("texts", text, disambiguation, n)

    def mark(self, text: str) -> str:
        """A text of a table, to be translated by `tr` where it is shown."""
        return text


texts: Final = _Texts()


def core_text(context: str, english: str) -> str:
    """A text of `core`, which knows no Qt; tools/translations.py names its tables, one context each."""
    return QCoreApplication.translate(context, english)


def install_language(app: QCoreApplication, chosen: str) -> str:
    """Use the language `chosen`, or the system's for any other value, and return its code.

    Numbers and dates follow it. Widgets that exist are not translated again.
    """
    code = chosen if chosen in LANGUAGES else _of_the_system()
    system, language = QLocale.system(), QLocale(code)
    # Of one language, the system knows the user's country too.
    QLocale.setDefault(system if system.language() == language.language() else language)
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (("qtbase", qt_folder), ("facet", str(resource("translations")))):
        translator = QTranslator(app)
        if translator.load(f"{name}_{code}", folder):
            app.installTranslator(translator)
    return code


def _of_the_system() -> str:
    wanted = (QLocale(name).name()[:2] for name in QLocale.system().uiLanguages())
    return next((code for code in wanted if code in LANGUAGES), "en")
