"""A kind of analysis: the columns it reads, the columns it answers with, and the arithmetic between."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from etl.contract import Column


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may say beside the file. `reference`: the group others are held against."""

    reference: str | None = None
    covariates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The answer, and sentences about it that a person should read first."""

    table: pd.DataFrame
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of analysis.

    `run` gets the checked cells, the file's name for messages, and the options. Columns that promise a number are
    float64 (blank: NaN), others text (blank: ""); the index is the row number that a spreadsheet shows; every
    declared column is there, and each covariate as text. It may raise ContractError for what no single
    cell can be blamed for. `example` is a file that works; `key`: columns that no two rows share; `whole`: columns
    of the answer that hold whole numbers and flags; `asks`: the options it takes beside the file.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    output: tuple[str, ...]
    example: str
    run: Callable[[pd.DataFrame, str, Options], Result]
    key: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
