"""The words themselves, English and Spanish, one entry an idea. `metrics.words` is how they are used."""

from collections.abc import Mapping
from types import MappingProxyType

Lexicon = Mapping[str, Mapping[str, str]]


def _both(**entries: tuple[str, str]) -> Lexicon:
    return _named(entries)


def _named(entries: Mapping[str, tuple[str, str]]) -> Lexicon:
    return MappingProxyType({name: {"en": en, "es": es} for name, (en, es) in entries.items()})


# Spanish group names agree with "persona", which is left unsaid.
GROUPS = _named(
    {
        "ALL": ("Everyone", "Todas las personas"),
        "American Indian or Alaska Native": (
            "American Indian or Alaska Native",
            "Indígena americana o nativa de Alaska",
        ),
        "Asian": ("Asian", "Asiática"),
        "Black or African American": ("Black or African American", "Negra o afroamericana"),
        "Hispanic or Latino": ("Hispanic or Latino", "Hispana o latina"),
        "Middle Eastern or North African": (
            "Middle Eastern or North African",
            "De Oriente Medio o norte de África",
        ),
        "Native Hawaiian or Other Pacific Islander": (
            "Native Hawaiian or Other Pacific Islander",
            "Nativa de Hawái u otra isla del Pacífico",
        ),
        "Two or More Races": ("Two or More Races", "Dos o más razas"),
        "Multiracial and/or Multiethnic": ("Multiracial and/or Multiethnic", "Multirracial o multiétnica"),
        "White": ("White", "Blanca"),
        "Other": ("Other", "Otra"),
        "All other groups": ("All other groups", "Todos los demás grupos"),
        "Not reported": ("Not reported", "Sin informar"),
        "Female": ("Female", "Femenino"),
        "Male": ("Male", "Masculino"),
        "X": ("X", "X"),
        "Male, X or not reported": ("Male, X or not reported", "Masculino, X o sin informar"),
        "Under 25": ("Under 25", "Menos de 25"),
        "25-34": ("25-34", "25-34"),
        "35-44": ("35-44", "35-44"),
        "45-54": ("45-54", "45-54"),
        "55-64": ("55-64", "55-64"),
        "65 and over": ("65 and over", "65 y más"),
        "yes": ("Yes", "Sí"),
        "no": ("No", "No"),
        "not reported": ("Not reported", "Sin informar"),
        "Officials and Administrators": ("Officials and Administrators", "Directivos y administradores"),
        "Professionals": ("Professionals", "Profesionales"),
        "Technicians": ("Technicians", "Técnicos"),
        "Protective Service Workers": ("Protective Service Workers", "Servicios de protección"),
        "Paraprofessionals": ("Paraprofessionals", "Paraprofesionales"),
        "Administrative Support": ("Administrative Support", "Apoyo administrativo"),
        "Skilled Craft": ("Skilled Craft", "Oficios especializados"),
        "Service-Maintenance": ("Service-Maintenance", "Servicios y mantenimiento"),
    }
)

DIMENSIONS = _both(
    ALL=("everyone", "todas las personas"),
    race_ethnicity=("race and ethnicity", "raza y etnicidad"),
    race5=("race and ethnicity, five groups", "raza y etnicidad, cinco grupos"),
    sex=("sex", "sexo"),
    sex2=("sex, two groups", "sexo, dos grupos"),
    age_band=("age", "edad"),
    disability=("disability", "discapacidad"),
    job_category=("job category", "categoría de empleo"),
    full_time=("full time", "tiempo completo"),
    veteran=("veteran", "veterano"),
    town=("town", "municipio"),
    region=("planning region", "región de planificación"),
    program=("program", "programa"),
    course=("course", "curso"),
    district=("school district", "distrito escolar"),
    office=("office", "oficina"),
    language=("language", "idioma"),
    income=("income", "ingresos"),
    appointing_authority=("who appoints", "quién nombra"),
    stage=("stage", "etapa"),
    block=("part of the plan", "parte del plan"),
    goal=("goal", "meta"),
    goal_status=("how the goal stands", "cómo va la meta"),
    assessment_kind=("what is assessed", "lo que se evalúa"),
    practice_domain=("field of practice", "campo de la práctica"),
    industry=("industry", "industria"),
    step=("step", "paso"),
    city_step=("step of the plan", "paso del plan"),
    jurisdiction=("place", "lugar"),
    justice_impacted=("arrest or conviction", "arresto o condena"),
    at_will=("serves at the Mayor’s pleasure", "sirve a voluntad de la Alcaldía"),
    protected_class=("protected class", "clase protegida"),
)

# What things are divided into. What is not here (towns, programs, steps that towns name) is a name of its own.
THINGS: Mapping[str, Lexicon] = MappingProxyType(
    {
        "stage": _both(
            drafting=("Drafting", "Redacción"),
            consulted=("Public consultation", "Consulta pública"),
            office_review=("Office review", "Revisión de la Oficina"),
            agency_revision=("Agency revision", "Corrección de la agencia"),
            approved=("Approved", "Aprobado"),
            published=("Published", "Publicado"),
        ),
        "city_step": _both(
            drafting=("Drafting", "Redacción"),
            consulted=("Consultation", "Consulta"),
            mayor_reviewed=("Reviewed by the Mayor", "Revisado por la Alcaldía"),
            council_approved=("Approved by the Council", "Aprobado por el Concejo"),
            effective=("In effect", "En vigor"),
        ),
        "block": _both(
            representation=("Employee representation", "Representación del personal"),
            service_delivery=("Service delivery", "Prestación de servicios"),
            program_impact=("Program impact", "Impacto de los programas"),
            demographic_trends=("Demographic trends", "Tendencias demográficas"),
        ),
        "assessment_kind": _both(
            policy=("Policy", "Política"),
            practice=("Practice", "Práctica"),
            program=("Program", "Programa"),
            budget=("Budget", "Presupuesto"),
        ),
        "goal_status": _both(
            target_met_or_exceeded=("Met", "Cumplida"),
            improving=("Improving", "Mejora"),
            little_or_no_detectable_change=("Little or no change", "Poco o ningún cambio"),
            getting_worse=("Getting worse", "Empeora"),
            not_enough_data=("Not enough data", "Datos insuficientes"),
        ),
        "industry": _named(
            {
                "11": ("Farming, forestry, fishing", "Agricultura, bosques y pesca"),
                "21": ("Mining", "Minería"),
                "22": ("Utilities", "Servicios públicos básicos"),
                "23": ("Construction", "Construcción"),
                "31-33": ("Manufacturing", "Industria manufacturera"),
                "42": ("Wholesale trade", "Comercio al por mayor"),
                "44-45": ("Retail trade", "Comercio al por menor"),
                "48-49": ("Transport and storage", "Transporte y almacenaje"),
                "51": ("Information", "Información"),
                "52": ("Finance and insurance", "Finanzas y seguros"),
                "53": ("Real estate and rental", "Bienes raíces y alquiler"),
                "54": ("Professional services", "Servicios profesionales"),
                "55": ("Company offices", "Oficinas de empresas"),
                "56": ("Support and waste services", "Servicios de apoyo y residuos"),
                "61": ("Education", "Educación"),
                "62": ("Health and social care", "Salud y asistencia social"),
                "71": ("Arts and recreation", "Arte y recreación"),
                "72": ("Lodging and food", "Hoteles y comida"),
                "81": ("Other services", "Otros servicios"),
                "92": ("Public administration", "Administración pública"),
            }
        ),
        "language": _named(
            {
                "Albanian": ("Albanian", "Albanés"),
                "American Sign Language": ("American Sign Language", "Lengua de señas americana"),
                "Arabic": ("Arabic", "Árabe"),
                "Chinese": ("Chinese", "Chino"),
                "English": ("English", "Inglés"),
                "French": ("French", "Francés"),
                "Haitian Creole": ("Haitian Creole", "Criollo haitiano"),
                "Italian": ("Italian", "Italiano"),
                "Pashto": ("Pashto", "Pastún"),
                "Polish": ("Polish", "Polaco"),
                "Portuguese": ("Portuguese", "Portugués"),
                "Russian": ("Russian", "Ruso"),
                "Spanish": ("Spanish", "Español"),
                "Ukrainian": ("Ukrainian", "Ucraniano"),
                "Vietnamese": ("Vietnamese", "Vietnamita"),
            }
        ),
    }
)

BENCHMARKS = _both(
    labor_force=("labor force", "fuerza laboral"),
    population=("population", "población"),
    enrollment=("enrollment", "matrícula"),
    availability=("availability", "disponibilidad"),
    weighted_availability=("availability by factor", "disponibilidad por factor"),
    statewide=("statewide", "todo el Estado"),
    everyone=("all groups together", "todos los grupos juntos"),
    best_group=("the group doing best", "el grupo con mejor resultado"),
    target=("target", "meta"),
    goal=("goal in force", "meta vigente"),
)

# The same, as they stand inside a sentence: with their article.
REFERENCES = _both(
    labor_force=("the labor force", "la fuerza laboral"),
    population=("the population", "la población"),
    enrollment=("the student body", "la matrícula"),
    availability=("those available", "la disponibilidad"),
    weighted_availability=("those available, inside and outside", "la disponibilidad, dentro y fuera"),
    statewide=("the state as a whole", "todo el Estado"),
    everyone=("all groups together", "todos los grupos juntos"),
    best_group=("the group doing best", "el grupo con mejor resultado"),
    target=("the target", "la meta"),
    goal=("the goal in force", "la meta vigente"),
)

STATUSES = _both(
    shown=("Shown", "Visible"),
    withheld=("Not shown, to protect people", "Oculto para proteger a las personas"),
    suppressed_by_publisher=("Not shown by the source", "Oculto por la fuente"),
    not_collected=("Not collected", "No se recopila"),
    not_applicable=("Does not apply", "No corresponde"),
    missing=("Missing: expected, not delivered", "Falta: se esperaba y no se entregó"),
    target_met_or_exceeded=("Met", "Cumplido"),
    improving=("Improving", "Mejora"),
    little_or_no_detectable_change=("Little or no change", "Poco o ningún cambio"),
    getting_worse=("Getting worse", "Empeora"),
    not_enough_data=("Not enough data", "Datos insuficientes"),
)

READINGS = _both(
    below=("Below", "Por debajo"),
    similar=("About the same", "Casi igual"),
    above=("Above", "Por encima"),
    better=("Better", "Mejor"),
    worse=("Worse", "Peor"),
    not_compared=("Not compared", "Sin comparación"),
)

UNITS = _both(
    percent=("percent", "por ciento"),
    points=("percentage points", "puntos porcentuales"),
    persons=("people", "personas"),
    dollars=("dollars", "dólares"),
    ratio=("ratio", "razón"),
    days=("days", "días"),
    events=("events", "eventos"),
    per_1000=("per 1,000", "por cada 1,000"),
    years=("years", "años"),
    things=("number", "número"),
)

RBA = _both(
    population=("How people fare. It is no agency’s score.", "Cómo vive la gente. No califica a ninguna agencia."),
    how_much=("How much was done", "Cuánto se hizo"),
    how_well=("How well it was done", "Qué tan bien se hizo"),
    better_off=("Who is better off", "Quién está mejor"),
)

POLARITIES = _both(
    parity=(
        "Parity is the aim. Higher is not always better.",
        "La meta es la paridad. Más alto no siempre es mejor.",
    ),
    lower=("Lower is better.", "Más bajo es mejor."),
    higher=("Higher is better.", "Más alto es mejor."),
    none=(
        "Neither high nor low is good or bad by itself.",
        "Ni alto ni bajo es bueno o malo por sí solo.",
    ),
)

PERIODS = _both(
    fiscal_year=("fiscal year {}", "año fiscal {}"),
    school_year=("school year {}", "año escolar {}"),
    window=("{} to {}", "{} a {}"),
)
QUARTERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": tuple(f"{nth} quarter of {{}}" for nth in ("first", "second", "third", "fourth")),
        "es": tuple(f"{nth} trimestre de {{}}" for nth in ("primer", "segundo", "tercer", "cuarto")),
    }
)

COUNTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        "es": ("ningún", "un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"),
    }
)
