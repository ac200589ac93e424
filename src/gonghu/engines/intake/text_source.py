"""A sheet's cells as something DuckDB can select from (来源): columns c0 … of text, one row per row of the sheet."""

from collections.abc import Sequence

from gonghu.engines.intake.cleaning.sql_text import literal
from gonghu.engines.intake.text_files import TextTable


def selection(table: TextTable, columns: Sequence[int]) -> str:
    """Return the SELECT of the wanted columns of every row, titles and header included."""
    names = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(table.width))
    quote = '"' if table.quoted else ""
    wanted = ", ".join(f"c{index}" for index in columns)
    # Footers are shorter than the header. Padding and quoted line breaks together cannot be read in parallel.
    return (
        f"SELECT {wanted} FROM read_csv({literal(str(table.path))}, auto_detect=false, header=false, "
        f"delim={literal(table.separator)}, quote={literal(quote)}, escape={literal(quote)}, "
        f"null_padding={str(not table.rectangular).lower()}, columns={{{names}}})"
    )
