# A short way to call tasks.py, which does the work and runs without make too: python3 tasks.py run
PYTHON ?= python3
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test check bench

help:
	@echo "make run     the dashboard on http://localhost:8501 (PORT=8502 make run chooses another port)"
	@echo "make test    lint, types and all tests (ARGS='-k rates' passes words to pytest)"
	@echo "make check   lint, formatting and types only"
	@echo "make bench   the benchmarks"
	@echo "Another Python, 3.11 or newer: make run PYTHON=python3.12"

run test check bench:
	@$(PYTHON) tasks.py $@ $(ARGS)
