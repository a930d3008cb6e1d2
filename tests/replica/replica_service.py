"""The replica of the official services as a process, and the orders a test can give it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from index.archive import Archive
from index.crawl import CrawlReport, crawl_koop
from index.fetch import Fetcher, FetchSettings

SHARED = Path(__file__).parents[3] / "shared"
REPLICA = SHARED / "tools" / "replica"
PAPERS = SHARED / "data" / "kvr-xml"
SAMPLE = str(PAPERS / "sample")


class Replica:
    """A running replica."""

    def __init__(self, base: str) -> None:
        self.base = base

    def ask(self, path: str, orders: dict[str, Any] | None = None) -> Any:
        """The JSON at a control address, after giving orders if there are any."""
        body = json.dumps(orders).encode() if orders else None
        with urlopen(Request(f"{self.base}/_control{path}", data=body), timeout=30) as response:
            return json.load(response)

    def order(self, **orders: Any) -> dict[str, Any]:
        """Carry out orders; which documents they touched."""
        done: dict[str, Any] = self.ask("", orders)["done"]
        return done

    def stats(self) -> dict[str, Any]:
        """What was served since the start or the last reset."""
        stats: dict[str, Any] = self.ask("/stats")
        return stats

    def documents(self) -> dict[str, str]:
        """All visible documents with their day of change."""
        documents: dict[str, str] = self.ask("/documents")["documents"]
        return documents


StartReplica = Callable[..., Replica]


def running(stack: ExitStack, log: Path, arguments: tuple[str, ...]) -> Replica:
    command = [sys.executable, "-B", str(REPLICA), "serve", "--port", "0", *arguments]
    errors = stack.enter_context(log.open("w"))
    process = stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True))
    stack.callback(process.terminate)
    assert process.stdout
    line = process.stdout.readline()
    assert line.startswith("serving on "), log.read_text()
    return Replica(line.removeprefix("serving on ").strip())


def crawl(replica: Replica, path: Path, **options: Any) -> CrawlReport:
    """One crawl of a replica into the archive at `path`, with short waits."""
    with Archive(path) as archive, Fetcher(FetchSettings(backoff=0.01)) as fetcher:
        return crawl_koop(archive, fetcher, base_url=replica.base, **options)
