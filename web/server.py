"""The web server of the demonstration: gunicorn with threads, on the loopback address only."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from gunicorn.app.base import BaseApplication

LOOPBACK = "127.0.0.1"
HOSTS = [LOOPBACK, "localhost"]
"""Names the demonstration answers to; any other is somebody's page reaching for this machine."""


class Server(BaseApplication):
    """Serves one website until it is told to stop, and finishes the request in hand before it does."""

    def __init__(self, make_website: Callable[[], Flask], port: int, threads: int = 8) -> None:
        self.make_website = make_website
        self.options = {
            "bind": f"{LOOPBACK}:{port}",
            "worker_class": "gthread",
            "threads": threads,
            "control_socket_disable": True,  # it would want a writable home folder
            "loglevel": "warning",
            "graceful_timeout": 10,
            "when_ready": lambda _: print(f"PLO Workflow is at http://{LOOPBACK}:{port}", flush=True),
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn; its own command line and files are not read."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the website in the worker, after the fork, so that no database connection is shared."""
        return self.make_website()
