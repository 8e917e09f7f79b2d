"""Start, main window, menus, settings, language and crash handling."""
