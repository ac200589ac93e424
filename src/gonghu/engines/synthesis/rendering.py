"""
Canonical rows as a department words them: codes as words, dates in the file's style, damage where the lot falls.

Every cell becomes text; chr(1) before it marks what a workbook shall hold as a number.
"""

from gonghu.engines.synthesis.dialect import Column, Sheet
from gonghu.engines.synthesis.dirt import DirtRates, dirty_date, dirty_name, dirty_number
from gonghu.engines.synthesis.randomness import sql_text

NUMBER_FIELDS = {"id_number", "father_id", "mother_id", "head_id", "adopter_id", "spouse_id"}
PARENT_NUMBERS = {"father_id", "mother_id"}


def _missing_rate(kind: str, field: str, rates: DirtRates) -> float:
    if kind == "household_register" and field in PARENT_NUMBERS:
        return rates.number_missing + rates.parent_number_missing
    if kind == "birth_certificate" and field == "id_number":
        return rates.number_missing + rates.newborn_number_missing
    return rates.number_missing


def _word(sheet: Sheet, field: str) -> str:
    words = sheet.words[field]
    arms = " ".join(f"WHEN {sql_text(code)} THEN {sql_text(word)}" for code, word in words.items())
    return f"CASE {field} {arms} ELSE error('no word for {sheet.kind}.{field} ' || {field}) END"


def cell(sheet: Sheet, column: Column, rates: DirtRates, in_workbook: bool) -> str:
    """Return SQL for the text of one column."""
    kind, field = sheet.kind, column.field
    if field in sheet.words:
        return _word(sheet, field)
    if field in NUMBER_FIELDS:
        return dirty_number(kind, field, rates, _missing_rate(kind, field, rates), in_workbook)
    if field.endswith("name"):
        return dirty_name(kind, field, rates)
    if field.endswith("_on"):
        return dirty_date(kind, field, sheet.dates, rates, in_workbook)
    return _plain(sheet, field, "chr(1) || " if in_workbook else "")


def _plain(sheet: Sheet, field: str, as_number: str) -> str:
    if field.endswith("_fen"):
        return f"{as_number}({field} // 100)::VARCHAR"
    if field.endswith("_year"):
        pattern = sheet.year.replace("{}", f"' || {field} || '").replace("{next}", f"' || ({field} + 1) || '")
        return f"'{pattern}'"
    return f"{field}::VARCHAR"


def _rows(sheet: Sheet, source: str) -> str:
    """Return the rows a sheet can show: without a column for it, some facts are left out or said otherwise."""
    rows = f"SELECT * FROM read_parquet({sql_text(source)})"
    if sheet.kind == "migrant_work" and "returned_on" not in sheet.fields:
        return f"{rows} WHERE returned_on IS NULL"
    if sheet.kind == "disability_certificate" and "expires_on" in sheet.fields:
        # Where the date of expiry is told, the state of an expired certificate still says it is in force.
        return f"SELECT * REPLACE (CASE state WHEN 'EXPIRED' THEN 'IN_FORCE' ELSE state END AS state) FROM ({rows})"
    return rows


def rendered(sheet: Sheet, source: str, rates: DirtRates, in_workbook: bool) -> str:
    """Return the query that renders the staged Parquet file ``source`` as the columns of a sheet, all text."""
    cells = [
        f"{cell(sheet, column, rates, in_workbook)} AS {_quoted(column.header + column.group)}"
        for column in sheet.columns
    ]
    return f"SELECT {', '.join(cells)} FROM ({_rows(sheet, source)})"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
