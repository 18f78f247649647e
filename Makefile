# What a contributor runs. `make` alone says what there is.
PY := .venv/bin

.PHONY: help install check lint types test docs

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

install:  ## a virtual environment with everything that the tests need
	python3 -m venv .venv && $(PY)/pip install -q -e '.[test]'

check: lint types docs-check test  ## everything that CI runs, in the order of how soon it fails

lint:  ## style, imports and formatting
	$(PY)/ruff check . && $(PY)/ruff format --check .

types:  ## mypy, strict
	$(PY)/mypy

docs:  ## write the generated tables of the documentation anew
	$(PY)/python docs/generate.py

docs-check:
	$(PY)/python docs/generate.py --check

test:  ## all tests, on all processors
	$(PY)/pytest -n auto
