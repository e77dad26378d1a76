"""Functions that read the environment and the state of their own module."""

import os

LIMIT = 3


def current():
    return os.environ.get("LATTICE_TRAP", "none")


def limited(value):
    return min(value, LIMIT)


def pure(value):
    return value * 2


class Reader:
    def read(self):
        return current()
