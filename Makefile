# Vraagbaak: `make run` and `make test` set up everything they need.
PYTHON ?= python3
BIN := .venv/bin
# The loops of the engine are compiled once on a machine: now, or at the first start.
COMPILE := $(BIN)/python -c "import search.embedded.loops"

.PHONY: run test lint format bench road score score-pin evaluate evaluate-pin lock clean

run: .venv/.run ## environment, demonstration corpus, index, site on port 8000
	$(BIN)/vraagbaak demo

test: .venv/.dev ## environment and all tests
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --ignore tests/browser
	$(BIN)/python -m pytest tests/browser

lint: .venv/.dev ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev ## every engine on the historical sets: build, latency, growth
	$(BIN)/python -m benchmarks.compare --keep var/bench --write docs/prestaties.svg

road: .venv/.dev ## the whole road over the historical files, with times
	$(BIN)/python -m benchmarks.road

score: .venv/.dev ## how well documents are read, field by field, against what is known to be in them
	$(BIN)/python -m benchmarks.score

score-pin: .venv/.dev ## keep the figures of both scores as what must not be lost
	$(BIN)/python -m benchmarks.score --sample --pin
	$(BIN)/python -m benchmarks.score --pin

evaluate: .venv/.dev ## how well hits are ordered, on the judged queries, against the last pinned run
	$(BIN)/python -m benchmarks.relevance

evaluate-pin: .venv/.dev ## keep that run as what later ones are held against
	$(BIN)/python -m benchmarks.relevance --pin

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.run: .venv/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(COMPILE)
	touch $@

.venv/.dev: .venv/bin/python requirements-dev.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(COMPILE)
	touch $@ .venv/.run

LOCK := pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

lock: ## pin what pyproject.toml asks for (wants pip-tools)
	$(LOCK) --output-file requirements.lock pyproject.toml
	$(LOCK) --extra dev --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf .venv var build *.egg-info
