"""A good row or two of every standard delivery, with invented people, in a government of two agencies."""

import gzip
import json
from datetime import date
from pathlib import Path

import pandas as pd
import xlsxwriter

from etl.contract import Number
from etl.delivered import DELIVERIES
from etl.promise import Day, real

_WHO = {"race_ethnicity": "HI", "sex": "F"}
_CELL = {"agency": "PARKS", "period": "FY2025", "job_category": "2", **_WHO}
_EVENT = {"agency": "PARKS", "job_category": "Professionals", **_WHO}

ROWS: dict[str, list[dict[str, str]]] = {
    "agencies": [
        {"agency": "PARKS", "name": "Parks Department", "former_names": "Board of Parks"},
        {"agency": "FIRE", "name": "Fire Department", "former_names": ""},
    ],
    "workforce": [
        {**_CELL, "person_id": "e-0017", "position_class": "Forester 2", "full_time": "yes", "classified": "no",
         "hire_date": "2012-03-05", "annual_pay": "81250.5", "birth_year": "1980", "veteran": "not reported"},
        {**_CELL, "person_id": "0018", "position_class": "Clerk", "full_time": "no", "classified": "Yes",
         "hire_date": "2025-06-30", "annual_pay": "40000", "birth_year": "", "veteran": ""},
    ],
    "workforce_counts": [{**_CELL, "employees": "12"}, {**_CELL, "sex": "M", "employees": "0"}],
    "personnel_actions": [
        {"agency": "board of parks", "person_id": "e1", "date": "2024-07-01", "action": "promotion",
         "to_job_category": "1", "rating": "", **_WHO},
        {"agency": "PARKS", "person_id": "e1", "date": "2025-06-30", "action": "appraisal", "to_job_category": "",
         "rating": "meets", **_WHO},
    ],
    "personnel_action_counts": [{**_CELL, "action": "hire", "events": "3"}],
    "applicants": [
        {**_EVENT, "requisition": "R-1", "applicant_id": "a1", "date": "2025-01-02", "stage": "applied",
         "rejected_for_record": "offence bears on the duties"},
        {**_EVENT, "requisition": "R-1", "applicant_id": "a2", "date": "2025-02-02", "stage": "hired",
         "rejected_for_record": ""},
    ],
    "applicant_counts": [
        {**_CELL, "stage": "hired", "applicants": "4"}, {**_CELL, "stage": "applied", "applicants": "40"},
    ],
    "training": [
        {**_EVENT, "person_id": "e1", "course": "Ethics", "mandatory": "yes", "due_date": "2025-03-31",
         "completed_date": "2025-03-01", "hours": "1.5"},
        {**_EVENT, "person_id": "e1", "course": "Welding", "mandatory": "no", "due_date": "",
         "completed_date": "2024-05-01", "hours": "40"},
    ],
    "training_offerings": [
        {"course": "Ethics", "date": "2025-03-01", "language": "Spanish", "town": "Harbor", "seats": "30"}
    ],
    "boards": [
        {"board": "Trail Board", "appointing_authority": "Governor", "member_id": "m-1", "term_start": "2024-01-01",
         "term_end": "2027-12-31", **_WHO},
    ],
    "services": [
        {"agency": "PARKS", "program": "Camp", "period": "2024", "dimension": "sex", "group": "f", "eligible": "",
         "applied": "30", "approved": "20", "denied": "8", "served": "19", "median_days": "12.5", "completed": "18"},
        {"agency": "PARKS", "program": "Camp", "period": "2024", "dimension": "ALL", "group": "ALL", "eligible": "90",
         "applied": "60", "approved": "40", "denied": "20", "served": "39", "median_days": "", "completed": ""},
    ],
    "outcomes": [
        {"agency": "PARKS", "indicator": "visits", "period": "FY2025", "geography": "Connecticut",
         "dimension": "race_ethnicity", "group": "WH", "numerator": "30", "denominator": "120", "unit": "percent"},
    ],
    "contracts": [
        {"agency": "FIRE", "payment_id": "P1", "kind": "payment", "date": "2024-09-01", "vendor_id": "V-77",
         "naics": "236220", "amount": "-120.25", "eligible": "yes", "certifications": "SBE;MBE"},
        {"agency": "FIRE", "payment_id": "P2", "kind": "award", "date": "2024-09-01", "vendor_id": "V-78",
         "naics": "31-33", "amount": "5000", "eligible": "no", "certifications": ""},
    ],
    "contract_goals": [
        {"certification": "SBE", "percent": "25", "naics": "", "valid_from": "2020-01-01", "valid_to": "2023-12-31",
         "authority": "an act"},
        {"certification": "SBE", "percent": "28", "naics": "", "valid_from": "2024-01-01", "valid_to": "",
         "authority": "an act"},
    ],
    "contract_availability": [
        {"naics": "23", "certification": "WBE", "ready_firms": "12", "all_firms": "200", "period": "2024"}
    ],
    "budget": [
        {"agency": "FIRE", "program": "Safety", "period": "FY2025", "appropriated": "1000000", "expended": "999999.99",
         "equity_note": "", "town": "Harbor"},
    ],
    "plans": [
        {"agency": "PARKS", "kind": "state", "version": "1", "drafting": "2024-01-01", "consulted": "2024-02-01",
         "approved": "", "published": "2024-06-01", "accessible": "yes", "representation": "present",
         "service_delivery": "partly", "program_impact": "missing", "demographic_trends": "present"},
    ],
    "goals": [
        {"agency": "PARKS", "goal_id": "G1", "title": "More interpreters", "measure": "requests met",
         "baseline": "-1.5", "baseline_date": "2024-01-01", "target": "90", "target_date": "2026-01-01",
         "owner": "Human Resources"},
    ],
    "goal_updates": [{"goal_id": "G1", "date": "2025-01-01", "value": "70", "narrative": "hired two"}],
    "assessments": [
        {"agency": "PARKS", "assessment_id": "A1", "subject": "Fees", "kind": "policy", "proposed": "2024-01-01",
         "started": "2024-01-01", "decided": "2024-03-01", "disparity_found": "no"},
    ],
    "practices": [{"agency": "PARKS", "practice": "blind-screening", "adopted": "2024-01-01"}],
    "practice_list": [{"practice": "blind-screening", "title": "Screen without names", "domain": "hiring"}],
    "engagement": [
        {"agency": "PARKS", "session_id": "S1", "date": "2025-01-09", "town": "Harbor", "dimension": "race_ethnicity",
         "group": "BL", "participants": "20", "feedback": "9", "answered": "9", "acted_on": "2"},
    ],
    "communications": [
        {"agency": "PARKS", "document": "Permit form", "vital": "yes", "language": "Spanish", "date": "2025-01-09",
         "reading_grade": "6.5", "accessible": "yes"},
    ],
    "languages_needed": [
        {"agency": "PARKS", "language": "Spanish", "residents_served": "900", "valid_from": "2024-01-01"}
    ],
    "interpreter_requests": [
        {"agency": "PARKS", "date": "2025-01-09", "language": "Polish", "met": "yes", "minutes_waited": "15"},
        {"agency": "PARKS", "date": "2025-01-09", "language": "Polish", "met": "yes", "minutes_waited": "15"},
    ],
    "strategy": [{"objective": "Train all managers", "owner": "The Office", "due": "2027-01-01", "done": ""}],
    "municipal_actions": [
        {"town": "Harbor", "action": "1.2", "step": "hearing", "date": "2025-01-09", "applied_to": "1.1"}
    ],
    "protected_classes": [
        {"jurisdiction": "Harbor", "class": "age", "valid_from": "1990-01-01", "valid_to": "", "ordinance": "12-3"}
    ],
    "benchmarks": [
        {"benchmark": "population", "geography": "Connecticut", "vintage": "2023", "dimension": "sex", "group": "F",
         "share": "51", "source": "a table"},
    ],
}  # fmt: skip
FORMS = (".csv", ".csv.gz", ".xlsx", ".parquet", ".jsonl")


def write(folder: Path, name: str, rows: list[dict[str, str]], form: str = ".csv") -> Path:
    """Write rows as a file of a standard delivery; in typed forms numbers are numbers and days are days."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}{form}"
    columns = list(rows[0])
    source = DELIVERIES[next(stem for stem in sorted(DELIVERIES, key=len, reverse=True) if name.startswith(stem))]
    promises = {column.name: column.promise for column in source.columns}

    def cell(column: str, text: str) -> object:
        promise = promises.get(column)
        if text and isinstance(promise, Number):
            try:
                return int(text) if promise.whole else float(text)
            except ValueError:
                return text
        return real(text) or text if isinstance(promise, Day) else text

    cells = [[cell(column, row[column]) for column in columns] for row in rows]
    match form:
        case ".csv" | ".csv.gz":
            content = pd.DataFrame(rows).to_csv(index=False).encode()
            path.write_bytes(gzip.compress(content) if form == ".csv.gz" else content)
        case ".parquet":
            typed = pd.DataFrame(cells, columns=columns, dtype=object)
            numbers = [name for name in columns if isinstance(promises.get(name), Number)]
            typed[numbers] = typed[numbers].apply(lambda each: pd.to_numeric(each.replace("", None)))
            for column in (column for column in columns if isinstance(promises.get(column), Day)):
                typed[column] = typed[column].where(typed[column] != "", None)
            typed.to_parquet(path, index=False)
        case ".jsonl":
            plain = [
                {name: each.isoformat() if isinstance(each, date) else each or None if each != 0 else 0
                 for name, each in zip(columns, row, strict=True)}
                for row in cells
            ]  # fmt: skip
            path.write_text("".join(json.dumps(row) + "\n" for row in plain))
        case ".xlsx":
            book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
            sheet = book.add_worksheet()
            for number, row in enumerate([columns, *cells]):
                for place, each in enumerate(row):
                    (sheet.write_string if isinstance(each, str) else sheet.write)(number, place, each)
            book.close()
    return path
