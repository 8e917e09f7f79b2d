"""Widgets and styles that know nothing of faces or models."""
