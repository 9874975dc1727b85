"""What was wrong in a delivery and what to do, in words: a table of the findings, a list of what helps."""

from itertools import pairwise

from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from metrics import words
from metrics.received import Finding


def wrong(t: Tongue) -> dict[str, str]:
    """Return what a broken rule means."""
    return {
        "file": t("The file cannot be read as it is"),
        "heading": t("A heading is missing, unknown or there twice"),
        "blank": t("A cell is empty that must be filled"),
        "cell": t("A cell does not hold what its column asks for"),
        "label": t("A name or label is not known"),
        "between": t("Cells of a row, or rows, do not fit each other"),
        "twice": t("Rows say the same thing twice"),
        "personal": t("The file seems to name people"),
        "clash": t("Two files of one load bring the same data"),
    }


def remedy(t: Tongue) -> dict[str, str]:
    """Return what to do where a rule is broken."""
    return {
        "file": t("Save the file again as CSV in UTF-8, or as XLSX with one sheet."),
        "heading": t("Use the headings of the empty template, each of them once."),
        "blank": t("Fill the empty cells. Write “Not reported” where the list of labels has it."),
        "cell": t("Correct the cells in these rows."),
        "label": t("Use a label from the list, or ask the Office to add yours."),
        "between": t("Compare the cells in these rows with each other, and correct what does not fit."),
        "twice": t("Keep one row of each."),
        "personal": t("Take out names, addresses, e-mail, telephone and social security numbers."),
        "clash": t("Send one of the two files."),
    }


def findings_table(findings: tuple[Finding, ...], t: Tongue) -> Markup:
    """Return a row for each finding: what is wrong, where, and what the rule asks for, in the rule's own English."""
    said, names = wrong(t), (t("What is wrong"), t("Column"), t("Rows"), t("Expected"))
    body = [
        tag(
            "tr",
            tag("th", said.get(each.rule, said["file"]), scope="row"),
            tag("td", tag("span", each.column, class_="code") if each.column else "–", data_label=names[1]),
            tag("td", rows_of(each, t), data_label=names[2]),
            tag("td", tag("span", each.expected, lang="en"), data_label=names[3]),
        )
        for each in findings
    ]
    head = tag("thead", tag("tr", [tag("th", name, scope="col") for name in names]))
    caption = tag("caption", t("What is wrong"), class_="sr")
    return tag("table", caption, head, tag("tbody", body), class_="listed broken")


def remedies(findings: tuple[Finding, ...], t: Tongue) -> Markup:
    """Return what to do, each once."""
    said = remedy(t)
    return tag("ul", [tag("li", said[each]) for each in dict.fromkeys(each.rule for each in findings) if each in said])


def rows_of(finding: Finding, t: Tongue) -> str:
    """Return row numbers in words: `2, 5 to 9 and 30 more`; the whole file where no row is named."""
    if not finding.rows:
        return t("the whole file")
    spans: list[list[int]] = [[finding.rows[0], finding.rows[0]]]
    for before, row in pairwise(finding.rows):
        if row - before <= 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    text = ", ".join(
        str(first) if first == last else t("{first} to {last}", first=first, last=last) for first, last in spans
    )
    more = finding.count - len(finding.rows)
    return t("{rows} and {n} more", rows=text, n=words.number(more, "persons", 0, t.language)) if more > 0 else text
