"""What the browser's request brings: query parameters, the context, the user; and secrets.

Reads become external reads of the cell, by key where the key is known; what a cell does to query
parameters is an effect that is done again. Only fingerprints of users and secrets are remembered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from lattice import _core
from lattice.adapter import compat
from lattice.adapter.engine.parts import MISSING, ParamChange
from lattice.adapter.patch import Patches

_PARAMETER, _PARAMETERS = "query parameter", "query parameters"
_CONTEXT, _USER, _SECRETS = "context", "user", "secrets"

_patches = Patches()


def install() -> None:
    """Watch requests. Does nothing the second time."""
    if _patches:
        return
    _hook_params()

    def hook(owner: Any, name: str, after: Callable[..., None]) -> None:
        _patches.wrap(owner, name, lambda original: _core.Hook(original, None, after, False))

    def user_was_read(user: Any) -> None:
        _core.note_external((_USER, ""), _fingerprint(user))

    def secrets_were_read(secrets: Any, _: Any, *__: Any) -> None:
        _core.note_external((_SECRETS, ""), _fingerprint(secrets))

    hook(compat.user_info, "_get_user_info", user_was_read)
    hook(compat.Secrets, "_parse", secrets_were_read)
    for name in compat.CONTEXT_FIELDS:
        _hook_context(name)


def uninstall() -> None:
    """Stop watching."""
    _patches.undo()


def is_request(kind: str) -> bool:
    """Whether external state of this kind is read by `load`."""
    return kind in (_PARAMETER, _PARAMETERS, _CONTEXT, _USER, _SECRETS)


def load(kind: str, name: str, params: Any) -> Any:
    """Return the present value of something that the request brings.

    Parameters
    ----------
    kind, name : the key under which a cell read it
    params : Streamlit's query parameters of the session
    """
    if kind == _PARAMETER:
        return _shown(params._query_params.get(name))
    if kind == _PARAMETERS:
        return repr(params._query_params)
    if kind == _CONTEXT:
        return _plain(getattr(compat.context_proxy(), name))
    if kind == _USER:
        return _fingerprint(compat.user_info._get_user_info())
    return _fingerprint(compat.secrets()._parse())


def _hook_params() -> None:
    def one_is_read(params: Any, key: str, *_: Any) -> None:
        effects = _core.active()
        if effects is None or not isinstance(key, str):
            return
        if any(change.touches(key) for change in effects.params):
            effects.block("it reads query parameters that it has set")
        _core.note_external((_PARAMETER, key), _shown(params._query_params.get(key)))

    def all_are_read(params: Any, *_: Any, **__: Any) -> None:
        effects = _core.active()
        if effects is None:
            return
        if effects.params:
            effects.block("it reads query parameters that it has set")
        _core.note_external((_PARAMETERS, ""), repr(params._query_params))

    def changes(read: Callable[..., None] | None, *, whole: bool = False) -> Any:
        def will_change(params: Any, *args: Any, **_: Any) -> None:
            effects = _core.active()
            if effects is None:
                return
            # Streamlit implements some of these by others.
            if not effects.params_before and read is not None:
                read(params, *args)
            effects.params_before.append(dict(params._query_params))

        def has_changed(_: Any, params: Any, *__: Any, **___: Any) -> None:
            effects = _core.active()
            if effects is None:
                return
            before = effects.params_before.pop()
            if effects.params_before:
                return
            now = dict(params._query_params)
            if whole:
                effects.params.append(ParamChange(now, True))
                return
            set_ = {key: value for key, value in now.items() if before.get(key) != value}
            gone = {key: MISSING for key in before if key not in now}
            effects.params.append(ParamChange(gone | set_, False))

        return will_change, has_changed

    def hook(name: str, before: Any, after: Any = None) -> None:
        _patches.wrap(
            compat.QueryParams, name, lambda original: _core.Hook(original, before, after, False)
        )

    for name in ("__getitem__", "get_all"):
        hook(name, one_is_read)
    for name in ("__iter__", "__len__", "__str__", "to_dict"):
        hook(name, all_are_read)
    hook("__setitem__", *changes(None))
    hook("update", *changes(None))
    hook("__delitem__", *changes(one_is_read))
    hook("clear", *changes(all_are_read, whole=True))
    hook("from_dict", *changes(all_are_read, whole=True))


def _hook_context(name: str) -> None:
    def was_read(value: Any, _: Any) -> None:
        _core.note_external((_CONTEXT, name), _plain(value))

    def make(original: Any) -> Any:
        reader: Any = _core.Hook(original.fget, None, was_read, False)
        return property(reader, doc=original.__doc__)

    _patches.wrap(compat.ContextProxy, name, make)


def _shown(value: Any) -> str:
    return MISSING if value is None else repr(value)


def _plain(value: Any) -> Any:
    """Return an atom that tells values of the context apart."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return _fingerprint(getattr(value, "_headers", None) or dict(value))


def _fingerprint(value: Any) -> str:
    return hashlib.sha256(repr(value).encode("utf-8", "replace")).hexdigest()
