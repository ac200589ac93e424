"""
Every number one slip of the hand away from a wrong citizen number, as SQL.

The check digit (GB 11643-1999) fixes which digit a single wrong digit *would* have to be, so a wrong number
has at most 18 one-digit repairs and 16 swaps, and they are joined exactly: no fuzzy search. Arithmetic on
the first 17 digits as a BIGINT; integer operators only, so that other databases can run it.
"""

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def weighted_sum(number: str) -> str:
    """Return SQL for the GB 11643 sum of a 17-digit BIGINT expression, modulo 11."""
    terms = [f"{weight} * (({number} // {10 ** (16 - i)}) % 10)" for i, weight in enumerate(WEIGHTS)]
    return f"(({' + '.join(terms)}) % 11)"


def position_rows() -> str:
    """Return VALUES rows (position, place value, weight, inverse weight modulo 11) of the 17 digits."""
    rows = [(i + 1, 10 ** (16 - i), w, pow(w, -1, 11)) for i, w in enumerate(WEIGHTS)]
    return ", ".join(f"({i}, CAST({place} AS BIGINT), {w}, {inverse})" for i, place, w, inverse in rows)


# What the weighted sum must be for the check character to hold: sum + check = 1 (modulo 11).
REQUIRED_SUM = "((12 - CASE WHEN check_char = 'X' THEN 10 ELSE CAST(check_char AS INTEGER) END) % 11)"


def repair_candidates(source: str) -> str:
    """
    Return SQL for (row_key, number): the possible true numbers of each wrong one.

    ``source`` is a table with ``row_key`` and ``number_text`` (17 to 19 characters, digits and a last X).
    One wrong digit, two swapped neighbours, one digit missing, one digit too many.
    """
    return f"""{_slips(source)}
SELECT row_key, body AS number FROM full_width
UNION ALL
SELECT row_key, body + (should_be - digit) * unit FROM one_digit WHERE should_be < 10
UNION ALL
SELECT row_key, body + (beside - here) * (unit - next_unit) FROM neighbours
WHERE here <> beside AND (actual + (beside - here) * (weight - next_weight) + 1100) % 11 = required
UNION ALL
SELECT row_key, swapped FROM last_two WHERE {weighted_sum("swapped")} = {REQUIRED_SUM}
UNION ALL
SELECT row_key, cut FROM one_more WHERE {weighted_sum("cut")} = {REQUIRED_SUM}
UNION ALL
SELECT row_key, gapped + digit * unit FROM (
  SELECT row_key, unit, gapped, ((required - {weighted_sum("gapped")} + 11) * inverse) % 11 AS digit FROM short
) AS filled WHERE digit < 10
UNION ALL
SELECT row_key, CAST(number_text AS BIGINT) FROM {source}
WHERE length(number_text) = 17 AND trim(number_text, '0123456789') = ''
UNION ALL
SELECT row_key, cut FROM long WHERE {weighted_sum("cut")} = required
"""


def _slips(source: str) -> str:
    """SQL for what each wrong number would be after one slip of each kind, before the check digit is asked."""
    return f"""
WITH place(i, unit, weight, inverse) AS (VALUES {position_rows()}),
wrong AS (
  SELECT row_key, length(number_text) AS width,
         CAST(substr(number_text, 1, length(number_text) - 1) AS BIGINT) AS body,
         substr(number_text, length(number_text), 1) AS check_char
  FROM {source}
  WHERE length(number_text) BETWEEN 17 AND 19
    AND number_text NOT LIKE '%X%X%'
    AND trim(number_text, '0123456789') IN ('', 'X')
    AND substr(number_text, 1, length(number_text) - 1) NOT LIKE '%X%'
),
full_width AS (
  SELECT row_key, body, {REQUIRED_SUM} AS required, {weighted_sum("body")} AS actual FROM wrong WHERE width = 18
),
one_digit AS (
  SELECT row_key, body, unit, (body // unit) % 10 AS digit,
         ((body // unit) % 10 + (required - actual + 11) * inverse) % 11 AS should_be
  FROM full_width CROSS JOIN place
),
neighbours AS (
  SELECT row_key, body, unit, next_unit, required, actual, weight, next_weight,
         (body // unit) % 10 AS here, (body // next_unit) % 10 AS beside
  FROM full_width CROSS JOIN place
  JOIN (SELECT i - 1 AS before, unit AS next_unit, weight AS next_weight FROM place) AS nxt ON before = i
),
last_two AS (
  SELECT row_key, body - body % 10 + CAST(check_char AS INTEGER) AS swapped, CAST(body % 10 AS VARCHAR) AS check_char
  FROM wrong WHERE width = 18 AND check_char <> 'X'
),
one_more AS (
  SELECT row_key, body // 10 AS cut, CAST(body % 10 AS VARCHAR) AS check_char FROM wrong WHERE width = 19
),
short AS (
  SELECT row_key, unit, inverse, {REQUIRED_SUM} AS required,
         (body // unit) * unit * 10 + body % unit AS gapped
  FROM wrong CROSS JOIN place WHERE width = 17
),
long AS (
  SELECT row_key, {REQUIRED_SUM} AS required, (body // (unit * 10)) * unit + body % unit AS cut
  FROM wrong CROSS JOIN (
    SELECT unit FROM place UNION ALL SELECT CAST({10**17} AS BIGINT)
  ) AS place WHERE width = 19
)"""
