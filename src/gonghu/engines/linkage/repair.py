"""
Every number one slip of the hand away from a wrong citizen number, as SQL.

The check digit (GB 11643-1999) fixes which digit a single wrong digit *would* have to be, so a wrong number
has at most 18 one-digit repairs and 16 swaps, and they are joined exactly: no fuzzy search. Arithmetic on
the first 17 digits as a BIGINT; integer operators only, so that other databases can run it.
"""

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def weighted_sum(number: str) -> str:
    """
    Return SQL for the GB 11643 sum of a 17-digit BIGINT expression, modulo 11.

    A digit is what a quotient by a power of ten exceeds ten times the next one; gathered by quotients, no digit
    has to be cut out, and the sum stays below 2 ** 63.
    """
    rightmost_first = WEIGHTS[::-1]
    factors = [
        (w - 10 * next_right) % 11 for w, next_right in zip(rightmost_first, (0, *rightmost_first), strict=False)
    ]
    terms = [f"{factor} * ({number} // {10**i})" for i, factor in enumerate(factors)]
    return f"(({' + '.join(terms)}) % 11)"


def position_rows() -> str:
    """Return VALUES rows (position, place value, weight, inverse weight modulo 11) of the 17 digits."""
    rows = [(i + 1, 10 ** (16 - i), w, pow(w, -1, 11)) for i, w in enumerate(WEIGHTS)]
    return ", ".join(f"({i}, CAST({place} AS BIGINT), {w}, {inverse})" for i, place, w, inverse in rows)


def required_sum(check_digit: str) -> str:
    """Return SQL for what the weighted sum must be for a check digit (10 for X) to hold: their sum is 1 modulo 11."""
    return f"((12 - {check_digit}) % 11)"


def repair_candidates(source: str) -> str:
    """
    Return SQL for (row_key, number): the possible true numbers of each wrong one.

    ``source`` is a table with ``row_key`` and ``number_text`` (17 to 19 characters, digits and a last X).
    One wrong digit, two swapped neighbours, one digit missing, one digit too many.
    """
    return f"""{_slips(source)}
SELECT row_key, number FROM summed WHERE width = 18
UNION ALL
SELECT row_key, number + (should_be - digit) * unit FROM one_digit WHERE should_be < 10
UNION ALL
SELECT row_key, number + (beside - here) * (unit - next_unit) FROM neighbours
WHERE here <> beside AND (actual + (beside - here) * (weight - next_weight) + 1100) % 11 = required
UNION ALL
SELECT row_key, number - number % 10 + check_digit FROM summed
WHERE width = 18 AND check_digit < 10
  AND (actual + {WEIGHTS[-1]} * (check_digit - number % 10 + 11)) % 11 = {required_sum("number % 10")}
UNION ALL
SELECT row_key, number + ((required - actual + 11) * inverse) % 11 * unit FROM summed
WHERE width = 17 AND ((required - actual + 11) * inverse) % 11 < 10
UNION ALL
SELECT row_key, CAST(number_text AS BIGINT) FROM {source}
WHERE length(number_text) = 17 AND trim(number_text, '0123456789') = ''
UNION ALL
SELECT row_key, number FROM summed WHERE width = 19 AND actual = required
"""


def _slips(source: str) -> str:
    """SQL for the numbers a wrong one may come from, before the check digit is asked, and their weighted sums."""
    return f"""
WITH place(i, unit, weight, inverse) AS (VALUES {position_rows()}),
wrong AS (
  SELECT row_key, width, body, check_digit, {required_sum("check_digit")} AS required FROM (
    SELECT row_key, length(number_text) AS width,
           CAST(substr(number_text, 1, length(number_text) - 1) AS BIGINT) AS body,
           CASE WHEN number_text LIKE '%X' THEN 10
                ELSE CAST(substr(number_text, length(number_text), 1) AS INTEGER) END AS check_digit
    FROM {source}
    WHERE length(number_text) BETWEEN 17 AND 19
      AND number_text NOT LIKE '%X%X%'
      AND trim(number_text, '0123456789') IN ('', 'X')
      AND substr(number_text, 1, length(number_text) - 1) NOT LIKE '%X%'
  ) AS told
),
trial AS (
  SELECT row_key, width, body AS number, required, check_digit, CAST(0 AS BIGINT) AS unit, 0 AS inverse
  FROM wrong WHERE width = 18
  UNION ALL
  SELECT row_key, width, (body // unit) * unit * 10 + body % unit, required, check_digit, unit, inverse
  FROM wrong CROSS JOIN place WHERE width = 17
  UNION ALL
  SELECT row_key, width, (body // (unit * 10)) * unit + body % unit, required, check_digit, unit, 0
  FROM wrong CROSS JOIN (SELECT unit FROM place UNION ALL SELECT CAST({10**17} AS BIGINT)) AS place WHERE width = 19
  UNION ALL
  SELECT row_key, width, body // 10, {required_sum("body % 10")}, check_digit, 1, 0 FROM wrong WHERE width = 19
),
summed AS (SELECT *, {weighted_sum("number")} AS actual FROM trial),
one_digit AS (
  SELECT s.row_key, s.number, p.unit, (s.number // p.unit) % 10 AS digit,
         ((s.number // p.unit) % 10 + (s.required - s.actual + 11) * p.inverse) % 11 AS should_be
  FROM summed AS s CROSS JOIN place AS p WHERE s.width = 18
),
neighbours AS (
  SELECT s.row_key, s.number, p.unit, next_unit, s.required, s.actual, p.weight, next_weight,
         (s.number // p.unit) % 10 AS here, (s.number // next_unit) % 10 AS beside
  FROM summed AS s CROSS JOIN place AS p
  JOIN (SELECT i - 1 AS before, unit AS next_unit, weight AS next_weight FROM place) AS nxt ON before = p.i
  WHERE s.width = 18
)"""
