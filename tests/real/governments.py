"""Other governments' workforce files, turned into the standard deliveries `agencies` and `workforce_counts`."""

import csv
import gzip
from collections import Counter
from pathlib import Path

Cell = tuple[str, str, str, str, str]
"""Department, period, job category, race and ethnicity, sex: the raw labels."""

HEAD = ["agency", "period", "job_category", "race_ethnicity", "sex", "employees"]

# How these publishers' labels are read; written as crosswalks into the home, as a steward would.
CROSSWALKS = {
    "race_ethnicity": {
        "Other or multiple race": "Other",
        "Native Hawaiian or Pacific Islander": "Native Hawaiian or Other Pacific Islander",
        "Hispanic or Latino of any race": "Hispanic or Latino",
        "American Indian or Alaskan Native": "American Indian or Alaska Native",
        "Native Hawaiian or Other Pacific": "Native Hawaiian or Other Pacific Islander",
    },
    "job_category": {
        "Officials and administrators": "Officials and Administrators",
        "Administrative support (including clerical and sales)": "Administrative Support",
        "Service/Maintenance": "Service-Maintenance",
        "Protective service workers": "Protective Service Workers",
        "Skilled craft workers": "Skilled Craft",
        "Management Occupations": "Officials and Administrators",
        "Protective Service Occupations": "Protective Service Workers",
        "Office and Administrative Support Occupations": "Administrative Support",
        "Sales and Related Occupations": "Administrative Support",
        "Construction and Extraction Occupations": "Skilled Craft",
        "Installation, Maintenance, and Repair Occupations": "Skilled Craft",
        "Production Occupations": "Skilled Craft",
        "Building and Grounds Cleaning and Maintenance Occupations": "Service-Maintenance",
        "Food Preparation and Serving Related Occupations": "Service-Maintenance",
        "Transportation and Material Moving Occupations": "Service-Maintenance",
        "Farming, Fishing, and Forestry Occupations": "Service-Maintenance",
        "Personal Care and Service Occupations": "Service-Maintenance",
        "Healthcare Support Occupations": "Paraprofessionals",
        "Life, Physical, and Social Science Occupations": "Professionals",
        "Unmapped Classes": "Professionals",
        "Business and Financial Operations Occupations": "Professionals",
        "Computer and Mathematical Occupations": "Professionals",
        "Legal Occupations": "Professionals",
        "Architecture and Engineering Occupations": "Professionals",
        "Arts, Design, Entertainment, Sports, and Media Occupations": "Professionals",
        "Healthcare Practitioners and Technical Occupations": "Professionals",
        "Education, Training, and Library Occupations": "Professionals",
        "Educational Instruction and Library Occupations": "Professionals",
        "Community and Social Service Occupations": "Professionals",
    },
}


def california(shared: Path) -> Counter[Cell]:
    """Employees by department, year, occupation, race and sex, each December 2011 to 2021."""
    cells: Counter[Cell] = Counter()
    path = shared / "data/workforce/ca_state_dept_occ_race_sex_2011_2021.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["department"], row["year"], row["occupational_category"], row["race_ethnicity"], row["sex"])
            cells[key] += int(row["employees"])
    return cells


def nashville(shared: Path) -> Counter[Cell]:
    """Full-time and other employees of Metro Nashville, August 2020."""
    cells: Counter[Cell] = Counter()
    path = shared / "data/workforce/nashville_2020_08_workforce_cells.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cells[(row["department"], "2020-08-31", row["eeo4_category"], row["ethnicity"], row["gender"])] += int(
                row["n"]
            )
    return cells


def deliver(cells: Counter[Cell], inbox: Path, crosswalks: Path) -> dict[str, str]:
    """Write the two deliveries and the crosswalks; return the agency code of each department."""
    codes = {name: f"D{number:03d}" for number, name in enumerate(sorted({key[0] for key in cells}), start=1)}
    inbox.mkdir(parents=True)
    crosswalks.mkdir(parents=True)
    for kind, labels in CROSSWALKS.items():
        _write(
            crosswalks / f"{kind}.csv",
            [["source", "label", "standard", "note"], *(["workforce_counts", *pair, ""] for pair in labels.items())],
        )
    _write(inbox / "agencies.csv", [["agency", "name"], *([code, name] for name, code in codes.items())])
    standard = {label.lower(): name for label, name in CROSSWALKS["job_category"].items()}
    merged: Counter[tuple[str, ...]] = Counter()
    for (department, period, job, race, sex), count in cells.items():
        merged[(codes[department], period, standard.get(job.lower(), job), race, sex)] += count
    _write(inbox / "workforce_counts.csv", [HEAD, *([*key, str(count)] for key, count in merged.items())])
    return codes


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
