# Two commands do everything: make book, make test. Both set up what they need. What they do is
# in make.py, for systems without make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
.PHONY: help book test lint coverage serve identical portable bench clean
.DEFAULT_GOAL := help

help:  ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-9s %s\n", $$1, $$2}'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) make.py setup

book:  ## run every stale notebook and build the book
	@$(PYTHON) make.py book

test:  ## run all tests
	@$(PYTHON) make.py test

lint:  ## check the code's style and its types
	@$(PYTHON) make.py lint

coverage: $(READY)  ## run all tests, and list the lines of the package that none of them runs
	@mkdir -p _build/coverage
	@$(BIN)/coverage run -m pytest
	@$(BIN)/coverage combine -q
	@$(BIN)/coverage report

identical: $(READY)  ## build two clean clones, at other paths and times, and compare every byte
	@$(BIN)/python benchmarks/identical.py

portable: $(READY)  ## make all pages as on other processors, and compare every byte with what is committed
	@$(BIN)/python benchmarks/portable.py

bench: $(READY)  ## run all benchmarks and those of other tools, and write the page about them
	@$(BIN)/python benchmarks/run.py

serve: $(READY)  ## build the book, show it on this machine, and build it again on each save
	@$(BIN)/senco serve

clean:  ## remove what was built; keeps the environment and your data
	@rm -rf _build .work
