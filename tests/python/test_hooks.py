"""The observers of Streamlit's functions take their arguments as those functions do."""

import inspect
from typing import Any

import pytest
from lattice.adapter.watch import hooks

_NAMED = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def watched(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any, Any, bool]]:
    """Every observer: where it is, the original, the observer, whether it gets the result first."""
    found: list[tuple[str, Any, Any, bool]] = []

    def note(owner: Any, name: str, *, before: Any = None, after: Any = None, **_: Any) -> None:
        original = getattr(owner, name)
        original = original.fget if isinstance(original, property) else original
        where = f"{getattr(owner, '__name__', owner)}.{name}"
        if before is not None:
            found.append((where, original, before, False))
        if after is not None:
            found.append((where, original, after, True))

    monkeypatch.setattr(hooks, "_watch", note)
    for name, part in list(vars(hooks).items()):
        if name.startswith("_hook_") and name != "_hook_output":
            part()
    return found


def test_observers_name_their_arguments_as_the_originals_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    observers = watched(monkeypatch)
    assert len(observers) > 15
    for where, original, observer, takes_result in observers:
        theirs = list(inspect.signature(original).parameters.values())
        ours = list(inspect.signature(observer).parameters.values())
        # `*_` takes the result, too, and all that comes after it.
        if takes_result and ours[0].kind is not inspect.Parameter.VAR_POSITIONAL:
            ours = ours[1:]
        open_ended = any(p.kind is p.VAR_POSITIONAL for p in ours)
        named = [p for p in ours if p.kind in _NAMED]
        assert open_ended or len(named) == len(theirs), where
        # `self` comes by position always.
        for our, their in list(zip(named, theirs, strict=False))[1:]:
            assert our.name == their.name, f"{where}: {our.name} instead of {their.name}"
