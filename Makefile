# What a newcomer, a developer and continuous integration type. Complete on a machine that has
# Python 3.11 or later and make.

.DEFAULT_GOAL := help
.PHONY: help run install test faults lint docs dev axe bench wheels check-offline

PIP := .venv/bin/python -m pip --disable-pip-version-check --no-input
PYTHONS := $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3

help: ## say what each target does
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1\t/p' Makefile | expand -t 22

run: .venv/.installed-run ## start the console with demo data on http://127.0.0.1:8080
	.venv/bin/guichet run --demo

install: .venv/.installed-run ## make .venv with the guichet command, without the developers' tools

test: .venv/.installed-dev ## run the whole suite; make test ARGS="-k words" runs a part of it
	PYTHONDONTWRITEBYTECODE= .venv/bin/python -m pytest -n 2 --dist worksteal --ignore=tests/faults/test_machines.py $(ARGS)

faults: .venv/.installed-dev ## put the outbox through killed workers, stopped databases, full disks and wrong clocks
	.venv/bin/python -m pytest tests/faults

lint: .venv/.installed-dev ## check style and types
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

docs: .venv/.installed-run ## write the generated pages of docs/ again
	.venv/bin/guichet docs

dev: .venv/.installed-run ## start the console and reload it when a file changes
	.venv/bin/guichet dev

axe: .venv/.installed-dev ## walk all pages of all demo users and count accessibility faults
	.venv/bin/python -m tests.browser.walk $(ARGS)

bench: .venv/.installed-dev ## measure the console beside its peers
	.venv/bin/python -m benchmarks $(ARGS)

wheels: .venv/.installed-run ## gather all wheels of the pinned versions in wheels/, to install without internet
	rm -rf build wheels
	$(PIP) wheel --quiet --constraint constraints.txt --wheel-dir wheels '.[s3]'
	cp constraints.txt wheels/

check-offline: .venv/.installed-dev wheels ## install from wheels/ without any index and look at what is served
	.venv/bin/python -m tests.external.offline wheels

.venv/.installed-run: .venv/.created pyproject.toml constraints.txt
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

.venv/.installed-dev: .venv/.created pyproject.toml constraints.txt
	$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch .venv/.installed-run $@

# An environment whose Python is gone is made anew; one that works is kept.
.venv/.created:
	@found=; clear=; for python in $(PYTHONS); do \
	    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    found=$$python; \
	    $$python -c 'import ensurepip, venv' 2>/dev/null || continue; \
	    .venv/bin/python -c '' 2>/dev/null || clear=--clear; \
	    echo "$$python -m venv .venv"; \
	    $$python -m venv $$clear .venv && touch $@ && exit 0; \
	    exit 1; \
	done; \
	if [ -n "$$found" ]; then \
	    echo "$$found cannot make environments (no venv and ensurepip). On Debian, as root: apt-get install python3-venv" >&2; \
	else \
	    echo "No Python 3.11 or later found. Install it, or name yours: make $(or $(MAKECMDGOALS),run) PYTHON=..." >&2; \
	fi; \
	exit 1
