# Everything below runs on a bare clone with Python 3.11+, make and the package index.
# `make help` lists the targets.

# The first interpreter that is new enough; override with `make PYTHON=/path/to/python`.
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python $(NEW_ENOUGH) 2>/dev/null && echo $$python && break; done)

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PREPARED := $(VENV)/.prepared
PACKAGES := schemas extractors pipeline flows
CODE := $(shell find $(PACKAGES) -name '*.py' -o -name '*.toml')
UV_PIP := $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED := --require-hashes -r requirements.lock

SOURCES ?= data/raw
PYTEST_ARGS ?= -n 2 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help install refresh test lint types layers check format lock docs raw bench clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

install: $(PREPARED) ## Create .venv and install what the lock says (the other targets do this first)

# The lock holds uv too, so that even the installer comes with its hash. Where uv cannot be had or cannot reach the
# index (a proxy or certificate that only pip is set up for), pip installs the same lock, more slowly.
$(INSTALLED): requirements.lock pyproject.toml
	@"$(PYTHON)" $(NEW_ENOUGH) 2>/dev/null || { echo "Python 3.11 or newer is needed: install it, or name it with make PYTHON=..." >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { echo "Creating $(VENV)"; "$(PYTHON)" -m venv $(VENV); }
	@echo "Installing the packages of requirements.lock"
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(VENV)/uv.lock
	@{ $(PIP) --require-hashes -r $(VENV)/uv.lock && $(UV_PIP) $(LOCKED); } \
		|| { echo "uv could not install them: pip does, which takes longer" >&2; $(PIP) $(LOCKED); }
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

# Bytecode and compiled patterns, so that no start of a process has to make them: again after every change.
$(PREPARED): $(INSTALLED) $(CODE)
	@$(BIN)/python -m compileall -q $(PACKAGES)
	@$(BIN)/python -m pipeline.reading.kept_patterns
	@touch $@

refresh: $(PREPARED) ## Read data/raw into the warehouse and write the report
	@$(BIN)/stp refresh

test: $(PREPARED) ## Run every test
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(INSTALLED) ## Check style and likely bugs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(INSTALLED) ## Check types strictly
	@$(BIN)/mypy

layers: $(INSTALLED) ## Check which package imports which
	@$(BIN)/lint-imports

check: lint types layers test ## All of the checks and the tests

format: $(INSTALLED) ## Put the code in order
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: $(INSTALLED) ## Choose the newest allowed versions and write requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes --upgrade \
		--no-header --no-emit-index-url --no-emit-find-links pyproject.toml --output-file requirements.lock
	@! grep -n '://' requirements.lock

docs: $(INSTALLED) ## Write the generated parts of docs/ again
	@$(BIN)/python -m flows.docs

raw: $(INSTALLED) ## Make the PDFs of data/raw again
	@$(BIN)/python data/raw/make.py

bench: $(PREPARED) ## Measure speed and memory beside the bare libraries (minutes; make bench BENCH_ARGS="--help")
	@$(BIN)/python benchmarks/bench.py $(BENCH_ARGS)

clean: ## Remove caches and build artefacts (.venv and data/curated stay)
	@rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find schemas extractors pipeline flows tests data -name __pycache__ -type d -prune -exec rm -rf {} +
