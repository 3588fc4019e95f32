"""A column of text (or of numbers, from Parquet) becomes typed values; what cannot is named by position."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DATE = "date"
    FLAG = "flag"


@dataclass(frozen=True)
class Column:
    """A kind, its limits (inclusive), its closed list of words (lower case); may a cell be empty?"""

    kind: Kind
    low: float | None = None
    high: float | None = None
    one_of: tuple[str, ...] = ()
    blank: bool = False


@dataclass(frozen=True)
class Wrong:
    """The n-th value (from 0) cannot stand: `code` is empty, kind, range or one_of."""

    position: int
    code: str


Answer = tuple[pd.Series, np.ndarray[Any, np.dtype[np.bool_]]]  # values, which are unreadable

FLAGS = {
    **dict.fromkeys(("1", "1.0", "ya", "y", "true", "benar", "yes"), True),
    **dict.fromkeys(("0", "0.0", "tidak", "t", "false", "salah", "no", "n"), False),
}
DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")
CLOCK = r"[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$"


def column_of(kind: Kind | Column, *, optional: bool) -> Column:
    """A bare kind is a column that must be filled, unless the whole column is optional."""
    return kind if isinstance(kind, Column) else Column(kind, blank=optional)


def to_typed(values: pa.Array | pa.ChunkedArray, column: Column) -> tuple[pd.Series, list[Wrong]]:
    """The typed values, and every position that is empty, unreadable, out of range or off the list."""
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    series, unreadable, empty = _converted(values, column.kind)
    wrong = [] if column.blank else [Wrong(int(at), "empty") for at in np.flatnonzero(empty)]
    wrong += [Wrong(int(at), "kind") for at in np.flatnonzero(unreadable)]
    readable = ~(unreadable | empty)
    if column.low is not None or column.high is not None:
        numbers = pd.to_numeric(series).to_numpy(dtype=float, na_value=np.nan)
        low = -np.inf if column.low is None else column.low
        high = np.inf if column.high is None else column.high
        outside = readable & ~((numbers >= low) & (numbers <= high))
        wrong += [Wrong(int(at), "range") for at in np.flatnonzero(outside)]
    if column.one_of:
        series = series.str.lower()
        off = readable & ~series.isin(column.one_of).to_numpy()
        wrong += [Wrong(int(at), "one_of") for at in np.flatnonzero(off)]
    return _narrowed(series, column), sorted(wrong, key=lambda each: each.position)


def _converted(
    values: pa.Array, kind: Kind
) -> tuple[pd.Series, np.ndarray[Any, np.dtype[np.bool_]], np.ndarray[Any, np.dtype[np.bool_]]]:
    """Numbers and dates of Parquet pass as they are; everything else goes through its text."""
    if pa.types.is_floating(values.type):
        values = pc.if_else(pc.is_nan(values), pa.scalar(None, values.type), values)
    ready = (
        (kind is Kind.WHOLE and pa.types.is_integer(values.type) and values.type != pa.uint64())
        or (kind is Kind.DECIMAL and (pa.types.is_integer(values.type) or pa.types.is_floating(values.type)))
        or (kind is Kind.DATE and (pa.types.is_date(values.type) or pa.types.is_timestamp(values.type)))
        or (kind is Kind.FLAG and pa.types.is_boolean(values.type))
    )
    if ready:
        empty = pc.is_null(values).to_numpy(zero_copy_only=False)
        series = _as_pandas(values, kind)
        unreadable = np.zeros(len(values), dtype=bool)
        if kind is Kind.DECIMAL:
            unreadable = np.isinf(series.to_numpy())
        return series, unreadable, empty
    text = _trimmed(values)
    empty = pc.is_null(text).to_numpy(zero_copy_only=False)
    series, failed = READERS[kind](text)
    return series, failed & ~empty, empty


def _as_pandas(values: pa.Array, kind: Kind) -> pd.Series:
    if kind is Kind.DATE:
        return pd.Series(pc.cast(pc.cast(values, pa.date32(), safe=False), pa.timestamp("s")).to_pandas())
    if kind is Kind.DECIMAL:
        return pd.Series(pc.cast(values, pa.float64(), safe=False).to_numpy(zero_copy_only=False))
    wide = pc.cast(values, pa.int64()) if kind is Kind.WHOLE else values
    return wide.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}.get)


def _trimmed(values: pa.Array) -> pa.Array:
    if pa.types.is_null(values.type):
        return pc.cast(values, pa.string())
    if pa.types.is_floating(values.type):
        # 12.0 that stands for a code is "12", as a person reads it in the sheet.
        whole = pc.equal(values, pc.floor(values))
        digits = pc.cast(pc.cast(pc.if_else(whole, values, 0), pa.int64(), safe=False), pa.string())
        values = pc.if_else(whole, digits, pc.cast(values, pa.string()))
    text = pc.utf8_trim_whitespace(pc.cast(values, pa.string()))
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _read_text(text: pa.Array) -> Answer:
    series = pd.Series(text.to_pandas(), dtype="str")
    return series, np.zeros(len(series), dtype=bool)


def _read_whole(text: pa.Array) -> Answer:
    try:
        series = _as_pandas(pc.cast(text, pa.int64()), Kind.WHOLE)
        return series, np.zeros(len(series), dtype=bool)
    except pa.ArrowInvalid:
        numbers, failed = _read_decimal(text)
        exact = numbers.to_numpy()
        failed = failed | ~np.isclose(exact, np.round(exact), rtol=0, atol=0, equal_nan=True)
        failed |= np.abs(np.nan_to_num(exact)) >= 2**53
        series = pd.Series(np.where(failed | np.isnan(exact), 0, exact)).astype("int64").astype("Int64")
        return series.mask(pd.Series(failed | np.isnan(exact))), failed


def _read_decimal(text: pa.Array) -> Answer:
    series = pd.Series(text.to_pandas(), dtype="str")
    one_comma = series.str.fullmatch(r"[+-]?\d*,\d+", na=False)
    if one_comma.any():
        series = series.where(~one_comma, series.str.replace(",", "."))
    numbers = pd.to_numeric(series, errors="coerce").astype("float64")
    failed = (numbers.isna() & series.notna()).to_numpy() | np.isinf(numbers.to_numpy())
    return numbers, failed


def _read_date(text: pa.Array) -> Answer:
    series = pd.Series(text.to_pandas(), dtype="str")
    clocked = series.str.contains(CLOCK, regex=True, na=False)
    if clocked.any():
        series = series.where(~clocked, series.str.replace(CLOCK, "", regex=True))
    dates = pd.Series(pd.NaT, index=series.index, dtype="datetime64[s]")
    for form in DATE_FORMATS:
        left = (dates.isna() & series.notna()).to_numpy()
        if not left.any():
            break
        read = pd.to_datetime(series[left], format=form, errors="coerce")
        dates = dates.where(~left, read.astype("datetime64[s]").reindex(series.index))
    return dates, (dates.isna() & series.notna()).to_numpy()


def _read_flag(text: pa.Array) -> Answer:
    series = pd.Series(text.to_pandas(), dtype="str").str.lower()
    flags = series.map(FLAGS).astype("boolean")
    return flags, (flags.isna() & series.notna()).to_numpy()


READERS: dict[Kind, Callable[[pa.Array], Answer]] = {
    Kind.TEXT: _read_text,
    Kind.WHOLE: _read_whole,
    Kind.DECIMAL: _read_decimal,
    Kind.DATE: _read_date,
    Kind.FLAG: _read_flag,
}


def _narrowed(series: pd.Series, column: Column) -> pd.Series:
    """A column that may not be empty gets the plain type, so that arithmetic on it is quick."""
    if column.blank or series.isna().any():
        return series
    match column.kind:
        case Kind.WHOLE:
            return series.astype("int64")
        case Kind.FLAG:
            return series.astype("bool")
        case _:
            return series
