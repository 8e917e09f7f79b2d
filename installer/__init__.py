"""Making what people install: build_installer.spec says what is in it, `python -m installer.build` makes it."""
