"""Addresses of this site, told from addresses of any other."""

from urllib.parse import urlsplit


def within(asked: str) -> str:
    r"""Return an address of this site as it was asked for; blank for one of another site, or none.

    Browsers read a backslash as a slash.

    >>> within("/measures?lang=es#groups"), within("https://x.example/"), within("//x.example"), within("/\\x.example")
    ('/measures?lang=es#groups', '', '', '')
    """
    try:
        parts = urlsplit(asked)
    except ValueError:
        return ""
    inside = asked.startswith("/") and asked.isprintable() and "\\" not in asked
    return asked if inside and not parts.scheme and not parts.netloc else ""
