#!/bin/sh
# Everything `make test` proves, in the order that fails soonest.
set -eu
bin=.venv/bin
start=$(date +%s)

step() {
	printf '\n== %s (%s s so far)\n' "$1" "$(($(date +%s) - start))"
}

export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1

step "lint and format"
$bin/ruff check src tests benchmarks scripts
$bin/ruff format --check src tests benchmarks scripts

step "types"
$bin/pyright

step "import rules"
$bin/lint-imports

step "tests"
$bin/python -m pytest -n 2 --dist loadgroup -m "not gpu"

step "the built wheel in a clean environment"
$bin/python scripts/check_wheel.py

step "sizes"
$bin/python scripts/sizes.py

step "done"
