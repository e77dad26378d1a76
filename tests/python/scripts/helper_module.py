# Imported by helper_state.py; also runs alone.
visits = 0
FACTOR = 2
REGISTRY = []


def visit():
    global visits
    visits += 1


def register(name):
    if name not in REGISTRY:
        REGISTRY.append(name)


def scaled(n):
    return n * FACTOR


class Account:
    opened = 0

    def __init__(self, name):
        self.name = name
        self.balance = 0
        Account.opened += 1

    def pay(self, amount):
        self.balance += amount
