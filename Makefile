# Everything a contributor does. Nothing outside this folder is written, but pip's cache.
# `make PYTHON=python3.12 ...` picks the Python that .venv is made with (3.11 or newer).

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14; do \
    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
    && echo $$python && break; done)
JOBS ?= 2
BIN := .venv/bin
STAMPS := .venv/stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.DEFAULT_GOAL := help
.PHONY: demo test check setup faces accept bench clean help

demo: $(STAMPS)/package  ## compile the sample catalog and show what a finding looks like
	@$(BIN)/python scripts/demo.py

test: $(STAMPS)/test  ## run the tests (ARGS="tests/report -k frame" for some of them)
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(ARGS)

check: $(STAMPS)/dev  ## ruff, mypy, the import contracts, and drift of generated files
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(BIN)/pre-commit validate-config .pre-commit-config.yaml
	@$(BIN)/pre-commit validate-manifest .pre-commit-hooks.yaml
	@$(BIN)/python -m scripts.chartgen --check
	@$(BIN)/python -m scripts.rule_pages --check
	@$(BIN)/catalogc schema export --output schemas/leaf.schema.json --check
	@$(BIN)/catalogc schema export --format typescript --output schemas/leaf.ts --check
	@$(BIN)/catalogc backstage --check >/dev/null

setup: $(STAMPS)/dev  ## install every tool of a contributor, and the git hooks
	@if git rev-parse --git-dir >/dev/null 2>&1; then $(BIN)/pre-commit install; fi

faces: $(STAMPS)/dev  ## write anew what is made from the charts' descriptions: schemas, types, entities, pages
	@$(BIN)/python -m scripts.chartgen
	@$(BIN)/python -m scripts.rule_pages
	@$(BIN)/catalogc schema export --output schemas/leaf.schema.json
	@$(BIN)/catalogc schema export --format typescript --output schemas/leaf.ts
	@$(BIN)/catalogc backstage

accept: $(STAMPS)/test  ## rewrite rendered/ and the expected files of tests; review the diff
	@$(BIN)/catalogc build
	@CATALOGC_ACCEPT=1 $(BIN)/python -m pytest -n $(JOBS) --dist worksteal -q $(ARGS)
	@git status --short

bench: $(STAMPS)/package  ## measure lint and build (LEAVES=1000)
	@$(BIN)/python scripts/bench.py --leaves $(or $(LEAVES),1000)

clean:  ## remove .venv and everything that was built
	@rm -rf .venv .demo build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:
	@sed -n 's/^\([a-z]*\):[^#]*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

# .venv is used again for as long as pyproject.toml stays the same.

$(STAMPS)/pip:
	@test -n "$(PYTHON)" || { echo "catalogc needs Python 3.11 or newer: make PYTHON=/path/to/python" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "catalogc needs Python 3.11 or newer; $(PYTHON) is older or missing" >&2; exit 2; }
	@echo "Preparing .venv with $(PYTHON) ..."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(PIP) --upgrade 'pip>=25.1'  # the first that knows dependency groups
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/package: pyproject.toml $(STAMPS)/pip
	@echo "Installing catalogc into .venv (about 80 MB the first time) ..."
	@$(PIP) --editable .
	@touch $@

$(STAMPS)/test: $(STAMPS)/package
	@echo "Installing the test tools into .venv ..."
	@$(PIP) --group test
	@touch $@

$(STAMPS)/dev: $(STAMPS)/package
	@echo "Installing the contributor's tools into .venv ..."
	@$(PIP) --group dev
	@touch $@
	@touch $(STAMPS)/test
