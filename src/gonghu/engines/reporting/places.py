"""
Names of towns and villages (镇街、村居): as given, else the code; a village also as the register writes its addresses.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from gonghu.engines.reporting.run_record import RunRecord

TOWN = 9
SAMPLE = 40_000
"""So many register rows tell how a village is called; a city need not be read for it."""

_VILLAGE = re.compile(r"[^省市区县旗镇乡道\d]{2,20}(?:村民委员会|居民委员会|村委会|居委会|社区|嘎查|村)")


@dataclass(frozen=True)
class Places:
    """Gives the name of a place by its twelve-digit code."""

    given: Mapping[str, str]
    written: Mapping[str, str] = field(default_factory=dict)

    def town(self, code: str) -> str:
        """Return the town or street, its code when nobody names it."""
        town = code[:TOWN]
        return self.given.get(town) or _coded(town)

    def village(self, code: str) -> str:
        """Return the village or residents' committee, its code when nobody names it."""
        found = _VILLAGE.search(self.written.get(code, ""))
        return self.given.get(code) or (found.group() if found else _coded(code))


def _coded(code: str) -> str:
    return f"代码{code}" if code.strip("0") else "未登记区划"


def places_of(connection: duckdb.DuckDBPyConnection, record: RunRecord) -> Places:
    """Return the names of this run's places."""
    if "household_register" not in record.evaluation.network.kinds_supplied:
        return Places(record.places)
    (rows,) = connection.execute("SELECT count(*) FROM roster_household_register").fetchall()[0]
    found = connection.execute(
        f"""SELECT division_code, mode(address) FROM roster_household_register
WHERE row_no % {max(1, rows // SAMPLE)} = 0 AND address IS NOT NULL AND division_code IS NOT NULL GROUP BY 1"""
    ).fetchall()
    return Places(record.places, {code: address for code, address in found if address})
