"""Figures of the service for Prometheus: how many requests, how long they took, which release is served.

Several workers count in files of one folder (PROMETHEUS_MULTIPROC_DIR, set by whoever starts them), so that whichever
of them is asked answers for all. They are read on a port of their own and nowhere else.
"""

import contextlib
from typing import Any

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

from dashboard.log import route
from metrics.release import Shelf

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS"))


class Meter:
    """Counts the requests of one application. `folder`: where several workers count together, blank for one alone."""

    def __init__(self, server: Flask, shelf: Shelf, folder: str = "") -> None:
        self.folder, self.shelf, self.own = folder, shelf, CollectorRegistry()
        named = ("route", "method", "status")
        self.requests = Counter("equity_requests", "Requests answered.", named, registry=self.own)
        self.seconds = Histogram(
            "equity_request_seconds", "Time to answer.", ("route",), buckets=_SECONDS, registry=self.own
        )
        server.after_request(self._count)

    def text(self) -> bytes:
        """Return the figures of all workers, and the release that is served, as Prometheus reads them."""
        registry = self.own
        if self.folder:
            registry = CollectorRegistry()
            MultiProcessCollector(registry, self.folder)
        served = CollectorRegistry()
        served.register(_Served(self.shelf))
        return bytes(generate_latest(registry) + generate_latest(served))

    def _count(self, response: Response) -> Response:
        method = request.method if request.method in _METHODS else "other"
        self.requests.labels(route(), method, str(response.status_code)).inc()
        self.seconds.labels(route()).observe(g.get("seconds", 0.0))
        return response


class _Served:
    """The release that is served now, as a figure that is always 1."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def collect(self) -> list[GaugeMetricFamily]:
        """Return the one figure, with nothing in it where there is no release."""
        found = GaugeMetricFamily("equity_release", "The release that is served.", labels=["id", "audience"])
        with contextlib.suppress(FileNotFoundError):
            found.add_metric([self.shelf.current().id, self.shelf.audience], 1)
        return [found]


def apart(application: Any, meter: Meter, port: str) -> Any:
    """Return a WSGI application that answers with the figures on `port`, and with `application` on any other."""

    def choose(environ: dict[str, Any], start_response: Any) -> Any:
        # The port is that of the socket that was connected to; no header changes it.
        if environ.get("SERVER_PORT") != port:
            return application(environ, start_response)
        if environ.get("PATH_INFO") != "/metrics":
            start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
            return [b""]
        body = meter.text()
        headers = [("Content-Type", CONTENT_TYPE_LATEST), ("Content-Length", str(len(body)))]
        start_response("200 OK", headers)
        return [body]

    return choose
