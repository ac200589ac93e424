"""
The statement that reads and cleans a sheet in one parallel pass (清洗入表).

Rows come out in the order of the sheet, titles and header included, so that ``rowid`` counts them. No join may stand
here, and no ``IN`` list, which DuckDB turns into a join: a join does not keep the order.
"""

from collections.abc import Mapping
from functools import reduce

from gonghu.engines.intake.cleaning import citizen_numbers
from gonghu.engines.intake.cleaning.sql_text import literal
from gonghu.engines.intake.header_words import fold
from gonghu.engines.intake.profiles import Field, FieldType
from gonghu.engines.intake.roster_tables import columns_of
from gonghu.engines.intake.sheet_rows import LEFT, Placed, SheetRows

Layers = tuple[Mapping[str, str], ...]


def cleaned_table(rows: SheetRows, table: str, source: str) -> str:
    """Return the statement that makes ``table`` of a SELECT of raw columns c0 …; its rows are numbered afterwards."""
    layers = [_layers(item, few=rows.few) for item in rows.placed]
    depth = max(map(len, layers))
    steps = [
        {name: sql for layer in layers if level < len(layer) for name, sql in layer[level].items()}
        for level in range(depth)
    ]
    steps[0]["total_line"] = rows.total_line()
    if rows.flawed:
        steps[0]["garbled"] = rows.garbled()
    inner = reduce(_over, steps, source)
    left = ", ".join(f"CASE WHEN {_settled(item)} IS NULL THEN {item.cell} END" for item in rows.placed)
    some = " OR ".join(f"({_settled(item)} IS NULL AND {item.cell} IS NOT NULL)" for item in rows.placed)
    outputs = [sql for field in rows.profile.fields for sql in _outputs(field, rows.by_name)]
    return (
        f"CREATE OR REPLACE TABLE {table} AS SELECT CAST({rows.file_no} AS INTEGER) AS file_no, "
        f"CAST(NULL AS INTEGER) AS row_no, {', '.join([*outputs, *rows.scratch[:-1]])}, "
        f"CASE WHEN {some} THEN [{left}] END AS {LEFT} FROM ({inner})"
    )


def _settled(item: Placed) -> str:
    """Name the column that is NULL where a filled cell is still to be read."""
    return f"{item.name}_digits" if item.field.type == FieldType.CITIZEN_ID else f"v_{item.name}"


def _over(inner: str, columns: Mapping[str, str]) -> str:
    return f"SELECT *, {', '.join(f'{sql} AS {name}' for name, sql in columns.items())} FROM ({inner})"


def _layers(item: Placed, *, few: bool) -> Layers:
    """Return the columns to compute for a field, step by step."""
    n, cell = item.name, item.cell
    if item.field.type == FieldType.CITIZEN_ID:
        return citizen_numbers.columns(cell, n)
    if item.field.type == FieldType.CODE:
        return ({f"v_{n}": _code_of_seen(item)},)
    cleaner = item.cleaner
    if few and item.field.type == FieldType.NAME:
        # To compile the pattern of all traditional characters takes longer than to read a few thousand names.
        return ({f"v_{n}": "CAST(NULL AS VARCHAR)"},)
    if few or cleaner.bared is None or cleaner.accepted is None:
        return ({f"v_{n}": cleaner.quick(cell)},)
    return (
        {f"q_{n}": cleaner.quick(cell)},
        # A branch no row takes is not computed: empty cells must not take any.
        {f"b_{n}": f"CASE WHEN q_{n} IS NULL AND {cell} IS NOT NULL THEN {cleaner.bared(cell)} END"},
        {f"v_{n}": f"CASE WHEN b_{n} IS NULL THEN q_{n} ELSE {cleaner.accepted(f'b_{n}')} END"},
    )


def _code_of_seen(item: Placed) -> str:
    """Look up at once the words seen in the first rows; later ones are left and read like other open cells."""
    known = {word: code for word in item.seen if (code := item.field.codes.code_of(fold(word))) is not None}
    if not known:
        return "CAST(NULL AS VARCHAR)"
    cases = " ".join(f"WHEN {literal(word)} THEN {literal(code)}" for word, code in known.items())
    return f"CASE {item.cell} {cases} END"


def _outputs(field: Field, by_name: Mapping[str, Placed]) -> list[str]:
    if field.name not in by_name:
        return [f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns_of(field)]
    if field.type == FieldType.CITIZEN_ID:
        return [f"{field.name}_left AS {field.name}", f"{field.name}_key", f"{field.name}_state"]
    return [f"v_{field.name} AS {field.name}"]
