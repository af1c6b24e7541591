# Everything that a checkout needs, by one command each. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PINNED := constraints.txt
HASHED := requirements/runtime.txt
HASHED_DEVELOPMENT := requirements/development.txt
PIP := $(BIN)/python -m pip install --disable-pip-version-check
# First what is known by its hash; then torch, whose hash differs by platform, and whatever else a platform needs.
INSTALL_HASHED := $(PIP) --require-hashes --no-deps -r
INSTALL := $(PIP) -c $(PINNED) --no-build-isolation
LOCK := CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/pip-compile --quiet --generate-hashes --strip-extras \
  --no-annotate --no-emit-index-url --no-emit-find-links --no-emit-options --no-emit-trusted-host \
  --unsafe-package torch --unsafe-package pip -c $(PINNED)

# Written last, so that an install that was cut off is taken up again.
RUNTIME := $(VENV)/.runtime-installed
DEVELOPMENT := $(VENV)/.development-installed

# By way of the environment, quotes and dollars reach Footnote as they were typed.
ask: export QUESTION = $(value Q)
export GUIDES

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help ask index serve doctor test check audit format pictures chaos bench lock sbom clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile
	@echo 'With GUIDES=path/to/folder, ask, index, serve and doctor take that folder.'

ask: $(RUNTIME) ## Answer a question: make ask Q="can I paste customer data into ChatGPT?"
	@[ -n "$$QUESTION" ] || { echo 'Name a question: make ask Q="may I work from abroad?"' >&2; exit 2; }
	@$(BIN)/footnote ask $${GUIDES:+--guides "$$GUIDES"} -- "$$QUESTION"

index: $(RUNTIME) ## Index the guides
	@$(BIN)/footnote index $${GUIDES:+--guides "$$GUIDES"}

serve: $(RUNTIME) ## Answer in Slack until Ctrl-C
	@$(BIN)/footnote serve $${GUIDES:+--guides "$$GUIDES"}

doctor: $(RUNTIME) ## Say what is missing for what
	@$(BIN)/footnote doctor $${GUIDES:+--guides "$$GUIDES"}

test: $(DEVELOPMENT) ## Run the tests
	@$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder

check: $(DEVELOPMENT) ## Check format, lint, types and import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(BIN)/python -m supply.audit $(HASHED)

audit: $(DEVELOPMENT) ## Look for known weaknesses in what is installed; without an answer, fail
	@$(BIN)/python -m supply.audit --needed $(HASHED)

lock: $(DEVELOPMENT) ## Write down the hashes of what is pinned
	$(LOCK) -o $(HASHED) pyproject.toml
	$(LOCK) --extra dev --extra postgres -o $(HASHED_DEVELOPMENT) pyproject.toml

sbom: $(DEVELOPMENT) ## Write the bill of materials
	@$(BIN)/python -m supply.bill deploy/sbom.cdx.json

format: $(DEVELOPMENT) ## Format the code and mend what the linter can
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

pictures: $(DEVELOPMENT) ## Take the pictures in docs/ that aren't true any more (needs chromium)
	@$(BIN)/python -m tests.pictures

chaos: $(DEVELOPMENT) ## Kill, cut and flood the bot while a thousand people ask (about an hour)
	@$(BIN)/python -m tests.chaos.long

bench: $(DEVELOPMENT) ## Measure speed and memory (half an hour)
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench.follow_ups
	@$(BIN)/python -m tests.bench.overhead
	@$(BIN)/python -m tests.bench.switching
	@$(BIN)/python -m tests.bench.reindex
	@$(BIN)/python -m tests.bench.live

clean: ## Delete .venv and what the tools cached
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build *.egg-info

$(RUNTIME): pyproject.toml $(PINNED) $(HASHED)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo \
	  'Footnote needs Python 3.11 or newer as `$(PYTHON)`. Name another: make PYTHON=python3.12 …' >&2; exit 1; }
	@echo 'Installing Footnote into $(VENV): once, a few minutes.' >&2
	@$(PYTHON) -m venv $(VENV) >&2
	@$(INSTALL_HASHED) $(HASHED) >&2
	@$(INSTALL) -e . >&2
	@touch $@

$(DEVELOPMENT): $(RUNTIME) $(HASHED_DEVELOPMENT)
	@$(INSTALL_HASHED) $(HASHED_DEVELOPMENT) >&2
	@$(INSTALL) -e '.[dev]' >&2
	@touch $@
