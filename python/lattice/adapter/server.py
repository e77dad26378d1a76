"""Settings of Streamlit's server that cost time on every interaction."""

from __future__ import annotations

import socket
from typing import Any

from lattice.adapter import compat
from lattice.adapter.patch import Patches

_patches = Patches()


def install() -> None:
    """Send small messages at once.

    Streamlit makes its listening socket without naming the protocol, so asyncio does not switch off
    Nagle's algorithm on the connections: each burst after the first message then waits for the
    browser's delayed acknowledgement, about 40 ms.
    """
    if _patches:
        return

    def binding(original: Any) -> Any:
        def bind(*args: Any, **kwargs: Any) -> socket.socket:
            listener: socket.socket = original(*args, **kwargs)
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return listener

        return bind

    _patches.wrap(compat.starlette_server, "_bind_socket", binding)
