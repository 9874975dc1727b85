"""Plans' documents, served as what they are and as nothing more: no script runs, nothing is sniffed."""

from typing import Any

from flask import Flask, Response, jsonify, request

from dashboard.tables import Tables
from metrics import documents
from metrics.release import Shelf

_PREFIX = "/documents/"
_CLOSED = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
"""A page that an agency wrote may look as it likes; it runs nothing, loads nothing and sends nothing."""


def add_routes(server: Flask, shelf: Shelf) -> None:
    """Answer at /documents/<checksum>.<pdf|html>, for documents that a plan of the release names and only those.

    Call it before the server is guarded: what is set here of headers is set last.
    """

    def document(file: str) -> Any:
        wanted = request.args.get("release", "")
        try:
            release = shelf.get(wanted) if wanted else shelf.current()
        except FileNotFoundError:
            return jsonify(error="there is no such release here"), 404
        path = release.path.parent / documents.FOLDER / file
        if not documents.is_name(file) or file not in set(Tables(release).whole("plans")["file"]) or not path.is_file():
            return jsonify(error=f"no plan of release {release.id} has this document"), 404
        kind = "application/pdf" if file.endswith(".pdf") else "text/html; charset=utf-8"
        response = Response(path.read_bytes(), content_type=kind)
        if file.endswith(".pdf"):
            response.headers["Content-Disposition"] = f'attachment; filename="plan-{file[:12]}.pdf"'
        return response

    @server.after_request
    def close(response: Response) -> Response:
        if request.path.startswith(_PREFIX):
            response.headers["Content-Security-Policy"] = _CLOSED
            response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    server.add_url_rule(f"{_PREFIX}<file>", "document", document)
