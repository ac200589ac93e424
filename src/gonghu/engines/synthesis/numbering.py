"""
Invented citizen ID numbers (公民身份号码, GB 11643-1999): every one distinct, every one with its check digit.

The county and the date are real in form; the sequence is simply counted up, so no number is taken from anybody.
A number that happens to equal a living person's can still occur, as with any generator of valid numbers.
"""

from gonghu.engines.statements import Statement
from gonghu.standards.citizen_number import CHECK_CHARACTERS, WEIGHTS

MOST_PER_DAY = 500


class SequenceExhausted(Exception):
    """More than 500 people of one county, sex and birth date: the number has no room for them."""


def create_used() -> Statement:
    """Return the statement that opens the book of numbers given out so far."""
    return Statement(
        "used_number",
        "remember how many numbers each county, day and sex has used",
        """
        CREATE OR REPLACE TEMP TABLE used_number (
            number_county VARCHAR, born_on DATE, sex VARCHAR, used INTEGER
        )
        """,
    )


def check_digit(first_17: str) -> str:
    """Return SQL for the check digit (校验码, ISO 7064 MOD 11-2) of an expression of 17 digits."""
    total = " + ".join(f"substr({first_17}, {place}, 1)::INTEGER * {weight}" for place, weight in enumerate(WEIGHTS, 1))
    return f"substr('{CHECK_CHARACTERS}', 1 + ({total}) % 11, 1)"


def numbering() -> tuple[Statement, ...]:
    """Return the statements that number `named_person` into `numbered_person` and write up the book."""
    return (
        Statement(
            "numbered_person",
            "give everyone the next free number of county, day and sex",
            """
            CREATE OR REPLACE TEMP TABLE numbered_person AS
            SELECT p.*, coalesce(b.used, 0) + row_number() OVER (
                       PARTITION BY number_county, born_on, sex ORDER BY pid) - 1 AS nth
            FROM named_person p LEFT JOIN used_number b USING (number_county, born_on, sex)
            """,
        ),
        Statement(
            "used_number",
            "write the numbers given out into the book",
            """
            CREATE OR REPLACE TEMP TABLE used_number AS
            SELECT number_county, born_on, sex, max(used) AS used
            FROM (SELECT number_county, born_on, sex, used FROM used_number
                  UNION ALL
                  SELECT number_county, born_on, sex, nth::INTEGER + 1 FROM numbered_person)
            GROUP BY ALL
            """,
        ),
        Statement(
            "person",
            "write the numbers out with their check digits; foreign mothers have a passport",
            f"""
            CREATE OR REPLACE TEMP TABLE person AS
            WITH digits AS (
                SELECT *, number_county || strftime(born_on, '%Y%m%d')
                       || printf('%03d', 2 * nth + CASE sex WHEN '1' THEN 1 ELSE 0 END) AS first_17
                FROM numbered_person
            )
            SELECT * EXCLUDE (first_17, nth, kind),
                   CASE WHEN "foreign" THEN printf('E%08d', 10000000 + i) ELSE first_17 || {check_digit("first_17")}
                   END AS id_number
            FROM digits
            """,
        ),
    )
