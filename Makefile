# Everything is built from the pinned requirements into .venv; only Python 3.11 (or newer) is needed.
PYTHON ?= python3
BIN := .venv/bin

# More processes than a small machine has cores, because tests of locks and time limits wait. Each
# begins with neighbouring tests, which share a browser or a server; whoever is done first takes
# over some of another's.
PROCESSES ?= 3
PYTEST = -m pytest --numprocesses $(PROCESSES) --dist worksteal

# Python files are compiled once and not in each process that a test starts.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help run install install-dev packages test test-all test-long check bench coverage pins clean

help: ## show what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: install ## serve the quiz on http://127.0.0.1:8000 (HOST and PORT change that)
	@$(BIN)/quiz serve

install: .venv/installed ## build .venv with the quiz in it

install-dev: .venv/installed-dev ## the same, with what tests and checks need

packages: ## install the Debian packages that the tests need, or say which are missing
	@PYTHON="$(PYTHON)" tests/install-packages

test: packages .venv/installed-dev ## run the everyday tests
	$(BIN)/python $(PYTEST) --everyday

test-all: packages .venv/installed-dev ## run all tests that CI runs: the thorough ones too, and 3 cases of each long one
	$(BIN)/python $(PYTEST)

test-long: packages .venv/installed-dev ## run all cases of the long tests too, and 20 times the random examples
	$(BIN)/python $(PYTEST) --long

check: .venv/installed-dev ## lint, types, imports, and the rules themselves
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/quiz check rules.yaml

coverage: packages .venv/installed-dev ## run the tests and show which branches they do not reach
	$(BIN)/coverage erase
	$(BIN)/coverage run $(PYTEST)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

bench: .venv/installed-dev ## measure, as ratios within one run
	$(BIN)/python -m benchmarks

pins: .venv/installed-dev ## pin the newest releases that pyproject.toml allows, with their hashes
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --all-build-deps \
	  --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --all-extras --all-build-deps \
	  --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean: ## remove what was built; the database in instance/ stays
	rm -rf .venv .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
