"""
Places of an invented city: real county codes (GB/T 2260), invented towns and villages.

A village holds about three thousand people and a county at most four hundred thousand, at every size of city.
"""

from dataclasses import dataclass

import duckdb

from gonghu.engines.synthesis.randomness import sql_list

PERSONS_PER_VILLAGE = 3_000
PERSONS_PER_COUNTY = 400_000
VILLAGES_PER_TOWN = 24
LEAST_VILLAGES = 40

_FIRST = "东西南北上下前后大小新老高长安福兴永和平泰丰金银青白黄红清双三五杨柳李王张赵刘陈马石沙水山林河"
_SECOND = "庄屯桥堡村营店集岗坡沟湾塘泉井树楼寨洼台田园家港渡口岭坪畈"

# Counties where people born elsewhere, or registered elsewhere, have their numbers from.
FAR_COUNTIES = (
    "130202", "130682", "211321", "230103", "320582", "321023", "330382", "340123", "341622", "360731",
    "370213", "371721", "410823", "411625", "420683", "431122", "440983", "450223", "500233", "511322",
    "520123", "530322", "610527", "620523",
)  # fmt: skip


@dataclass(frozen=True)
class County:
    """A county (县级行政区) with its six-digit code."""

    code: str
    name: str


def create_places(connection: duckdb.DuckDBPyConnection, counties: list[County], persons: int) -> None:
    """
    Create the table `place(place, county, division_code, village, agricultural)` for a city of this size.

    :raises ValueError: the style knows too few counties for so many persons
    """
    used = max(1, -(-persons // PERSONS_PER_COUNTY))
    if used > len(counties):
        raise ValueError(f"A city of {persons} persons needs {used} counties; this style has {len(counties)}.")
    villages = max(LEAST_VILLAGES, persons // (PERSONS_PER_VILLAGE * used))
    towns = -(-villages // VILLAGES_PER_TOWN)
    codes = sql_list([county.code for county in counties[:used]])
    first, second = sql_list(list(_FIRST)), sql_list(list(_SECOND))
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE place AS
        WITH numbered AS (
            SELECT c * {villages} + v AS place, {codes}[c + 1] AS county,
                   v % {towns} AS town, v // {towns} AS within
            FROM range({used}) counties(c), range({villages}) villages(v)
        ), settled AS (
            -- Towns (镇) count from 100, sub-districts (街道) from 001; every third one is urban.
            SELECT *, town % 3 = 2 AS urban FROM numbered
        )
        SELECT place::BIGINT AS place, county,
               county || printf('%03d', CASE WHEN urban THEN 1 + town ELSE 100 + town END)
                      || printf('%03d', CASE WHEN urban THEN 1 + within ELSE 200 + within END) AS division_code,
               {first}[1 + n(place, 'first', {len(_FIRST)})] || {second}[1 + n(place, 'second', {len(_SECOND)})]
               || CASE WHEN urban THEN '社区居委会' ELSE '村委会' END AS village,
               NOT urban AS agricultural
        FROM settled
    """).fetchall()


def far_county(draw: str) -> str:
    """Return SQL for a county elsewhere; ``draw`` is a whole number from 0 up."""
    return f"{sql_list(FAR_COUNTIES)}[1 + {draw} % {len(FAR_COUNTIES)}]"


def county_list(codes: dict[str, str]) -> list[County]:
    """Return the counties of a mapping from code to name."""
    return [County(code, name) for code, name in codes.items()]
