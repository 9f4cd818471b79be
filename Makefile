# make setup   install everything into .venv and prepare the offline data
# make run     set up when needed, then open the chat window
# make test    every check that needs no browser
# make help    the rest
#
# Needs make, git and a Python of 3.11 or newer. Everything else is installed into .venv,
# at the versions and hashes in requirements/. Stamp files make a second call do no work.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PY     := $(BIN)/python
STAMPS := $(VENV)/.stamps
UV     := $(BIN)/uv

export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# What the offline data are made from: a change here prepares them again.
PREPARED_FROM := $(shell find knowledge assistant/ear.py assistant/ear_graph.py -type f 2>/dev/null | grep -v ' ')

COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --no-header \
	--generate-hashes --no-emit-index-url --no-emit-find-links \
	--excludes requirements/excludes.txt

# Brings the environment to one lock exactly, installs the project itself, and compiles:
# without bytecode the window takes ten seconds to start, and PYTHONDONTWRITEBYTECODE may be set.
define install
	@echo "Installing requirements/$(1).txt into $(VENV)"
	@$(UV) pip sync --quiet --require-hashes --compile-bytecode --python $(PY) requirements/$(1).txt
	@$(UV) pip install --quiet --no-deps --no-build-isolation --offline --python $(PY) --editable .
endef

.PHONY: help
help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 20

.PHONY: setup
setup: $(STAMPS)/prepared ## install and prepare everything that running needs

.PHONY: run
run: setup ## open the chat window
	@$(PY) app.py

.PHONY: test
test: $(STAMPS)/test $(STAMPS)/prepared ## lint, types, layers and tests (no browser)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict assistant evals
	$(BIN)/lint-imports
	$(BIN)/pytest

.PHONY: browser-test
browser-test: $(STAMPS)/test $(STAMPS)/prepared ## the tests that drive a real browser
	$(BIN)/pytest -m browser

.PHONY: eval
eval: setup ## the evaluation suites with their gates
	@$(BIN)/brasstacks eval

.PHONY: inspect
inspect: $(STAMPS)/prepared ## add Inspect AI (extra "eval"), for evals/inspect_adapter.py
	$(call install,eval)

.PHONY: transcripts
transcripts: setup ## play the golden conversations anew, for evals/golden and the README
	@$(PY) -m evals.build.transcripts

.PHONY: format
format: $(STAMPS)/test ## rewrite the code in the project's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: lock
lock: $(STAMPS)/uv ## choose versions anew from pyproject.toml (add UPGRADE=--upgrade for the newest)
	$(COMPILE) $(UPGRADE) requirements/bootstrap.in -o requirements/bootstrap.txt
	$(COMPILE) $(UPGRADE) pyproject.toml requirements/build.in -o requirements/runtime.txt
	$(COMPILE) $(UPGRADE) pyproject.toml requirements/build.in --group test \
		-c requirements/runtime.txt -o requirements/test.txt
	test -e requirements/eval.txt || cp requirements/test.txt requirements/eval.txt
	$(COMPILE) $(UPGRADE) pyproject.toml requirements/build.in --extra eval --group test \
		-o requirements/eval.txt

.PHONY: clean
clean: ## remove the environment and every cache
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is missing or older than 3.11: name a newer one, as in 'make setup PYTHON=python3.12'." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
		echo "Python's venv module could not make $(VENV): on Debian and Ubuntu install python3-venv." >&2; exit 1; }
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/uv: requirements/bootstrap.txt $(STAMPS)/venv
	@$(PY) -m pip install --quiet --require-hashes -r requirements/bootstrap.txt
	@touch $@

# The test lock holds all of the runtime lock: where it is installed, `make run` keeps it.
$(STAMPS)/runtime: requirements/runtime.txt pyproject.toml $(STAMPS)/uv
	@rm -f $@
	$(call install,$(shell test -e $(BIN)/pytest && echo test || echo runtime))
	@if [ -e $(BIN)/pytest ]; then touch $(STAMPS)/test; fi; touch $@

$(STAMPS)/test: requirements/test.txt pyproject.toml $(STAMPS)/uv
	@rm -f $@ $(STAMPS)/runtime
	$(call install,test)
	@touch $@ $(STAMPS)/runtime

$(STAMPS)/prepared: $(PREPARED_FROM) $(STAMPS)/runtime
	@$(PY) -m assistant prepare
	@touch $@
