# make run and make test each set up .venv first; a set-up that is complete takes no time.
# PYTHON=python3.12 chooses another Python, PORT=5001 another port, TESTS="tests/stories -x" some of the tests.

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench docs lock assets clean

BIN := .venv/bin
TESTS ?= tests
PORT ?= 5000
export PORT

# The first that runs (a pyenv shim may not) and is new enough; the one .venv was made with comes first.
RUNS := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for python in "$$(readlink -f $(BIN)/python)" python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$python" $(RUNS) 2>/dev/null && echo "$$python" && break; done)

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

setup: ## make .venv with the locked packages
	@python="$(PYTHON)"; test -n "$$python" || { \
		echo "PLO Workflow needs Python 3.11 or later, and none was found. If it is in an unusual place:"; \
		echo "  make setup PYTHON=/path/to/python3"; exit 1; }; \
	"$$python" tools/setup.py

run: setup ## start the pages and the schedules with made-up families, until Ctrl-C
	@$(BIN)/python tools/run.py

test: setup ## run the tests, on SQLite and, where it is installed, PostgreSQL
	$(BIN)/python -m pytest -n 2 $(TESTS)

check: setup ## everything that must be green: style, types, who imports whom, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test

bench: setup ## measure what the README says of speed
	$(BIN)/python -m benchmarks

docs: setup ## write docs/workflow.md, its picture and docs/drift.md from the tables
	$(BIN)/python -m plo_workflow.documents

UV = $(shell command -v uv || echo $(BIN)/uv)
COMPILE = $(UV) pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --extra postgres

lock: setup ## choose the newest versions that pyproject.toml allows and lock them by hash
	@test -x $(UV) || $(BIN)/python -m pip install --quiet uv
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock

assets: ## build the style sheets and scripts anew (needs Node; the result is in the repository)
	bash tools/assets.sh

clean: ## remove .venv and what tools leave behind; the database in var/ stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist *.egg-info
	find plo_workflow web schedules tests benchmarks tools -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
