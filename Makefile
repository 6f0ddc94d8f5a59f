# The project's commands; `make` alone lists them. Nothing but python3, make and git need be here before.

PYTHON ?=
PORT ?= 8000
# On the command line only: some shells and build tools keep their machine's name in a variable HOST.
HOST = 127.0.0.1
URL ?= http://$(HOST):$(PORT)
export PYTHON PORT HOST URL

.DEFAULT_GOAL := help

##@ Use

.PHONY: run
run: ## Serve a demonstration hospital on http://127.0.0.1:8000 (PORT=8001 for another port)
	@scripts/check-port.sh
	@scripts/environment.sh runtime
	@scripts/settings-file.sh
	@.venv/bin/python -m scripts.prepare
	@exec scripts/serve.sh

.PHONY: install
install: ## Install what a real site runs on (docs/operations.md says what comes next)
	@scripts/environment.sh runtime

.PHONY: serve
serve: install ## Serve a real site that is set up (HOST, PORT, WORKERS, THREADS)
	@scripts/check-port.sh
	@exec scripts/serve.sh

##@ Develop

.PHONY: dev
dev: export DEBUG = 1
dev: ## Serve it for development: reloads itself, with the debug toolbar
	@scripts/check-port.sh
	@scripts/environment.sh development
	@scripts/settings-file.sh
	@.venv/bin/python -m scripts.prepare
	@exec .venv/bin/python manage.py runserver $(HOST):$(PORT)

.PHONY: test
test: ## Run all tests: on SQLite with a browser, then on PostgreSQL with Redis; get what they need
	@scripts/environment.sh development
	@scripts/test.sh

.PHONY: lint
lint: ## Check form, types, floors, templates and migrations
	@scripts/environment.sh development
	@scripts/lint.sh

.PHONY: fmt
fmt: ## Bring the code into form
	@scripts/environment.sh development
	@.venv/bin/python -m ruff check --quiet --fix-only .
	@.venv/bin/python -m ruff format .

.PHONY: messages
messages: ## Collect what families read into locale/, and compile the translations
	@scripts/environment.sh development
	@scripts/messages.sh

##@ Look at the pages

.PHONY: screenshots
screenshots: ## Take the pictures of the README from the running site
	@scripts/environment.sh development
	@scripts/screenshots.sh

.PHONY: looks
looks: ## Keep what the pages look like now as what they shall look like (tests/browser/looks), and say which have changed
	@scripts/environment.sh development
	@scripts/looks.sh

.PHONY: course
course: ## Play a page's whole course with four accounts on the running demonstration, with pictures in var/course
	@scripts/environment.sh development
	@scripts/course.sh

.PHONY: lighthouse
lighthouse: ## Measure a page of the running site with Lighthouse (needs node and npm; PAGE=/conditions/asthma/)
	@scripts/environment.sh development
	@scripts/lighthouse.sh

.PHONY: validate
validate: ## Check the HTML and CSS of all pages of the running site (needs java and npm)
	@scripts/environment.sh development
	@scripts/validate.sh

.PHONY: bench
bench: ## Measure speed and freshness side by side (needs wrk and nginx; some minutes)
	@scripts/environment.sh development
	@scripts/bench.sh

.PHONY: measure
measure: ## Print how often the content checks are right, on the labelled passages of tests/conditions/checking
	@scripts/environment.sh development
	@.venv/bin/python scripts/measure.py

.PHONY: measure-recalls
measure-recalls: ## Print how well recall records are read, over ../shared/data or RECALLS=folder
	@scripts/environment.sh development
	@.venv/bin/python -m benchmarks.recalls

##@ Else

.PHONY: clean
clean: ## Remove what the commands made; keep the database, uploads and settings
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis var/static var/static.sum var/tools
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help: ## List these commands
	@awk 'BEGIN { FS = ":.*## " } /^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z]+:.*## / { sub(/:.*/, "", $$1); printf "  make %-13s %s\n", $$1, $$2 }' Makefile
