"""The program around the pages: start, windows, settings, and what keeps it alive."""
