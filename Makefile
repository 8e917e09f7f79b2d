# `make run` opens Facet, `make test` tests it. Each first makes .venv with everything in it, where that is not done yet.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.facet-ready

.PHONY: run test lint types contracts check docs screenshots translations bench installer
.DEFAULT_GOAL := run

run: $(READY)  ## PHOTO=path opens that photo
	@$(BIN)/facet $${PHOTO:+"$$PHOTO"}

# Bytecode is kept, or each of the many processes that the tests start would compile Facet anew.
# A process that crashes is not replaced: pytest-xdist might then wait for ever (its issue 1378).
test: $(READY)
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --max-worker-restart 0

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(READY)
	@$(BIN)/mypy

contracts: $(READY)
	@$(BIN)/lint-imports

check: lint types contracts test

docs: $(READY)  # the site, in build/docs
	@$(BIN)/python -m sphinx -q -W --keep-going docs build/docs

screenshots: $(READY)  # the pictures in docs/pictures
	@$(BIN)/python -m tools.screenshots

translations: $(READY)  # new texts into resources/translations, and what was translated into what the program reads
	@$(BIN)/python -m tools.translations

bench: $(READY)  # the quick ones; benchmarks/README.md names the rest
	@$(BIN)/python -m benchmarks.start
	@$(BIN)/python -m benchmarks.face

installer: $(READY)  ## FLAVOUR=viewer comes without training
	@$(BIN)/python -m installer.build --flavour $${FLAVOUR:-full}

# The file is touched last: what was cut off is done again, and what is done costs nothing.
$(READY): pyproject.toml
	@sh tools/make_venv.sh $(VENV)
	@touch $@
