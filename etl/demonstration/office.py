"""What the Office keeps and agencies adopt: `strategy`, `practice_list`, `practices`, `assessments`. All invented."""

import numpy as np
import pandas as pd

from etl.demonstration.chance import generator
from etl.demonstration.span import LAST, YEARS, first_day

PRACTICES = (
    ("pay-review", "Review pay by group each year", "employment"),
    ("open-panels", "Interview with panels and set questions", "employment"),
    ("exit-talks", "Ask those who leave why", "employment"),
    ("public-postings", "Post every opening where all can see it", "employment"),
    ("plain-forms", "Write forms in plain language", "services"),
    ("language-plan", "Keep a language access plan", "services"),
    ("data-by-group", "Count services by group and town", "services"),
    ("small-lots", "Divide contracts so that small firms can bid", "contracts"),
    ("prompt-pay", "Pay small firms within 30 days", "contracts"),
    ("budget-note", "Say in each budget request whom it serves", "budget"),
    ("meet-evenings", "Hold meetings in the evening and online", "engagement"),
    ("answer-all", "Answer all feedback within 60 days", "engagement"),
)
_OBJECTIVES = (
    ("Publish the first benchmarks", "Office of Equity", "2024-12-31", "2024-12-18"),
    ("Give agencies the form of a plan", "Office of Equity", "2024-10-31", "2024-10-28"),
    ("Review every agency's plan", "Office of Equity", "2025-03-31", "2025-03-28"),
    ("Train all employees", "Administrative Services", "2026-12-31", ""),
    ("Open one website for all plans", "Office of Equity", "2025-04-30", "2025-05-12"),
    ("Agree on a list of practices", "Office of Equity", "2025-01-31", "2025-01-20"),
    ("Meet underserved communities in every region", "Office of Equity", "2027-06-30", ""),
    ("Add equity notes to the budget", "Policy and Management", "2025-02-28", "2025-02-05"),
    ("Report progress to the Governor", "Office of Equity", "2027-07-31", ""),
)
_SUBJECTS = {
    "policy": ("Telework", "Leave for religious holidays", "Use of records in hiring"),
    "practice": ("Interview questions", "Counter hours", "Outreach by mail"),
    "program": ("Grants", "Inspections", "Licences"),
    "budget": ("New request", "Reduction of a line"),
}
_CHANGES = (
    "Counter hours in the evening", "Second notice in the resident's language", "Review by a second person",
)  # fmt: skip


def strategy() -> pd.DataFrame:
    """Return the delivery `strategy`."""
    return pd.DataFrame(_OBJECTIVES, columns=["objective", "owner", "due", "done"]).assign(nature="demonstration")


def practice_list() -> pd.DataFrame:
    """Return the delivery `practice_list`."""
    return pd.DataFrame(PRACTICES, columns=["practice", "title", "domain"]).assign(nature="demonstration")


def practices(agencies: list[str]) -> pd.DataFrame:
    """Return the delivery `practices`: every agency says of each practice when it adopted it, or not."""
    random = generator("practices")
    rows = pd.MultiIndex.from_product([agencies, [each[0] for each in PRACTICES]], names=["agency", "practice"])
    found = rows.to_frame(index=False)
    day = first_day(YEARS[0])[0] + random.integers(0, 365 * len(YEARS), len(found))
    adopted = random.uniform(size=len(found)) < 0.63
    return found.assign(adopted=np.where(adopted, day.astype(str), ""), nature="demonstration")


def assessments(agencies: list[str]) -> pd.DataFrame:
    """Return the delivery `assessments`: a few of each agency and year; the latest are open."""
    random = generator("assessments")
    rows: list[dict[str, str]] = []
    for code in agencies:
        for year in YEARS:
            for _ in range(int(random.integers(1, 4 if year < YEARS[-1] else 7))):
                kind = str(random.choice(list(_SUBJECTS)))
                proposed = first_day(year)[0] + int(random.integers(0, 330))
                started = proposed + int(random.integers(5, 60))
                decided = started + int(random.integers(20, 200))
                done = bool(decided <= LAST)
                found = done and random.uniform() < 0.3
                change = random.choice(_CHANGES) if found and random.uniform() < 0.8 else ""
                rows.append(
                    {
                        "agency": code, "assessment_id": f"{code}-{year}-{len(rows):05d}",
                        "subject": str(random.choice(_SUBJECTS[kind])), "kind": kind, "proposed": str(proposed),
                        "started": str(started), "decided": str(decided) if done else "",
                        "disparity_found": ("yes" if found else "no") if done else "", "mitigation": str(change),
                        "nature": "demonstration",
                    }
                )  # fmt: skip
    return pd.DataFrame(rows)
