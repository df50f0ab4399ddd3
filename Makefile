# Two commands are the whole set-up: make run, make test. `make help` lists the others.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
STACK_OPTIONS = $(if $(PORT),--port $(PORT)) $(if $(DATA),--data $(DATA))
# On two processors: while some wait for a stack, others work.
WORKERS ?= 4
BRUTE_FORCE := tests/unit/matter_definitions/proof/test_agrees_with_brute_force.py

# Every process that starts would compile the whole project anew: half the processor time of a test run.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check bench bench-large bench-definitions mutants doctor lock clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: $(VENV)/.run ## everything is installed and the whole stack starts (PORT=8700 DATA=folder to choose)
	@sh scripts/system-deps.sh run
	@$(BIN)/python cli.py run $(STACK_OPTIONS)

test: $(VENV)/.dev ## all tests, on ports and data of their own
	@sh scripts/system-deps.sh test
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder -q $(TESTS)

check: $(VENV)/.dev ## format, lint, types, import contracts, spelling, and the tests that need no server
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright --level error
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder -q tests/unit tests/architecture

bench: $(VENV)/.dev ## the yardstick beside a hand-written workflow; writes benchmarks/results/latest.json
	@$(BIN)/python cli.py bench

bench-large: $(VENV)/.dev ## clocks against a second implementation (a million timelines), proofs against brute force
	@$(BIN)/python -m benchmarks.clock_timelines
	$(BIN)/pytest -q --hypothesis-profile=onematter-thousands --timeout=3600 $(BRUTE_FORCE)

bench-definitions: $(VENV)/.dev ## checking, publishing, and five hundred published matters
	@$(BIN)/python -m benchmarks.definition_speed

mutants: $(VENV)/.dev ## the library with one mistake at a time: how many of them the checks find
	@$(BIN)/python -m benchmarks.mutants

doctor: $(VENV)/.run ## what is here, what is missing, and the command that brings it
	@$(BIN)/python cli.py doctor $(STACK_OPTIONS)

lock: $(VENV)/.dev ## writes the two lock files anew from requirements.in and requirements-dev.in
	sh scripts/lock.sh

clean: ## removes the environment and the caches; the data in .data stay
	rm -rf $(VENV) .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is older than its lock file when something is to be installed; otherwise nothing is asked of
# the network.
$(VENV)/.run: requirements.lock | $(BIN)/python
	@echo "installing the packages of requirements.lock…"
	@$(PIP_INSTALL) -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(BIN)/python
	@echo "installing the packages of requirements-dev.lock…"
	@$(PIP_INSTALL) -r requirements-dev.lock
	@touch $(VENV)/.run $@

$(BIN)/python:
	@sh scripts/make-venv.sh "$(PYTHON)" "$(VENV)"
