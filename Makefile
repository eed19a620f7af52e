.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check bench peers spark ray lock

PYTHON ?= python3
BIN := .venv/bin
# One worker per core, two at the least.
WORKERS ?= auto

help: ## Show what you can make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(BIN)/python:
	$(PYTHON) -m venv .venv

.venv/.run: requirements/run.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements/dev.lock .venv/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

setup: .venv/.run ## Install Bolwerk and leave the command at .venv/bin/bolwerk
	@echo "Ready: .venv/bin/bolwerk --help"

setup-dev: .venv/.dev

run: setup ## Serve with the plan and the examples on http://127.0.0.1:8000
	@$(BIN)/bolwerk serve --demo

test: export BOLWERK_HOME = $(CURDIR)/var/test
test: setup-dev ## Everything but the browser and PostgreSQL
	$(BIN)/python -m pytest -n $(WORKERS) -m "not browser and not postgres and not benchmark and not spark and not ray"

check: setup-dev ## Lint, formatting, types, import contracts, the plan and the law
	$(BIN)/ruff check src tests
	$(BIN)/ruff format --check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bolwerk rules check

.venv/.spark: requirements/spark.lock .venv/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.lock
	@touch $@

spark: .venv/.spark ## The rules in bulk on a local Spark cluster (needs Java)
	$(BIN)/python -m pytest -m spark tests

.venv/.ray: requirements/ray.lock .venv/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/ray.lock
	@touch $@

ray: .venv/.ray ## Names in bulk on a local Ray cluster
	$(BIN)/python -m pytest -m ray tests

bench: export BOLWERK_HOME = $(CURDIR)/var/test
bench: setup-dev ## Measure
	$(BIN)/python -m pytest -m benchmark tests/benchmarks --benchmark-columns=min,median,max,rounds

.venv-peers/.done: requirements/peers.lock
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/peers.lock
	@touch $@

peers: setup-dev .venv-peers/.done ## Measure beside zen-engine, OpenFisca-Core and SpiffWorkflow
	$(BIN)/python -m tests.benchmarks.peers.run var/peers.json

LOCK := $(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11

lock: setup-dev ## Write the lock files anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(LOCK) pyproject.toml --group build -o requirements/run.lock
	$(LOCK) pyproject.toml --group build --group dev -o requirements/dev.lock
	$(LOCK) requirements/peers.in -o requirements/peers.lock
	echo pyspark | $(LOCK) - -c requirements/dev.lock -o requirements/spark.lock
	echo ray | $(LOCK) - -c requirements/dev.lock -o requirements/ray.lock
