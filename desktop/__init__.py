"""Facet's window. It shows what `core` finds; it computes nothing itself."""
