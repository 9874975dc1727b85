"""The first steps with the API, in the languages of those who ask for it. docs/api.md shows the same and is run by a
test, with the address of a server in place of `SITE`."""

SITE = "https://equity.example.gov"
_ROWS = "measure=employees&agency=ALL&dimension=race_ethnicity&benchmark=population"
EXAMPLES = {
    "curl": f"""\
curl -fsS "{SITE}/api/v1/figures.csv?{_ROWS}"
""",
    "Python": f"""\
import json
from urllib.request import urlopen

site = "{SITE}"
address = "/api/v1/figures?{_ROWS}&limit=20"
rows = []
while address:
    with urlopen(site + address) as answer:
        page = json.load(answer)
    rows += page["rows"]
    address = page["next"]
for row in rows:
    print(page["release"], row["period"], row["group"], row["value"], row["unit"], row["status"], sep=" | ")
""",
    "R": f"""\
site <- "{SITE}"
rows <- read.csv(paste0(site, "/api/v1/figures.csv?{_ROWS}"))
print(nrow(rows))
print(head(rows[, c("period", "group", "value", "unit", "status")]))
""",
}
