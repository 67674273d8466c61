# `make run` and `make test` first install what is missing. After that they need no network.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run build test test-swift test-end-to-end test-browser test-long test-sanitize fuzz properties dist test-packages format lint bench bombs screenshots clean

help: ## show this list
	@echo "SSE Playground"
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)$$/  make \1|\2/' | awk -F'|' '{ printf "%-24s %s\n", $$1, $$2 }'
	@echo
	@echo "  make run ARGS='--port 9000'     passes flags to the server (see: make run ARGS=--help)"
	@echo "  VENDOR_WHEELS=folder make run   takes the browser libraries from a folder of wheels, without network"

setup: ## install what is missing: system packages and the browser libraries
	@scripts/setup

run: ## set up, build a release, and serve http://127.0.0.1:8000
	@scripts/run $(ARGS)

build: ## set up and build a release
	@scripts/setup && scripts/build-release

test: ## set up, then run every test: unit, golden, sockets, real browser
	@scripts/test

test-swift: ## only the Swift tests
	@scripts/test swift

test-end-to-end: ## only the tests with curl and Python over real sockets
	@scripts/test end-to-end

test-browser: ## only the tests in real browsers
	@scripts/test browser

test-long: ## the checks that take too long for make test: the optimized build, faults of the system, Firefox, a scripted class, properties, fuzzing, sanitizers, bombs, packages (PARTS='fuzz bombs')
	@scripts/test-long $(PARTS)

test-sanitize: ## the Swift tests under the thread and the address sanitizer
	@scripts/test-sanitize

fuzz: ## fuzz the code that reads input from outside with libFuzzer: make fuzz TIME=60 (seconds for each target)
	@scripts/fuzz $(or $(TIME),60) $(TARGETS)

properties: ## check the properties of every scenario with COUNT random scenarios (1,000,000 take about an hour)
	@scripts/properties $(or $(COUNT),1000000) $(SEED)

dist: ## build a release into dist/: a self-contained program, and packages that contain it
	@scripts/dist

test-packages: dist ## install each package of dist/ in a clean root and run it there (as root or with sudo; half an hour)
	@scripts/test-packages

format: ## format the Swift code in place
	@scripts/format

lint: ## check the format of the Swift code, the syntax of scripts, and types and layers of the pages
	@scripts/install-packages --lint || true
	@scripts/lint

bench: ## run the benchmarks
	@scripts/bench $(ARGS)

bombs: ## play scenarios that try to block or fill the server, with 1 and with 100 clients, and print what other clients notice
	@scripts/bombs $(ARGS)

screenshots: ## take screenshots of each page, light, dark and narrow, into screenshots/
	@scripts/screenshots

clean: ## remove what was built, fetched and logged; saved scenarios in data/ stay
	rm -rf .build .build-* dist .venv .cache Public/vendor screenshots
