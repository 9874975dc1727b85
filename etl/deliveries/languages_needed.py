"""Languages that the residents an agency serves need."""

from etl.column import AGENCY, day, language, whole
from etl.standard import standard

SOURCE = standard(
    "languages_needed",
    AGENCY,
    language("language", "language"),
    whole("residents_served", "residents served who need it"),
    day("valid_from", "first day that the figure is of"),
    title="Languages needed",
    title_es="Idiomas necesarios",
    frequency="Every fiscal year, after 30 June",
    unit=("agency",),
    key=("agency", "language", "valid_from"),
)
