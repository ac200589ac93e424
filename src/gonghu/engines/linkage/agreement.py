"""
How well two rows agree, field by field, as small whole numbers (0 = the same).

Edit distances are taken on ASCII only (digits, pinyin): DuckDB counts bytes, other databases characters.
"""


def _syllable(side: str, position: int) -> str:
    return f"split_part({side}.pinyin, ' ', {position})"


def _same_syllable(position: int) -> str:
    left, right = _syllable("l", position), _syllable("r", position)
    return f"CASE WHEN {left} <> '' AND {left} = {right} THEN 1 ELSE 0 END"


NAME = f"""CASE
  WHEN l.name = r.name THEN 0
  WHEN l.pinyin = r.pinyin THEN 1
  WHEN {_same_syllable(1)} + {_same_syllable(2)} + {_same_syllable(3)} >= 2 THEN 2
  ELSE 3 END"""

# The 14 leading digits of area and birth date, then the sequence: two slips leave 15 of 17 in place.
NUMBER = """CASE
  WHEN l.number IS NOT NULL AND r.number IS NOT NULL THEN 4
  WHEN p.via IN ('REPAIR', 'TEXT') THEN 0
  WHEN p.via = 'CUT_OFF' THEN 1
  WHEN coalesce(l.number_text, '') = '' AND l.number IS NULL THEN 3
  WHEN coalesce(r.number_text, '') = '' AND r.number IS NULL THEN 3
  WHEN levenshtein(substr(coalesce(CAST(l.number AS VARCHAR), l.number_text), 1, 17),
                   substr(coalesce(CAST(r.number AS VARCHAR), r.number_text), 1, 17)) <= 2 THEN 2
  ELSE 4 END"""

BORN = """CASE
  WHEN l.born IS NULL OR r.born IS NULL THEN 2
  WHEN l.born = r.born THEN 0
  WHEN levenshtein(CAST(l.born AS VARCHAR), CAST(r.born AS VARCHAR)) <= 1 THEN 1
  WHEN l.born // 10000 = r.born // 10000
       AND (l.born // 100) % 100 = r.born % 100 AND l.born % 100 = (r.born // 100) % 100 THEN 1
  ELSE 3 END"""

SEX = "CASE WHEN l.sex IS NULL OR r.sex IS NULL OR l.sex = r.sex THEN 0 ELSE 1 END"

PLACE = """CASE
  WHEN l.place IS NULL OR r.place IS NULL THEN 4
  WHEN l.place = r.place THEN 0
  WHEN substr(l.place, 1, 9) = substr(r.place, 1, 9) THEN 1
  WHEN substr(l.place, 1, 6) = substr(r.place, 1, 6) THEN 2
  ELSE 3 END"""

KIN = "CASE WHEN l.kin = r.kin THEN 0 WHEN l.kin IS NULL OR r.kin IS NULL THEN 2 ELSE 1 END"

CONTEXT = "CASE p.via WHEN 'HOUSEHOLD' THEN 0 WHEN 'RELATIVE' THEN 1 ELSE 2 END"


def compared_pairs(target: str, pairs: str, left: str, right: str, rare_names: str) -> str:
    """Return SQL that gives each candidate pair its agreement levels, the best over all ways it was found."""
    return f"""
CREATE OR REPLACE TEMP TABLE {target} AS
SELECT left_row, right_row, sole, claimed, min(name_level) AS name_level, min(number_level) AS number_level,
       min(born_level) AS born_level, min(sex_level) AS sex_level, min(place_level) AS place_level,
       min(kin_level) AS kin_level, min(context_level) AS context_level, bool_or(rare) AS rare
FROM (
  SELECT p.left_row, p.right_row, l.sole, r.claimed, {NAME} AS name_level, {NUMBER} AS number_level,
         {BORN} AS born_level, {SEX} AS sex_level, {PLACE} AS place_level, {KIN} AS kin_level,
         {CONTEXT} AS context_level, f.name IS NOT NULL AS rare
  FROM {pairs} AS p
  JOIN {left} AS l ON l.row_key = p.left_row
  JOIN {right} AS r ON r.row_key = p.right_row
  LEFT JOIN {rare_names} AS f ON f.name = l.name
) AS levels
GROUP BY left_row, right_row, sole, claimed"""
