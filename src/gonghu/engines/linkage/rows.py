"""
The rows that linkage compares, and their pinyin.

A *link row* table has: row_key BIGINT, number BIGINT (the first 17 digits of a valid number, else NULL),
number_text VARCHAR (what stands in the cell when the number is not valid), name VARCHAR (cleaned, simplified),
pinyin VARCHAR (syllables with blanks between), born INTEGER (yyyymmdd), sex VARCHAR, place VARCHAR (12 digits),
kin VARCHAR (pinyin of a relative's name). Rows to be linked also have ``sole`` (at most one such row
a person), rows to link to have ``claimed`` (a sole row holds this person already).
"""

import duckdb

from gonghu.engines.statements import Statement
from gonghu.standards.pinyin import SURNAME_PINYIN, sounds

READ = 4
"""So many characters of a name are read."""


def load_hanzi(connection: duckdb.DuckDBPyConnection) -> None:
    """Load the reading of every character, as given name and as surname, once per connection."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS hanzi (code INTEGER, reading VARCHAR, as_surname VARCHAR)")
    if connection.execute("SELECT 1 FROM hanzi LIMIT 1").fetchall():
        return
    readings, characters = zip(*sounds(), strict=True)
    single = [(ch, reading) for ch, reading in SURNAME_PINYIN.entries.items() if len(ch) == 1]
    surnames, as_surnames = zip(*single, strict=True)
    connection.execute(
        "INSERT INTO hanzi SELECT unicode(h.ch), h.reading, coalesce(s.reading, h.reading) FROM ("
        " SELECT unnest(string_split(characters, '')) AS ch, reading"
        " FROM (SELECT unnest(?) AS reading, unnest(?) AS characters)) AS h"
        " LEFT JOIN (SELECT unnest(?) AS ch, unnest(?) AS reading) AS s ON s.ch = h.ch",
        [list(readings), list(characters), list(surnames), list(as_surnames)],
    ).fetchall()


def with_pinyin(target: str, source: str, *, name: str = "name", pinyin: str = "pinyin") -> Statement:
    """Return the statement that copies ``source`` and adds the pinyin of a name column."""
    return read_aloud(target, source, {name: pinyin})


def read_aloud(target: str, source: str, columns: dict[str, str]) -> Statement:
    """
    Return the statement that copies ``source`` and adds the pinyin of name columns, each under the name given.

    Four characters are read; what follows (long minority names) is compared as written.
    """
    spelled = ", ".join(f"{_spelled(name)} AS {pinyin}" for name, pinyin in columns.items())
    # Characters are looked up by their code: whole numbers join faster than text.
    joins = "\n".join(
        f"LEFT JOIN hanzi AS {name}_{i} ON {name}_{i}.code = unicode(substr(s.{name}, {i}, 1))"
        for name in columns
        for i in range(1, READ + 1)
    )
    return Statement(
        f"{target}: pinyin",
        "读音：同音字视为同名（homophones are a level, not a failure）",
        f"CREATE OR REPLACE TEMP TABLE {target} AS\nSELECT s.*, {spelled}\nFROM {source} AS s\n{joins}",
    )


def _spelled(name: str) -> str:
    """SQL for the syllables of a name whose characters are joined as ``<name>_<position>``."""
    first = f"coalesce({name}_1.as_surname, substr(s.{name}, 1, 1))"
    others = [
        f"CASE WHEN length(s.{name}) >= {i}"
        f" THEN ' ' || coalesce({name}_{i}.reading, substr(s.{name}, {i}, 1)) ELSE '' END"
        for i in range(2, READ + 1)
    ]
    rest = f"CASE WHEN length(s.{name}) > {READ} THEN ' ' || substr(s.{name}, {READ + 1}) ELSE '' END"
    return " || ".join([first, *others, rest])
