"""The small pages at the door: choosing a role for a demonstration, one's own account, what went wrong. No scripts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.access.viewer import AGENCY, ANALYST, GOVERNOR, STEWARD, Viewer
from dashboard.language import LANGUAGES, Tongue, tongue
from dashboard.markup import tag, together
from dashboard.plain.document import alone


@dataclass(frozen=True, slots=True)
class Made:
    """A page and its status."""

    html: str
    status: int = 200


def names(t: Tongue) -> Mapping[str, str]:
    """Return what each role is called."""
    return {
        GOVERNOR: t("Governor’s office"),
        ANALYST: t("Analyst"),
        STEWARD: t("Data steward"),
        AGENCY: t("Agency"),
    }


def called(role: str, t: Tongue) -> str:
    """Return what a role is called; of an agency with its code."""
    name, _, code = role.partition(":")
    return " ".join(part for part in (names(t)[name], code) if part)


def demonstration(t: Tongue, agencies: Mapping[str, str], token: str) -> Made:
    """Return the page on which a role is chosen."""
    everything = t("All agencies’ internal figures.")
    own = t("One agency’s internal figures; all others as the public sees them.")
    choices = [
        tag(
            "p",
            tag(
                "label",
                tag("input", type="radio", name="role", value=role, required=True, checked=role == GOVERNOR),
                " ",
                tag("b", name),
                ". ",
                own if role == AGENCY else everything,
            ),
        )
        for role, name in names(t).items()
        if role != AGENCY or agencies
    ]
    options = [tag("option", name, value=code) for code, name in agencies.items()]
    of_agency = tag("p", tag("label", t("Agency"), " ", tag("select", options, name="agency")))
    parts = [
        tag("h1", t("Choose a role")),
        tag(
            "p",
            t("This is a demonstration. No name or password is asked for, and only this machine can sign in."),
        ),
        tag(
            "form",
            tag("fieldset", tag("legend", t("Role")), choices),
            agencies and of_agency,
            tag("input", type="hidden", name="csrf", value=token),
            tag("p", tag("button", t("Sign in"), type="submit")),
            action="/sign-in" + _lang(t),
            method="post",
        ),
    ]
    return _page(t("Sign in"), parts, t, demonstration=True)


def account(t: Tongue, viewer: Viewer, token: str) -> Made:
    """Return the page that says who is signed in, and signs out."""
    said = "; ".join(called(role, t) for role in viewer.roles)
    parts = [
        tag("h1", t("Your sign-in")),
        viewer.name and tag("p", t("Name: {name}", name=viewer.name)),
        tag("p", t("Role: {role}", role=said)),
        viewer.agencies and tag("p", t("You see one agency’s internal figures; all others as the public sees them.")),
        tag(
            "form",
            tag("input", type="hidden", name="csrf", value=token),
            tag("p", tag("button", t("Sign out"), type="submit")),
            action="/sign-out" + _lang(t),
            method="post",
        ),
        tag("p", tag("a", t("Overview"), href="/" + _lang(t))),
    ]
    return _page(t("Your sign-in"), parts, t, demonstration=viewer.demonstration)


def signed_out(t: Tongue, elsewhere: str) -> Made:
    """Return the page after signing out; `elsewhere`: where one may sign out of the provider too."""
    parts = [
        tag("h1", t("You are signed out")),
        elsewhere and tag("p", t("You may still be signed in to your organization’s other sites."), " ",
                          tag("a", t("Sign out there too"), href=elsewhere)),
        tag("p", tag("a", t("Sign in"), href="/sign-in" + _lang(t))),
    ]  # fmt: skip
    return _page(t("You are signed out"), parts, t)


def refused(t: Tongue) -> Made:
    """Return the page for an answer of the provider that lets nobody in."""
    said = t("The answer of the sign-in service could not be accepted. It may be too old, or was used already.")
    return _trouble(t("You could not be signed in"), said, t, 403)


def no_role(t: Tongue, *, two: bool) -> Made:
    """Return the page for an account without a role; `two`: with the roles of two agencies."""
    said = (
        t("Your account has the roles of two agencies. It may have one only, to protect the people of all others.")
        if two
        else t("Your account has no role for this site. Ask the Office of Equity and Opportunity for one.")
    )
    return _trouble(t("You have no access"), said, t, 403)


def down() -> Made:
    """Return the page, in every language, that says that the provider cannot be reached."""
    parts: list[Any] = []
    for language in LANGUAGES:
        t = tongue(language)
        told = [
            tag("h1", t("Sign-in does not work at the moment")),
            tag("p", t("The sign-in service cannot be reached. Nothing is wrong with your account.")),
            tag("p", t("Please try again in a few minutes. The public pages work as always.")),
            tag("p", tag("a", t("Try again"), href="/sign-in" + _lang(t))),
        ]
        parts.append(tag("section", told, lang=language))
    return _page(tongue(LANGUAGES[0])("Sign-in does not work at the moment"), parts, tongue(LANGUAGES[0]), 503)


def _trouble(title: str, said: str, t: Tongue, status: int) -> Made:
    again = tag("p", tag("a", t("Try again"), href="/sign-in" + _lang(t)))
    return _page(title, [tag("h1", title), tag("p", said), again], t, status)


def _page(title: str, parts: list[Any], t: Tongue, status: int = 200, *, demonstration: bool = False) -> Made:
    band = t("Demonstration sign-in: anyone on this machine can see this page.")
    menu = tag("nav", tag("b", t("Statewide equity benchmarks")), " ", t("internal"), aria_label=t("Menu"))
    body = together(
        [demonstration and tag("header", tag("p", tag("b", band), class_="d")), menu, tag("main", parts, id="main")]
    )
    return Made(alone(title, body, t), status)


def _lang(t: Tongue) -> str:
    return f"?lang={t.language}" if t.language != LANGUAGES[0] else ""
