# Two commands are enough: `make up` and `make test`. Everything else is for those who build.
SHELL := /bin/bash
PY := .venv/bin/python

PORT ?= 8000

.PHONY: help setup up test check format bench lock assets docs clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /|/' | column -t -s '|'

.venv/ready: requirements/dev.txt pyproject.toml
	@bash scripts/setup.sh

# The planner's inner loops, compiled once so that nobody's first plan waits for it.
.venv/kernels: .venv/ready
	@echo "Menyiapkan penyusun rencana…" >&2
	@# On a crowded machine the solver has been seen to crash here; what was compiled until then is kept, so once more is quick.
	@$(PY) -m scripts.compile_kernels || $(PY) -m scripts.compile_kernels
	@touch .venv/kernels

setup: .venv/ready .venv/kernels ## Make .venv with everything the project needs; gives .venv/bin/sibina

assets: .venv/ready ## Build the style sheet and scripts of the pages
	@bash assets/build.sh

up: .venv/ready assets ## Start everything: database, five example cities, web and worker
	@# The first page does not wait for the planner: that is prepared meanwhile, in the time that is left over.
	@nice -n 19 make --silent .venv/kernels & exec .venv/bin/sibina up --port $(PORT)

test: setup assets ## Run every test, the browser tests included
	@bash scripts/test.sh

check: .venv/ready ## Format, lint, types, import contracts
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy sibina config
	@.venv/bin/lint-imports

format: .venv/ready ## Format the code
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

bench: setup assets ## Measure what the README promises; writes benchmarks/results/
	@bash scripts/bench.sh

lock: ## Write the hashed requirement files anew
	@bash scripts/lock.sh

docs: .venv/ready assets ## Take the screenshots of the manual anew
	@$(PY) scripts/screenshots.py

clean: ## Remove what was built (data under var/ stays)
	@rm -rf .mypy_cache .ruff_cache .pytest_cache var/static sibina/lib/ui/static/ui/build
