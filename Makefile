# Two commands matter: `make demo` and `make test`. Both work on a bare Debian 12
# with only python3, python3-venv, make and git.
.DEFAULT_GOAL := help
VENV := .venv
STAMP := $(VENV)/.ready
UV = $(shell command -v uv 2>/dev/null || echo $(VENV)/bin/uv)
export UV_PROJECT_ENVIRONMENT := $(VENV)

# The pages' scripts and styles are built, never committed; Node comes from a wheel.
DESK := src/gonghu/interfaces/desk
FIELD := src/gonghu/interfaces/field
ASSETS := $(DESK)/static/desk/manifest.json $(FIELD)/static/field/manifest.json
ASSET_SOURCES := $(shell find frontend -name node_modules -prune -o -type f -print) $(wildcard $(DESK)/locale/*/LC_MESSAGES/*.po)

.PHONY: help setup assets demo test check docs bench old-browsers clean

help:
	@echo "make demo   set up, invent a district and three weeks of its work, open the site"
	@echo "make test   set up, run every test"
	@echo "make check  style, types, architecture, documents"
	@echo "make docs   the documentation site, into site/"
	@echo "make setup  only the environment; .venv/bin/gonghu works after it"
	@echo "make assets the pages' scripts and styles, as gonghu serve needs them"
	@echo "make old-browsers  a visit in browsers of years ago, which it fetches (140 MB)"
	@echo "make bench  measure against the peers (about half an hour)"

setup: $(STAMP)

$(STAMP): pyproject.toml uv.lock
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$(python3 --version)."; exit 1; }
	@if ! command -v uv >/dev/null 2>&1 && [ ! -x $(VENV)/bin/uv ]; then \
	  python3 -m venv $(VENV) || { rm -rf $(VENV); echo "Please run: apt-get install -y python3-venv"; exit 1; }; \
	  $(VENV)/bin/python -m pip install --quiet uv; \
	fi
	@$(UV) sync --frozen --quiet --inexact
	@touch $@

assets: $(ASSETS)

# One run builds both.
$(ASSETS) &: $(ASSET_SOURCES) | $(STAMP)
	@$(UV) sync --frozen --quiet --inexact --group frontend
	@$(VENV)/bin/python scripts/assets.py
	@touch $(ASSETS)

demo: setup $(ASSETS)
	@$(VENV)/bin/gonghu demo

test: setup $(ASSETS)
	@$(VENV)/bin/pytest -n auto --dist loadfile --no-loadscope-reorder
	@$(VENV)/bin/python -m tests.postgresql $(VENV)/bin/pytest -n auto --dist loadfile --no-loadscope-reorder -m django_db

check: setup docs
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(VENV)/bin/djlint src/gonghu/interfaces --lint --quiet

docs: setup
	@$(VENV)/bin/zensical build --strict --clean

bench: setup
	@$(UV) sync --frozen --quiet --inexact --group bench
	@$(VENV)/bin/python -m benchmarks

old-browsers: setup $(ASSETS)
	@$(UV) sync --frozen --quiet --inexact --group frontend
	@$(VENV)/bin/python scripts/old_browsers.py

clean:
	rm -rf $(VENV) build dist site demo-city demo-out
