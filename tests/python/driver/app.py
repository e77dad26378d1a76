"""One application under the driver: a started script that takes steps and shows states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from driver.frontend import Frontend
from driver.step import Step


@dataclass
class State:
    """What can be observed after a step, as plain data."""

    page: dict[str, Any]
    printed: list[str]
    session: dict[str, Any] | None = None
    # Why the step was impossible, or how the run failed as a whole.
    error: str | None = None

    def plain(self) -> dict[str, Any]:
        return {
            "error": self.error,
            "page": self.page,
            "printed": self.printed,
            "session": self.session,
        }


class App(Protocol):
    frontend: Frontend

    def start(self) -> State: ...

    def do(self, step: Step) -> State: ...

    def close(self) -> None: ...
