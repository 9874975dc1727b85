"""Deliveries of things and dollars of three agencies over some years, invented; LIBRARY never sends any."""

_STAGES = ("consulted", "office_review", "agency_revision", "approved", "published")


def _plan(agency: str, version: str, due: str, drafting: str, *days: str, **more: str) -> dict[str, str]:
    filled = dict(zip(_STAGES, days, strict=False))
    held = {"representation": "present", "service_delivery": "partly", "program_impact": "missing"}
    return {
        "agency": agency, "kind": "state", "version": version, "due": due, "drafting": drafting, **filled, **held,
        "demographic_trends": "present", **more,
    }  # fmt: skip


def _paid(agency: str, number: int, day: str, vendor: str, naics: str, dollars: float, held: str) -> dict[str, str]:
    return {
        "agency": agency, "payment_id": f"P{number}", "kind": "payment", "date": day, "vendor_id": vendor,
        "naics": naics, "amount": str(dollars), "eligible": "yes", "certifications": held,
    }  # fmt: skip


def _goal(agency: str, name: str, title: str, start: str, aim: str, day: str, **more: str) -> dict[str, str]:
    return {
        "agency": agency, "goal_id": name, "title": title, "measure": "visits", "baseline": start, "target": aim,
        "baseline_date": day, "target_date": "2027-06-30", "owner": "Human Resources", "directed": "no", **more,
    }  # fmt: skip


ROWS: dict[str, list[dict[str, str]]] = {
    "strategy": [
        {"objective": "Train managers", "owner": "The Office", "due": "2024-03-31", "done": "2024-05-01"},
        {"objective": "Publish plans", "owner": "The Office", "due": "2025-06-29", "done": ""},
        {"objective": "Ask residents", "owner": "The Office", "due": "2025-06-30", "done": ""},
        {"objective": "Review", "owner": "The Office", "due": "2027-01-01", "done": "2025-02-01"},
    ],
    "assessments": [
        {"agency": agency, "assessment_id": f"A{k}", "subject": "Fees", "kind": kind, "proposed": proposed,
         "started": started, "decided": decided, "disparity_found": found, "mitigation": mended}
        for k, (agency, kind, proposed, started, decided, found, mended) in enumerate(
            [
                ("PARKS", "policy", "2023-08-01", "2023-09-01", "2023-10-01", "yes", "fees waived"),
                ("PARKS", "policy", "2023-08-01", "2023-09-01", "2024-07-01", "yes", ""),
                ("PARKS", "budget", "2024-01-01", "2024-01-10", "2024-02-09", "no", ""),
                ("FIRE", "program", "2024-09-01", "2024-09-02", "2025-06-30", "yes", "new route"),
                ("FIRE", "program", "2025-05-01", "2025-05-02", "", "", ""),
            ]
        )
    ],
    "plans": [
        _plan("PARKS", "1", "2024-06-30", "2023-09-01", "2023-10-01", "2023-11-01", "2024-01-01", "2024-03-01",
              "2024-06-30", accessible="yes"),
        _plan("PARKS", "2", "2025-06-01", "2025-01-01", "", "2025-03-01", accessible=""),
        _plan("FIRE", "1", "2024-06-30", "2024-02-01", "", "2024-05-01", "2024-06-01", "2024-09-01", "2024-10-08",
              accessible="no", service_delivery="present"),
    ],
    "goals": [
        _goal("PARKS", "G1", "More interpreters", "40", "90", "2024-01-01", directed="yes"),
        _goal("PARKS", "G2", "Fewer delays", "30", "10", "2024-01-01"),
        _goal("FIRE", "G3", "More interpreters", "50", "80", "2024-09-01", directed="yes"),
        _goal("FIRE", "G4", "Open doors", "", "", "", owner=""),
    ],
    "goal_updates": [
        {"goal_id": "G1", "date": "2024-06-30", "value": "44", "narrative": ""},
        {"goal_id": "G1", "date": "2025-05-01", "value": "70", "narrative": ""},
        {"goal_id": "G2", "date": "2024-05-01", "value": "33", "narrative": ""},
        {"goal_id": "G3", "date": "2025-06-30", "value": "80", "narrative": ""},
    ],
    "practice_list": [
        {"practice": "blind", "title": "Screen without names", "domain": "Hiring"},
        {"practice": "plain", "title": "Write plainly", "domain": "Communication"},
    ],
    "practices": [
        {"agency": "PARKS", "practice": "blind", "adopted": "2024-01-01"},
        {"agency": "PARKS", "practice": "plain", "adopted": "2025-01-01"},
        {"agency": "FIRE", "practice": "plain", "adopted": "yes"},
        {"agency": "FIRE", "practice": "blind", "adopted": "no"},
        {"agency": "FIRE", "practice": "unlisted", "adopted": "2024-01-01"},
    ],
    "training_offerings": [
        {"course": "Ethics", "date": "2024-03-01", "language": "English", "town": "online", "seats": "60",
         "development": "no"},
        {"course": "Ethics", "date": "2025-03-01", "language": "English", "town": "online", "seats": "70",
         "development": "no"},
        {"course": "Writing", "date": "2025-04-01", "language": "Spanish", "town": "Hartford", "seats": "30",
         "development": "yes"},
    ],
    "engagement": [
        {"agency": "PARKS", "session_id": "S1", "date": "2025-01-09", "town": "Avon", "dimension": dimension,
         "group": group, "participants": "20", "feedback": feedback, "answered": answered, "acted_on": acted}
        for dimension, group, feedback, answered, acted in [
            ("race_ethnicity", "BL", "4", "4", "1"), ("race_ethnicity", "WH", "6", "3", "1"),
            ("sex", "F", "5", "5", "0"), ("sex", "M", "", "", ""),
        ]
    ] + [
        {"agency": "FIRE", "session_id": "S2", "date": "2025-02-09", "town": "Avon", "dimension": dimension,
         "group": group, "participants": "20", "feedback": feedback, "answered": "2", "acted_on": "1"}
        for dimension, group, feedback in [("ALL", "ALL", "8"), ("sex", "F", "9")]
    ],
    "communications": [
        {"agency": agency, "document": title, "vital": vital, "language": language, "date": day,
         "reading_grade": grade, "accessible": accessible}
        for agency, title, vital, language, day, grade, accessible in [
            ("PARKS", "Permit", "yes", "English", "2024-01-09", "8", "yes"),
            ("PARKS", "Permit", "yes", "Spanish", "2025-01-09", "8.1", "no"),
            ("PARKS", "Map", "no", "Polish", "2025-01-09", "", ""),
            ("PARKS", "Appeal", "yes", "English", "2025-02-09", "6", "yes"),
            ("FIRE", "Alarm", "yes", "Polish", "2025-02-09", "5", "yes"),
        ]
    ],
    "languages_needed": [
        {"agency": "PARKS", "language": "Spanish", "residents_served": "900", "valid_from": "2023-01-01"},
        {"agency": "PARKS", "language": "Polish", "residents_served": "90", "valid_from": "2024-12-01"},
        {"agency": "FIRE", "language": "Polish", "residents_served": "90", "valid_from": "2024-12-01"},
    ],
    "interpreter_requests": [
        {"agency": "PARKS", "date": "2025-01-09", "language": "Polish", "met": "yes" if k % 3 else "no"}
        for k in range(30)
    ],
    "budget": [
        {"agency": agency, "program": program, "period": period, "appropriated": amount, "expended": spent,
         "equity_note": note, "town": town}
        for agency, program, period, amount, spent, note, town in [
            ("PARKS", "Trails", "FY2024", "1000", "900", "for all", "Avon"),
            ("PARKS", "Trails", "FY2025", "1200", "1100", "for all", "Avon"),
            ("PARKS", "Trails", "FY2025", "500", "400", "", "Ansonia"),
            ("PARKS", "Office", "FY2025", "300", "300", "", ""),
            ("FIRE", "Trucks", "FY2025", "2000", "1900", "", "Hartford"),
        ]
    ],
    "benchmarks": [
        {"benchmark": "population", "geography": town, "vintage": vintage, "dimension": "ALL", "group": "ALL",
         "count": count, "source": "a census"}
        for town, vintage, count in [
            ("Avon", "2018/2022", "180"), ("Avon", "2019/2023", "200"), ("Hartford", "2019/2023", "1000"),
        ]
    ],
    "contracts": [
        _paid("FIRE", 1, "2023-09-01", "V-1", "236220", 100, "SBE;MBE"),
        _paid("FIRE", 2, "2024-03-01", "V-2", "236220", 300, ""),
        _paid("FIRE", 3, "2024-09-01", "V-1", "236220", 200, "SBE;MBE"),
        _paid("FIRE", 4, "2024-10-01", "V-1", "236220", -50, "SBE;MBE"),
        _paid("FIRE", 5, "2025-02-01", "V-3", "541512", 400, "WBE"),
        _paid("PARKS", 6, "2024-11-01", "V-4", "541512", 250, "SBE"),
        _paid("PARKS", 7, "2024-12-01", "V-5", "541512", -80, "SBE"),
        _paid("PARKS", 8, "2024-12-01", "V-6", "541512", 100, "DIS") | {"kind": "award"},
        _paid("PARKS", 9, "2024-12-01", "V-6", "541512", 100, "DIS") | {"eligible": "no"},
    ],
    "contract_goals": [
        {"certification": "SBE", "percent": "25", "naics": "", "valid_from": "2020-01-01", "valid_to": "2024-12-31",
         "authority": "an act"},
        {"certification": "SBE", "percent": "40", "naics": "54", "valid_from": "2025-01-01", "valid_to": "",
         "authority": "another act"},
        {"certification": "MBE", "percent": "6.25", "naics": "", "valid_from": "2020-01-01", "valid_to": "2024-06-30",
         "authority": "an act"},
    ],
    "contract_availability": [
        {"naics": "236", "certification": "SBE", "ready_firms": "40", "all_firms": "100", "period": "2023"},
        {"naics": "238", "certification": "SBE", "ready_firms": "10", "all_firms": "100", "period": "2023"},
        {"naics": "54", "certification": "SBE", "ready_firms": "50", "all_firms": "100", "period": "2026"},
    ],
    "municipal_actions": [
        {"town": town, "action": action, "step": step, "date": day, "applied_to": other}
        for town, action, step, day, other in [
            ("Avon", "1.1", "team formed", "2023-09-01", ""), ("Avon", "1.1", "applied", "2024-03-01", "2.3"),
            ("Avon", "1.1", "applied", "2024-09-01", "2.3"), ("Avon", "1.1", "applied", "2024-10-01", "5.1"),
            ("Avon", "1.1", "applied again", "2025-03-01", "8.2"),
            ("Hartford", "1.1", "team formed", "2025-01-01", ""), ("Ansonia", "1.2", "trained", "2025-01-01", "1.1"),
        ]
    ],
    "protected_classes": [
        {"jurisdiction": "Harbor", "class": "age", "valid_from": "1964-01-01", "valid_to": "", "ordinance": "1"},
        {"jurisdiction": "Harbor", "class": "hair", "valid_from": "2025-01-01", "valid_to": "", "ordinance": "2"},
        {"jurisdiction": "Harbor", "class": "guild", "valid_from": "1970-01-01", "valid_to": "2024-06-29",
         "ordinance": "3"},
    ],
}  # fmt: skip
ROWS["plans"] += [
    {
        "agency": agency, "kind": "city", "version": "1", "drafting": "2023-08-01", "consulted": "2023-12-01",
        "mayor_reviewed": reviewed, "council_approved": approved, "effective": effective,
        "representation": "present", "service_delivery": "present", "program_impact": "missing",
        "demographic_trends": "missing",
    }
    for agency, reviewed, approved, effective in [
        ("PARKS", "2024-05-01", "2024-09-01", "2024-10-01"), ("FIRE", "", "", ""),
    ]
]  # fmt: skip
ROWS["applicants"] = [
    {
        "agency": "PARKS", "requisition": "R1", "applicant_id": f"a{k}", "date": "2025-01-02", "stage": "applied",
        "job_category": "Professionals", "race_ethnicity": "WH", "sex": "F",
        "rejected_for_record": "offence bears on the duties" if k < 7 else "",
    }
    for k in range(40)
]  # fmt: skip
