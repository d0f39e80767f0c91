# kabarangka: numbers from Indonesian press releases, as a table.

PYTHON ?= python3
# Where the result goes and what is read.
CORPUS ?= corpus
OUT ?= outputs
# On Linux, PyPI's torch may be a CUDA build of several GB; the CPU build lies in an index of its own:
#   make setup TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=
# Commands that more than one place needs.
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
BENCH := $(BIN)/python -m tests.bench
COMPILED := .venv-compiled
UV := uv==0.13.9

# Two threads make Stanza's small network slower, not faster.
export OMP_NUM_THREADS := 1
# A python of another environment must not leak in.
unexport PYTHONPATH PYTHONHOME

# Stamps carry a checksum of what they stand for: same content, nothing to do, whatever the files' times.
sum = $(shell cat $(1) 2>/dev/null | cksum | cut -d' ' -f1)
LOCKED := .venv/.locked-$(call sum,.ci/requirements.txt .ci/constraints.txt)
LOCKED_TEST := .venv/.locked-test-$(call sum,.ci/requirements-test.txt)
INSTALLED := .venv/.installed-$(call sum,pyproject.toml)
# All that goes into the wheel, read only where a compiled build is asked for.
SHIPPED := $(if $(filter compiled bench-compiled,$(MAKECMDGOALS)),$(shell find .ci pipeline rules -type f -not -name '*.pyc' | LC_ALL=C sort))
BUILT := $(COMPILED)/.built-$(if $(SHIPPED),$(call sum,pyproject.toml $(SHIPPED)))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-test run test bench compiled bench-compiled lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

setup: $(INSTALLED) ## the environment in .venv, from the lock; quick when nothing changed

setup-test: $(INSTALLED) $(LOCKED_TEST) ## the same with the tools of `make test`

run: setup ## the main job: corpus/ -> outputs/observations.csv
	$(BIN)/kabarangka run $(CORPUS) --out $(OUT)

test: setup-test ## lint, types, architecture, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -n 2 --dist loadgroup

bench: setup-test ## speed against Stanza alone
	$(BENCH)

compiled: $(BUILT) ## the same, extraction compiled (mypyc, a C compiler): .venv-compiled/bin/kabarangka

bench-compiled: $(BUILT) ## `make bench` of it
	PYTHONSAFEPATH=1 $(COMPILED)/bin/python tests/bench.py

lock: .venv/.made ## .ci/requirements*.txt anew from pyproject.toml and .ci/constraints.txt
	@$(PYTHON) -m venv .venv/lock
	@.venv/lock/bin/python -m pip --disable-pip-version-check -qq install '$(UV)'
	@$(compile) --upgrade --extra all --output-file .ci/requirements.txt
	@$(compile) --upgrade --extra all --extra test --constraints .ci/requirements.txt --output-file .ci/requirements-test.txt

# Every platform and Python from 3.11 on in one file; hatchling too, since the project is built without a second download.
compile = sed -n 's/^requires = \["\(.*\)"\]/\1/p' pyproject.toml | .venv/lock/bin/uv pip compile pyproject.toml - \
	--quiet --config-file .ci/uv.toml --constraints .ci/constraints.txt \
	--universal --python-version 3.11 --generate-hashes --no-emit-package torch --custom-compile-command 'make lock'

clean: ## away with .venv, builds and caches; outputs/ stays
	rm -rf .venv $(COMPILED) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "make: $(PYTHON) is not Python 3.11 or newer; name one that is: make setup PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -m venv .venv || { \
	  echo "make: $(PYTHON) has no venv module; install it (Debian, Ubuntu: apt-get install python3-venv)" >&2; exit 2; }
	@touch $@

$(LOCKED): .venv/.made
	@echo "kabarangka: installing the locked dependencies into .venv (some minutes on a new machine)" >&2
	@$(PIP) -qq install --require-hashes --no-deps -r .ci/requirements.txt
	@$(PIP) -qq install --constraint .ci/constraints.txt $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch
	@rm -f .venv/.locked-[0-9]* && touch $@

$(INSTALLED): $(LOCKED)
	@$(PIP) -qq install --no-deps --no-build-isolation --editable .
	@$(PIP) check >&2
	@rm -f .venv/.installed-* && touch $@

$(LOCKED_TEST): $(LOCKED)
	@echo "kabarangka: installing the locked test tools into .venv" >&2
	@$(PIP) -qq install --require-hashes --no-deps -r .ci/requirements-test.txt
	@$(PIP) check >&2
	@rm -f .venv/.locked-test-* && touch $@

# A wheel in an environment of its own, which borrows the dependencies: no binary ever hides a source that was edited.
# It stays only if it makes the same tables.
$(BUILT): $(INSTALLED) $(LOCKED_TEST)
	@echo "kabarangka: compiling (some minutes)" >&2
	@rm -rf $(COMPILED) build/compiled/wheel build/compiled/plain build/compiled/native
	@HATCH_BUILD_HOOK_ENABLE_CUSTOM=1 $(PIP) -q wheel --no-deps --no-build-isolation --wheel-dir build/compiled/wheel .
	@$(BIN)/python -m venv --without-pip $(COMPILED)
	@$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > "$$(echo $(COMPILED)/lib/python3.*/site-packages)/borrowed.pth"
	@$(PIP) --python $(COMPILED)/bin/python -qq install --no-deps build/compiled/wheel/*.whl
	@$(BIN)/kabarangka run corpus --out build/compiled/plain >/dev/null
	@$(COMPILED)/bin/kabarangka run corpus --out build/compiled/native >/dev/null
	@cmp build/compiled/plain/observations.csv build/compiled/native/observations.csv
	@touch $@
