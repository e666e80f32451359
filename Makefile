# Two commands for a machine with only Python >= 3.11 and make:
#   make demo   runs the main job on the example vault
#   make test   passes the tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TODAY := 2026-11-23

.PHONY: demo test check bench clean

$(VENV)/.ready: pyproject.toml vault_tool/version.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

demo: $(VENV)/.ready
	$(BIN)/vault-tool today --vault example-vault --today $(TODAY)
	$(BIN)/vault-tool draft check-in "Giulia Rossi" --vault example-vault --today $(TODAY)

test: $(VENV)/.ready
	$(BIN)/python -m pytest -n auto -m "not storm and not sweep and not server"

check: $(VENV)/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.ready
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
