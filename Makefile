# Every task of the project. `make` lists them.
SHELL := /bin/bash
PYTHON ?= python3
JOBS ?= 2
BIN := .venv/bin
UV = $(or $(wildcard $(BIN)/uv),uv) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --custom-compile-command "make lock"
.DEFAULT_GOAL := help
.PHONY: help setup demo test coverage check evaluate bench docs lock clean browser java postgres islands

help: ## List the tasks
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: .venv/dev.done islands ## Make a ready development environment in .venv

.venv/core.done: requirements/core.txt pyproject.toml scripts/setup.sh
	@PYTHON=$(PYTHON) scripts/setup.sh core && touch $@

.venv/dev.done: requirements/dev.txt pyproject.toml scripts/setup.sh
	@PYTHON=$(PYTHON) scripts/setup.sh dev && touch $@ .venv/core.done

.venv/bench.done: requirements/bench.txt .venv/dev.done
	@PYTHON=$(PYTHON) scripts/setup.sh bench && touch $@

browser:
	@scripts/browser.sh

java:
	@scripts/java.sh

postgres:
	@scripts/postgres.sh

islands: ## Build the workbench's graph, map and timeline where Node.js is found
	@scripts/islands.sh

demo: .venv/core.done ## Run the main job on the sample case and say where the report is
	@rm -rf demo
	$(BIN)/floodwatch sample --out demo/sample
	$(BIN)/floodwatch investigate demo/sample/*.csv --out demo/results
	@echo; echo "The report: $(CURDIR)/demo/results/report.html"

test: check browser java postgres islands ## Run every check and every test
	$(BIN)/python -m evaluation.stale
	$(BIN)/python -m evaluation --suite smoke --seeds dev --out build/smoke
	$(BIN)/pytest -n $(JOBS) --dist worksteal -m "not spark"
	$(BIN)/pytest -m spark

coverage: browser java postgres islands ## Say which lines no test runs (longer: tests take half as long again)
	$(BIN)/pytest -n $(JOBS) --dist worksteal -m "not spark" --cov --cov-report=
	$(BIN)/pytest -m spark --cov --cov-append --cov-report=term:skip-covered

check: .venv/dev.done ## Format, lint, types, walls, sizes, words, licences
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy src evaluation benchmarks scripts
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_walls.py
	$(BIN)/python scripts/check_sizes.py
	$(BIN)/python scripts/check_licences.py

evaluate: .venv/dev.done ## Score the software and the baselines on the test worlds (long)
	$(BIN)/python -m evaluation

bench: .venv/bench.done ## Measure CPU, memory and growth against coordination-network-toolkit (long)
	$(BIN)/python -m benchmarks

docs: .venv/dev.done ## Write docs/reference again from the registries
	$(BIN)/python scripts/reference.py

lock: ## Resolve the dependencies again and pin them in requirements/
	$(UV) pyproject.toml --group build -o requirements/core.txt
	$(UV) pyproject.toml --all-extras --group build --group dev -c requirements/core.txt -o requirements/dev.txt
	$(UV) --group bench -c requirements/dev.txt -o requirements/bench.txt

clean: ## Remove what the tasks made, the environment included
	rm -rf .venv demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
