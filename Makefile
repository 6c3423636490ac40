# Everything for people who run or change studyguide. `make help` lists it.

PORT ?= 8000
PYTHON ?= python3
export PORT
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help run dev admin backup restore test check test-sqlite test-postgres bench format lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/run.stamp ## Install, load the content and serve it on PORT (8000), as in production
	HTTPS=$${HTTPS:-0} bin/serve

dev: .venv/dev.stamp ## Serve with reloading and error pages, for development
	python manage.py migrate --verbosity 0
	python manage.py load_content
	python manage.py runserver $(PORT)

admin: .venv/run.stamp ## Make an administrator (asks for e-mail address and password)
	python manage.py migrate --verbosity 0
	python manage.py createsuperuser

backup: .venv/run.stamp ## Copy the database into var/backups, or to FILE
	python manage.py backup $(if $(FILE),"$(FILE)")

restore: .venv/run.stamp ## Replace the database by the backup FILE (asks first, unless FORCE=1)
	$(if $(FILE),,$(error Say which backup: make restore FILE=var/backups/…))
	python manage.py restore "$(FILE)"

test: .venv/dev.stamp check test-sqlite test-postgres ## All checks, and all tests on both databases, in a real browser

check: .venv/dev.stamp ## Lint, format, types, layers, migrations, deployment, content
	bin/check

test-sqlite: .venv/dev.stamp ## All tests on SQLite
	python -m tests.browser.chromium
	env -u DATABASE_URL pytest -n auto

test-postgres: .venv/dev.stamp ## All tests on PostgreSQL (a private one, or the one in DATABASE_URL)
	python -m tests.browser.chromium
	python -m tests.postgres pytest -n auto

bench: .venv/dev.stamp ## Kill workers under load and count what is lost, measure answers and the dashboard
	env -u DATABASE_URL python -m tests.benchmarks.crash
	python -m tests.postgres python -m tests.benchmarks.crash
	python -m tests.postgres python -m tests.benchmarks.speed
	python -m tests.postgres python -m tests.benchmarks.dashboard

format: .venv/dev.stamp ## Put the code into its form
	ruff check --fix-only --quiet .
	ruff format .

lock: .venv/dev.stamp ## Lock the newest versions that pyproject.toml admits
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-header --no-annotate pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-header --no-annotate --group dev -c requirements.txt \
		pyproject.toml -o requirements-dev.txt

clean: ## Remove the virtual environment (the data in var/ stays)
	rm -rf .venv

.venv/bin/python:
	PYTHON=$(PYTHON) bin/venv

.venv/run.stamp: requirements.txt | .venv/bin/python
	python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

.venv/dev.stamp: requirements-dev.txt | .venv/bin/python
	python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@ .venv/run.stamp
