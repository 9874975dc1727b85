"""The documents there are: what each is called, which forms it has, whether it is of one agency, how it is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import make_archive
from tempfile import TemporaryDirectory

from dashboard.exports.briefing import briefing
from dashboard.exports.document import as_pdf
from dashboard.exports.pack import Pack, as_document, as_workbook
from dashboard.exports.report import report
from dashboard.language import Tongue
from dashboard.tables import Tables
from metrics.export import FORMATS, write

Make = Callable[[Tables, Tongue, str], bytes]
"""Tables, tongue and agency (blank where the document is of none) -> the file."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One document: a function for each of its forms."""

    forms: Mapping[str, Make]
    of_agency: bool = False


def _zipped(form: str, tables: Tables, _t: Tongue, _agency: str) -> bytes:
    """Return every table of the release in one form, with its data package and citation, as a ZIP file."""
    with TemporaryDirectory() as folder:
        inside = Path(folder) / "release"
        write(tables.release, inside, form)
        return Path(make_archive(str(Path(folder) / "all"), "zip", inside)).read_bytes()


KINDS: Mapping[str, Kind] = {
    "briefing": Kind({"pdf": lambda tables, t, _: as_pdf(briefing(tables, t), tight=True)}),
    "pack": Kind(
        {
            "pdf": lambda tables, t, agency: as_pdf(as_document(Pack(tables, agency, t))),
            "xlsx": lambda tables, t, agency: as_workbook(Pack(tables, agency, t)),
        },
        of_agency=True,
    ),
    "report": Kind({"pdf": lambda tables, t, _: as_pdf(report(tables, t))}),
    "release": Kind({f"{form}.zip": partial(_zipped, form) for form in FORMATS}),
}


def named(t: Tongue) -> Mapping[str, str]:
    """Return what each document is called."""
    return {
        "briefing": t("Briefing, two pages"),
        "pack": t("Analysis pack of an agency"),
        "report": t("Annual report of the directives"),
        "release": t("The whole release, with a data package and a citation"),
    }


def file_name(kind: str, agency: str, release: str, language: str, form: str) -> str:
    """Return the name of a document's file.

    >>> file_name("pack", "DOT", "2026.1", "es", "pdf")
    'pack-DOT-2026.1-es.pdf'
    """
    return "-".join(part for part in (kind, agency, release, language) if part) + f".{form}"
