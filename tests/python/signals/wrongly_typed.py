"""Checked by the type checkers, not run: each line with `wrong` has to be an error."""

from lattice import Signal, effect, memo, signal

count = signal(0)
count.value = "text"  # wrong
count.set(None)  # wrong
signal()  # wrong
other: Signal[str] = signal(1)  # wrong
twice = memo(lambda: count.value * 2)
twice.value = 3  # wrong
twice(1)  # wrong
twice().upper()  # wrong
effect(3)  # wrong
memo(lambda n: n)  # wrong
