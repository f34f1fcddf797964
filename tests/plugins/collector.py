"""Spares the garbage collector what stays for the whole run: it walked through all of Django with every few tests."""

import gc

# So many new things before it looks: a page makes some ten thousand, nearly all of which go by themselves.
NEW_THINGS, ROUNDS, WHOLE_ROUNDS = 100_000, 50, 100


def pytest_configure() -> None:
    gc.set_threshold(NEW_THINGS, ROUNDS, WHOLE_ROUNDS)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
