# Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8050

.PHONY: demo test suite install check bench pictures lock browser recognition clean

demo: install
	$(BIN)/workbench demo --case demo_case --port $(PORT)

# The checks keep one processor busy and the tests seldom both: they run beside each other.
test: $(VENV)/.dev browser recognition
	$(MAKE) --no-print-directory --jobs=2 check suite

suite: $(VENV)/.dev
	$(BIN)/python -m pytest

install: $(VENV)/.run

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --no-compile --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --no-compile --require-hashes -r requirements-dev.lock
	@touch $@

# The page tests run in a real Chromium; Debian's is used where we may install it.
browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
	 { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || \
	 { echo "make test needs a Chromium browser: install Debian's package 'chromium' (or Google Chrome) and run it again." >&2; exit 1; }

# Scans are read by Tesseract; without it their tests are skipped and say so.
recognition:
	@command -v tesseract >/dev/null || \
	 { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	   apt-get install -y -qq tesseract-ocr tesseract-ocr-sqi tesseract-ocr-bos tesseract-ocr-hrv \
	     tesseract-ocr-srp tesseract-ocr-srp-latn >/dev/null; } || \
	 echo "Tesseract is not installed: tests that read scans are skipped." >&2

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

bench: $(VENV)/.dev
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script; done

# The pictures in docs/, of the sample case as the page shows it.
pictures: $(VENV)/.dev browser
	$(BIN)/python -m tests.journeys.pictures

# New versions enter here and nowhere else; the files carry hashes and no registry's address.
lock: | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) demo_case dist build artefacts
