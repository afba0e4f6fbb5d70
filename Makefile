# Two commands do everything: make book, make test. Both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# a machine without Chromium cannot open the pages; CI always can
BROWSER := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome || echo $(CHROMIUM))
DICTIONARY := $(shell command -v hunspell)
MISSING := $(if $(CI),,$(if $(BROWSER),,Chromium) $(if $(DICTIONARY),,hunspell))
MISSING := $(strip $(MISSING))
CHOSEN := $(if $(BROWSER),,not browser)$(if $(BROWSER)$(DICTIONARY),, and )$(if $(DICTIONARY),,not spelling)

.PHONY: help book test lint coverage serve identical portable bench clean
.DEFAULT_GOAL := help

help:  ## say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-9s %s\n", $$1, $$2}'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else f"Python 3.11, 3.12 or 3.13 is needed; this is {v[0]}.{v[1]}. Name another: make book PYTHON=python3.12")'
	@echo "Setting up $(VENV) (a minute or two, once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

book: $(READY)  ## run every stale notebook and build the book
	@$(BIN)/senco build

test: $(READY)  ## run all tests
	@$(if $(MISSING),echo "Not on this machine: $(MISSING). The tests that need it are left out; CI runs them.")
	@$(BIN)/python -m pytest $(if $(MISSING),-m "$(CHOSEN)")

lint: $(READY)  ## check the code's style and its types
	@$(BIN)/ruff check analysis tests benchmarks
	@$(BIN)/ruff format --check analysis tests benchmarks
	@$(BIN)/mypy

coverage: $(READY)  ## run all tests, and list what of the package none of them runs
	@mkdir -p _build/coverage
	@$(BIN)/coverage run -m pytest
	@$(BIN)/coverage combine -q
	@$(BIN)/coverage report

identical: $(READY)  ## build two clean clones, at other paths and times, and compare every byte
	@$(BIN)/python benchmarks/identical.py

portable: $(READY)  ## make all pages as other processors would, and compare every byte with what is committed
	@$(BIN)/python benchmarks/portable.py

bench: $(READY)  ## run all benchmarks beside their peers, and write the page about them
	@$(BIN)/python benchmarks/run.py

serve: $(READY)  ## build the book, show it on this machine, and build it again on each save
	@$(BIN)/senco serve

clean:  ## remove what was built; keeps the environment and your data
	@rm -rf _build .work
