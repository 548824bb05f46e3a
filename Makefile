# The same commands as the README, by name. `make` alone lists them.
PYTHON ?= python3

help:            ## list the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/'
install:         ## install the engine and what its tests need
	$(PYTHON) -m pip install -c constraints.txt -e ".[test]"
demo:            ## run every scheme over the built-in data
	$(PYTHON) -m improving_value demo
test:            ## the tests
	$(PYTHON) -m pytest
test-long:       ## both engines on 20,000 generated cases
	$(PYTHON) tests/agreement/long_run.py --cases 20000
test-spark:      ## every published scheme on Spark, some minutes
	IMPROVING_VALUE_EVERY_SCHEME=1 $(PYTHON) -m pytest tests/spark
test-browser:    ## every page in Chromium with every chapter, some minutes
	IMPROVING_VALUE_EVERY_SCHEME=1 $(PYTHON) -m pytest tests/browser
lint:            ## style and types
	ruff check engine tests fixtures benchmarks && ruff format --check engine tests fixtures benchmarks && mypy
schemas:         ## write the JSON Schemas afresh
	$(PYTHON) -m improving_value schema > schemas/scheme.schema.json
	$(PYTHON) -m improving_value schema --dataset > schemas/dataset.schema.json
words:           ## write the schemes' chapters in words afresh; read what changed
	$(PYTHON) tests/words/write_golden.py
pages:           ## write the pages for authors afresh: tutorial, quick reference, data dictionary
	$(PYTHON) tests/cli/tutorial.py
	$(PYTHON) tests/house/author_pages.py
fixtures:        ## make the built-in data afresh
	$(PYTHON) fixtures/generate.py --out fixtures/activity
ledger:          ## make the synthetic ledger afresh from a run, and the README's steps with it
	$(PYTHON) -m improving_value demo --out demo
	$(PYTHON) fixtures/make_ledger.py demo/internal
	$(PYTHON) tests/cli/finance_steps.py
benchmark:       ## the engine beside hand-written SQL and pandas
	$(PYTHON) benchmarks/run.py

.PHONY: help install demo test test-long test-spark test-browser lint schemas words pages fixtures ledger benchmark
