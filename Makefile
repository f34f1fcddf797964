# make run, make demo, make test: everything else is for those who change the code.
PORT ?= 8000
PYTHON_BIN := .venv/bin/python
export PORT

.PHONY: run demo install dev test check format messages lock bench

run: install ## Serve the site on this machine
	@exec $(PYTHON_BIN) manage.py start

# What .env says of database and mail belongs to the site, not to the demo.
demo: install ## The same, in a database of its own, filled with a fictional data set
	@MIDLA_DEMO=1 EMAIL_URL= DATABASE_URL="$${DATABASE_URL-sqlite:///$${MIDLA_VAR-$(CURDIR)/var/demo}/midla.sqlite3}" exec $(PYTHON_BIN) manage.py start

install:
	@sh scripts/install.sh requirements.txt

dev:
	@sh scripts/test_setup.sh check

test: ## Every test, on SQLite and on PostgreSQL
	@sh scripts/test_setup.sh
	@sh scripts/test.sh

check: dev ## Linters, types, migrations, templates, translations, dependencies
	@sh scripts/check.sh

format: dev ## Write the code in its usual form
	@$(PYTHON_BIN) -m ruff check --fix --quiet .
	@$(PYTHON_BIN) -m ruff format .

messages: dev ## Collect the strings to translate and compile the catalogues
	@$(PYTHON_BIN) scripts/messages.py

lock: dev ## Choose versions anew; names no registry
	@sh scripts/lock.sh

bench: dev ## Measure the pages against the bare SQL of the same rows
	@$(PYTHON_BIN) -m tests.performance.bench
