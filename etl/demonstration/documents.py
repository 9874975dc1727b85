"""Two small plans as documents, invented: one as a page, one as PDF."""

from collections.abc import Mapping

_TEXT = (
    "Demonstration. This plan is invented.",
    "Employee representation: who works here, beside those available.",
    "Service delivery: who is reached, and how fast.",
    "Program impact: what changed for whom.",
    "Demographic trends: who lives in Connecticut.",
)
KINDS = ("html", "pdf")


def name(agency: str, kind: str) -> str:
    """Return the file name of an agency's plan."""
    return f"equity_plan_{agency.lower()}_1.{kind}"


def documents(agencies: list[str]) -> Mapping[str, bytes]:
    """Return file name -> bytes: the plan of the first agency as a page, that of the second as PDF."""
    made = {"html": _page, "pdf": _pdf}
    return {name(code, kind): made[kind](code) for code, kind in zip(agencies, KINDS, strict=False)}


def _page(agency: str) -> bytes:
    title = f"Equity plan of {agency}, version 1"
    body = "".join(f"<p>{line}</p>" for line in _TEXT)
    head = f'<meta charset="utf-8"><title>{title}</title>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body><h1>{title}</h1>{body}</body></html>\n'.encode()


def _pdf(agency: str) -> bytes:
    """Return a PDF of one page: objects, their places, and where these begin (ISO 32000-1, 7.5)."""
    lines = (f"Equity plan of {agency}, version 1", "", *_TEXT)
    drawn = "BT /F1 14 Tf 60 780 Td 22 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R /Lang (en-US) >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Font << /F1 5 0 R >> >>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{each}\nendobj\n".encode()
    table = "0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + f"xref\n0 {len(objects) + 1}\n{table}{end}".encode()
