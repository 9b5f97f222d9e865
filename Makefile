# `make start` opens a live session; `make test` runs every check. Nothing else has to be typed first.
# ARGS reaches the program: make start ARGS="--plain", make test ARGS="tests/core -k tempo".

BIN = .venv/bin
ARGS =

.PHONY: start test ready piper docs lock clean help

start: ready
	@sh setup/model.sh
	@$(BIN)/repcue start $(ARGS)

test:
	@sh setup/environment.sh test
	@sh setup/system.sh test
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/python -m pytest --durations=10 -n auto --dist loadgroup $(ARGS)

ready:
	@sh setup/environment.sh run
	@sh setup/system.sh run

piper: ready
	@sh setup/environment.sh piper

docs: ready
	@$(BIN)/python -m repcue.documents $(ARGS)

lock:
	@sh setup/environment.sh run
	@sh setup/lock.sh

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

help:
	@echo "make start   open a live session (without microphone or speaker: the demo rehearsal)"
	@echo "make test    ruff, mypy and every test"
	@echo "make ready   install everything and stop"
	@echo "make piper   install the Piper voice too"
	@echo "make docs    write those parts of the documentation anew that code writes"
	@echo "make lock    write the lock files anew from pyproject.toml"
	@echo "make clean   remove what the above made"
