# One command each. Every target makes .venv and installs from the hash lock first, when the lock has changed.
BIN := .venv/bin
# The lock is complete: without --no-deps pip's resolver looks past it (coverage[toml] is coverage to it only later), and a
# release made after the lock stops the installation.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r
CODE := server tests

.PHONY: run test check format bench corpus faults fuzz lock browser postgresql clean

run: .venv/run.stamp
	@exec $(BIN)/python -m server

# A file's tests together; those in a browser by themselves, because three Chromiums on two cores are late.
test: check browser postgresql
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --ignore=tests/browser --cov --cov-report=
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --cov --cov-append --cov-report=term tests/browser

check: .venv/dev.stamp
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev.stamp
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

bench: .venv/dev.stamp browser
	$(BIN)/python -m tests.load.bench

corpus: .venv/dev.stamp
	@$(BIN)/python -m tests.bank.corpus

faults: .venv/dev.stamp
	$(BIN)/python -m pytest -s -m long -o faulthandler_timeout=0 tests/system

fuzz: .venv/dev.stamp
	$(BIN)/python -m pytest -m long -o faulthandler_timeout=0 tests/core tests/secrecy tests/bank tests/drill

browser: .venv/dev.stamp
	@$(BIN)/python -m tests.chromium

postgresql: .venv/dev.stamp
	@$(BIN)/python -m tests.postgresql

# Versions move only here. Rebuilt from nothing, so that no pin outlives its reason.
lock: .venv/dev.stamp
	rm -f requirements.lock requirements-dev.lock
	$(BIN)/uv pip compile $(LOCKING) pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile $(LOCKING) -c requirements.lock --group dev pyproject.toml -o requirements-dev.lock
LOCKING := --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
	--custom-compile-command "make lock"

clean:
	rm -rf .venv

.venv/run.stamp: requirements.lock
	@$(MAKE_VENV)
	@echo "Installing what Greenroom needs into .venv (once)."
	@$(INSTALL) requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock
	@$(MAKE_VENV)
	@echo "Installing what Greenroom and its tests need into .venv (once)."
	@$(INSTALL) requirements-dev.lock
	@touch $@

# The first Python that is new enough; one that pyenv or a distribution left half-installed is passed over.
MAKE_VENV = for python in $(PYTHON) python3 python3.15 python3.14 python3.13 python3.12 python3.11; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			$$python -m venv .venv; exit $$?; \
		fi; \
	done; \
	echo "Greenroom needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1
