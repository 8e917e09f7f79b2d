"""Widgets and looks that know nothing of faces or models."""
