# The targets that people type; what they do stands in scripts/.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PREFIX ?= /usr/local
ROWS ?= 1000000

.PHONY: help run build release test check bench screenshots format generate man completions install clean

help: ## Show the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Install what is missing, build, and open the console on a demo database
	@scripts/install-dependencies build
	@bin=$$(scripts/release tenantctl) && exec "$$bin/tenantctl" demo

build: ## Debug build
	@scripts/install-dependencies build
	@swift build

release: ## Release build of the program
	@scripts/install-dependencies build
	@echo "$$(scripts/release tenantctl)/tenantctl"

test: ## Install what tests need, then every check and every test
	@scripts/test

check: ## Formatting, walls between targets, undeclared imports, stale generated files
	@scripts/install-dependencies build tests
	@scripts/check

bench: ## Measure the budgets beside sqlite3 (ROWS=10000000 for the large demo)
	@scripts/install-dependencies build tests
	@scripts/bench $(ROWS)

screenshots: ## Make Screenshots/ anew by driving the release program in tmux
	@scripts/install-dependencies build screenshots
	@scripts/screenshots

format: ## Format every Swift file in place
	@swift format --in-place --recursive Package.swift Sources Tests Benchmarks

generate: ## Write the files made from the grammar
	@scripts/generate

man: ## Make build/tenantctl.1
	@scripts/install-dependencies build tests
	@scripts/man

completions: ## Make the bash, zsh and fish completions in build/completions
	@scripts/install-dependencies build
	@scripts/completions

install: release man completions ## Install program, man page and completions under PREFIX
	@scripts/install "$(DESTDIR)$(PREFIX)"

clean: ## Remove what was built
	@rm -rf .build build
