"""A real Chromium before the real server: `serve(app)` gives the address of any application."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import waitress
from flask import Flask

from webui import create_app
from webui.serving import listening
from webui.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "webui"))  # the invented corpus and its engine

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Serve = Callable[[Flask], str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks everything here, and skips it where there is no browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.enable_socket)
            item.add_marker(pytest.mark.skipif(not CHROMIUM.exists(), reason=f"er is geen {CHROMIUM}"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": [*FLAGS]}


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """A function that serves an application on a free port of this machine until the tests are done."""
    with ExitStack() as running:
        yield lambda app: running.enter_context(_served(app))


@pytest.fixture(scope="session")
def site(serve: Serve) -> str:
    """The address of the site over the invented corpus."""
    from invented import CORPUS
    from memory import MemoryEngine

    return serve(create_app(Settings(contact="beheer@voorbeeld.nl"), MemoryEngine(CORPUS), lambda: date(2023, 5, 1)))


@contextmanager
def _served(app: Flask) -> Iterator[str]:
    with listening("127.0.0.1", 0) as listener:
        server = waitress.create_server(app, sockets=[listener], asyncore_use_poll=True)
        # An idle connection of the browser keeps the loop of its server alive; nothing waits for it.
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.close()
            thread.join(timeout=1)
            server.task_dispatcher.shutdown()
