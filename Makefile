# Two commands matter: `make run` opens the camp, `make test` proves it.
.DEFAULT_GOAL := help
.PHONY: help run test format bench ids results clean

BIN := .venv/bin
FOLDERS := src tests benchmarks scripts

help: ## Say what can be made.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

run: ## Install what is needed, then open the camp in a browser.
	@sh scripts/prepare.sh
	@$(BIN)/palaestra serve --open

test: ## Prove everything: lint, types, arrows, contract, unit, browser, wheel. RELEASE=1 also refuses stale results.
	@sh scripts/prepare.sh test fast data torch ray
	@sh scripts/test.sh

format: ## Put the code in its usual shape.
	@sh scripts/prepare.sh test fast data torch ray
	$(BIN)/ruff check --fix $(FOLDERS)
	$(BIN)/ruff format $(FOLDERS)

bench: ## Time the library beside its peers, interleaved; prints ratios with intervals.
	@sh scripts/prepare.sh test fast data torch ray
	@$(BIN)/python -m benchmarks

ids: ## Record the ids of new cards, exercises, experiments and mistakes.
	@$(BIN)/python scripts/record_ids.py

results: ## Run every experiment in full and keep what the claims are judged on.
	@$(BIN)/python scripts/full_results.py

clean: ## Remove what can be rebuilt. Practice folders are never touched.
	rm -rf .venv build dist .ruff_cache .pytest_cache .hypothesis
