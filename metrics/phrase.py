"""The phrases that sentences are made of, English and Spanish: plain, short, no cause, no judgement of people.

Where a phrase has two forms the first is for one, the second for several.
"""

from collections.abc import Mapping
from types import MappingProxyType

Phrases = Mapping[str, Mapping[str, str]]
Forms = Mapping[str, Mapping[str, tuple[str, str]]]

DEMONSTRATION = MappingProxyType({"en": "Demonstration: ", "es": "Demostración: "})

# none, the only one, all, one of several, some of several
SUBJECTS: Mapping[str, Mapping[str, tuple[str, str, str, str, str]]] = MappingProxyType(
    {
        "group": {
            "en": (
                "No group",
                "The one group compared",
                "All {of} groups",
                "One of {of} groups",
                "{n} of {of} groups",
            ),
            "es": (
                "Ningún grupo",
                "El único grupo comparado",
                "Los {of} grupos",
                "Uno de {of} grupos",
                "{n} de {of} grupos",
            ),
        },
        "agency": {
            "en": (
                "No agency",
                "The one agency compared",
                "All {of} agencies",
                "One of {of} agencies",
                "{n} of {of} agencies",
            ),
            "es": (
                "Ninguna agencia",
                "La única agencia comparada",
                "Las {of} agencias",
                "Una de {of} agencias",
                "{n} de {of} agencias",
            ),
        },
    }
)

PREDICATES: Forms = MappingProxyType(
    {
        "below_share": {
            "en": ("is below its share of {reference}", "are below their share of {reference}"),
            "es": (
                "está por debajo de su parte en {reference}",
                "están por debajo de su parte en {reference}",
            ),
        },
        "below": {
            "en": ("is below {reference}", "are below {reference}"),
            "es": ("está por debajo de {reference}", "están por debajo de {reference}"),
        },
        "above": {
            "en": ("is above {reference}", "are above {reference}"),
            "es": ("está por encima de {reference}", "están por encima de {reference}"),
        },
        "worse": {
            "en": ("does worse than {reference}", "do worse than {reference}"),
            "es": ("está peor que {reference}", "están peor que {reference}"),
        },
        "better": {
            "en": ("does better than {reference}", "do better than {reference}"),
            "es": ("está mejor que {reference}", "están mejor que {reference}"),
        },
        "differs": {
            "en": (
                "differs from {reference} by more than chance",
                "differ from {reference} by more than chance",
            ),
            "es": (
                "se aparta de {reference} más de lo que daría el azar",
                "se apartan de {reference} más de lo que daría el azar",
            ),
        },
    }
)

# The same of the one that is compared and of which it is not so.
DENIED: Phrases = MappingProxyType(
    {
        "below_share": {
            "en": "is not below its share of {reference}",
            "es": "no está por debajo de su parte en {reference}",
        },
        "below": {"en": "is not below {reference}", "es": "no está por debajo de {reference}"},
        "above": {"en": "is not above {reference}", "es": "no está por encima de {reference}"},
        "worse": {"en": "does no worse than {reference}", "es": "no está peor que {reference}"},
        "better": {"en": "does no better than {reference}", "es": "no está mejor que {reference}"},
        "differs": {
            "en": "does not differ from {reference} by more than chance",
            "es": "no se aparta de {reference} más de lo que daría el azar",
        },
    }
)

ABSENT: Forms = MappingProxyType(
    {
        "withheld": {
            "en": (
                "One {noun} is not shown, to protect people.",
                "{n} {nouns} are not shown, to protect people.",
            ),
            "es": (
                "{n} {noun} se oculta para proteger a las personas.",
                "{n} {nouns} se ocultan para proteger a las personas.",
            ),
        },
        "suppressed_by_publisher": {
            "en": ("The source does not show one {noun}.", "The source does not show {n} {nouns}."),
            "es": ("La fuente no muestra {n} {noun}.", "La fuente no muestra {n} {nouns}."),
        },
        "not_collected": {
            "en": ("Data on one {noun} are not collected.", "Data on {n} {nouns} are not collected."),
            "es": ("No se recopilan datos de {n} {noun}.", "No se recopilan datos de {n} {nouns}."),
        },
        "not_applicable": {
            "en": ("This does not apply to one {noun}.", "This does not apply to {n} {nouns}."),
            "es": ("Esto no corresponde a {n} {noun}.", "Esto no corresponde a {n} {nouns}."),
        },
        "missing": {
            "en": ("Data on one {noun} are missing.", "Data on {n} {nouns} are missing."),
            "es": ("Faltan datos de {n} {noun}.", "Faltan datos de {n} {nouns}."),
        },
    }
)
NOUNS: Forms = MappingProxyType(
    {
        "group": {"en": ("group", "groups"), "es": ("grupo", "grupos")},
        "agency": {"en": ("agency", "agencies"), "es": ("agencia", "agencias")},
    }
)

PHRASES: Phrases = MappingProxyType(
    {
        "bridged": {
            "en": "Some head counts use the race groups of 2024. They were moved to those of 1997 by a stated bridge. "
            "Middle Eastern or North African is counted as White there.",
            "es": "Algunos conteos usan los grupos de raza de 2024. Se pasaron a los de 1997 con un puente declarado. "
            "De Oriente Medio o norte de África se cuenta allí como Blanca.",
        },
        "nothing": {"en": "There are no figures here.", "es": "No hay cifras aquí."},
        "shortfall": {
            "en": "The largest shortfall is {people}: {group}.",
            "es": "El mayor déficit es de {people}: {group}.",
        },
        "gap": {
            "en": "The largest gap below {reference} is {points}: {group}.",
            "es": "La mayor brecha por debajo de {reference} es de {points}: {group}.",
        },
        "untested": {
            "en": "The source gives no base or margin, so no test is made.",
            "es": "La fuente no da base ni margen, así que no se hace prueba.",
        },
        "uncompared": {
            "en": "No group has a value to compare with {reference}.",
            "es": "Ningún grupo tiene un valor que comparar con {reference}.",
        },
        "single": {
            "en": "The one value shown is {value} ({group}).",
            "es": "El único valor es {value} ({group}).",
        },
        "together": {"en": "In all, it is {value}.", "es": "En conjunto es {value}."},
        "extremes": {
            "en": "The highest value is {high} ({highest}). The lowest is {low} ({lowest}).",
            "es": "El valor más alto es {high} ({highest}). El más bajo es {low} ({lowest}).",
        },
        "level": {"en": "All values shown are {value}.", "es": "Todos los valores son {value}."},
        "short": {
            "en": "There is no trend yet: the data cover one date or none.",
            "es": "Aún no hay tendencia: hay datos de una fecha o de ninguna.",
        },
        "moved": {
            "en": "Between {base} and {last}, the largest change is for {group}: from {before} to {after}{change}.",
            "es": "Entre {base} y {last}, el mayor cambio es de {group}: de {before} a {after}{change}.",
        },
        "still": {
            "en": "Between {base} and {last}, there is little or no detectable change in any group.",
            "es": "Entre {base} y {last}, hay poco o ningún cambio detectable en todos los grupos.",
        },
        "from_to": {
            "en": "{group}: from {before} in {base} to {after} in {last}.",
            "es": "{group}: de {before} en {base} a {after} en {last}.",
        },
        "ratio_moved": {
            "en": "The ratio to {reference} went from {before} to {after}.",
            "es": "La razón frente a {reference} pasó de {before} a {after}.",
        },
        "gap_moved": {
            "en": "The gap to {reference} went from {before} to {after}.",
            "es": "La brecha con {reference} pasó de {before} a {after}.",
        },
    }
)

# How what is not divided into groups stands to a benchmark.
TOGETHER: Phrases = MappingProxyType(
    {
        "worse": {"en": "That is worse than {reference}.", "es": "Está peor que {reference}."},
        "better": {"en": "That is better than {reference}.", "es": "Está mejor que {reference}."},
        "below": {"en": "That is below {reference}.", "es": "Está por debajo de {reference}."},
        "above": {"en": "That is above {reference}.", "es": "Está por encima de {reference}."},
        "similar": {
            "en": "No difference from {reference} is shown.",
            "es": "No se ve diferencia con {reference}.",
        },
    }
)

PROGRESS: Mapping[str, Phrases] = MappingProxyType(
    {
        "level": {
            "target_met_or_exceeded": {"en": "The aim is met.", "es": "La meta está cumplida."},
            "improving": {"en": "This is a move toward the aim.", "es": "Se acerca a la meta."},
            "little_or_no_detectable_change": {
                "en": "This is little or no detectable change.",
                "es": "Hay poco o ningún cambio detectable.",
            },
            "getting_worse": {"en": "This is a move away from the aim.", "es": "Se aleja de la meta."},
            "not_enough_data": {
                "en": "{group}: there is not enough data to judge the level.",
                "es": "{group}: no hay datos suficientes para juzgar el nivel.",
            },
        },
        "gap": {
            "target_met_or_exceeded": {"en": "The gap is closed.", "es": "La brecha está cerrada."},
            "improving": {"en": "The gap is closing.", "es": "La brecha se cierra."},
            "little_or_no_detectable_change": {
                "en": "The gap shows little or no detectable change.",
                "es": "La brecha muestra poco o ningún cambio detectable.",
            },
            "getting_worse": {"en": "The gap is widening.", "es": "La brecha se amplía."},
            "not_enough_data": {
                "en": "{group}: there is not enough data to judge the gap.",
                "es": "{group}: no hay datos suficientes para juzgar la brecha.",
            },
        },
    }
)
