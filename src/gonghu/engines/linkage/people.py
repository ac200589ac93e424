"""
Who is who in a delivery: everybody known by a number, and every row that still has to be told who it is about.

A person's key is the 17 digits of the valid number (negative for passports and for people without any number), so
rows with a valid number need no work at all; only what is left is prepared, compared and decided.
"""

from gonghu.engines.linkage.mentions import REGISTER, Mention, related, row_digest, row_key
from gonghu.engines.linkage.rows import with_pinyin
from gonghu.engines.statements import Statement

BORN_OF_KEY = "CAST(({0} // 1000) % 100000000 AS INTEGER)"
SEX_OF_KEY = "CASE WHEN {0} % 2 = 1 THEN '1' ELSE '2' END"
BORN_OF_DATE = "CAST(year({0}) * 10000 + month({0}) * 100 + day({0}) AS INTEGER)"


def known_statements(mentions: tuple[Mention, ...]) -> tuple[Statement, ...]:
    """Return the statements that make ``known``: one row for every valid number in any file."""
    register = next((m for m in mentions if m.kind == REGISTER and m.role == "subject"), None)
    return (
        _registered(register),
        _unlike(mentions),
        _elsewhere(),
        _other_numbers(mentions),
        Statement(
            "everybody",
            "有证件号码的全部人员（户籍人员与其他名册提到的人员）",
            """CREATE OR REPLACE TEMP TABLE everybody AS
SELECT * FROM registered UNION ALL SELECT * FROM elsewhere
UNION ALL SELECT person, name, NULL, NULL, NULL, NULL, FALSE FROM other_person""",
        ),
        with_pinyin("known", "everybody"),
    )


def _registered(register: Mention | None) -> Statement:
    columns = "person, name, born, sex, place, household, in_register"
    if register is None:
        sql = """CREATE OR REPLACE TEMP TABLE registered (person BIGINT, name VARCHAR, born INTEGER, sex VARCHAR,
place VARCHAR, household VARCHAR, in_register BOOLEAN)"""
    else:
        key = register.key
        sql = f"""CREATE OR REPLACE TEMP TABLE registered AS
WITH twice AS (
  SELECT {key}, min(file_no) AS file_no, min(row_no) AS row_no FROM {register.roster}
  WHERE {key} IS NOT NULL GROUP BY {key} HAVING count(*) > 1
)
SELECT r.{key} AS person, r.name, {BORN_OF_KEY.format(f"r.{key}")} AS born, {SEX_OF_KEY.format(f"r.{key}")} AS sex,
       r.division_code AS place, r.household, TRUE AS in_register
FROM {register.roster} AS r
LEFT JOIN twice AS t ON t.{key} = r.{key}
WHERE r.{key} IS NOT NULL AND (t.{key} IS NULL OR (r.file_no = t.file_no AND r.row_no = t.row_no))"""
    return Statement("registered", f"户籍登记人员，每个号码一行（{columns}）", sql)


def _unlike(mentions: tuple[Mention, ...]) -> Statement:
    """Numbers that are not in the register, and names that are not the register's; the register is hashed once."""
    parts = "\nUNION ALL\n".join(
        f"SELECT {row_key(m, 'o')} AS row_key, o.{m.key} AS person, o.{m.name} AS name,"
        f" {_of_row(m.place)} AS place, {_of_row(m.household)} AS household\n"
        f"FROM {m.roster} AS o WHERE o.{m.key} IS NOT NULL"
        for m in mentions
    )
    return Statement(
        "rows unlike the register",
        "号码不在户籍中，或姓名与户籍不同的每一处",
        f"""CREATE OR REPLACE TEMP TABLE unlike AS
SELECT o.row_key, o.person, o.name, g.name AS registered_name, o.place, o.household
FROM (
{parts}
) AS o LEFT JOIN registered AS g ON g.person = o.person
WHERE g.person IS NULL OR o.name <> g.name""",
    )


def _of_row(column: str) -> str:
    return column if "(" in column else f"o.{column}"


def _elsewhere() -> Statement:
    return Statement(
        "elsewhere",
        "户籍名册里没有、其他名册里有号码的人员（外区父母、已注销人员）",
        f"""CREATE OR REPLACE TEMP TABLE elsewhere AS
SELECT person, min(name) AS name, {BORN_OF_KEY.format("person")} AS born, {SEX_OF_KEY.format("person")} AS sex,
       min(place) AS place, min(household) AS household, FALSE AS in_register
FROM unlike WHERE registered_name IS NULL AND person NOT IN (SELECT person FROM registered) GROUP BY person""",
    )


def _other_numbers(mentions: tuple[Mention, ...]) -> Statement:
    parts = "\nUNION ALL\n".join(
        f"SELECT {m.text} AS number_text, {m.name} AS name FROM {m.roster} WHERE {m.state} = 'OTHER'" for m in mentions
    )
    return Statement(
        "passports",
        "护照等其他证件：号码相同即为同一人，编号为负数",
        f"""CREATE OR REPLACE TEMP TABLE other_person AS
SELECT -row_number() OVER (ORDER BY number_text) AS person, number_text, min(name) AS name
FROM ({parts}) AS m GROUP BY number_text""",
    )


def open_statements(mentions: tuple[Mention, ...]) -> tuple[Statement, ...]:
    """Return the statements that make ``mention`` (rows without a valid number) and the tables to be linked."""
    rows = "\nUNION ALL\n".join(_open_rows(mention) for mention in mentions)
    return (
        Statement("mentions", "没有有效证件号码的每一处人员", f"CREATE OR REPLACE TEMP TABLE mention AS\n{rows}"),
        Statement(
            "links of passports",
            "护照等其他证件号码一致",
            """INSERT INTO link SELECT m.row_key, p.person, 'EXACT_NUMBER', 1.0, '同一人', m.sole
FROM mention AS m JOIN other_person AS p ON p.number_text = m.number_text WHERE m.state = 'OTHER'""",
        ),
        with_pinyin(
            "left_open",
            "(SELECT * FROM mention WHERE name IS NOT NULL AND (state IS NULL OR state <> 'OTHER'))",
        ),
        Statement(
            "right_open",
            "可被关联的人员",
            """CREATE OR REPLACE TEMP VIEW right_open AS
SELECT person AS row_key, CASE WHEN person > 0 THEN person END AS number, CAST(NULL AS VARCHAR) AS number_text,
       name, pinyin, born, sex, place, household, CAST(NULL AS VARCHAR) AS kin, in_register AS claimed
FROM known""",
        ),
    )


def _open_rows(m: Mention) -> str:
    born = BORN_OF_DATE.format(m.born)
    return f"""SELECT {row_key(m)} AS row_key,
  {row_digest(m)} AS row_digest, '{m.label}' AS label, file_no, row_no,
  CAST(NULL AS BIGINT) AS number, {m.text} AS number_text, {m.state} AS state,
  {m.name} AS name, {born} AS born, {m.sex} AS sex, {m.place} AS place, {m.household} AS household,
  CAST(NULL AS VARCHAR) AS kin, {"TRUE" if m.sole else "FALSE"} AS sole
FROM {m.roster} WHERE {m.key} IS NULL AND ({m.name} IS NOT NULL OR {m.text} IS NOT NULL)"""


def context_blocks(mentions: tuple[Mention, ...]) -> tuple[Statement, ...]:
    """Return the blocks that use the household and the relatives named in the same row."""
    pairs = related(mentions)
    if not pairs:
        return ()
    ties = "\nUNION ALL\n".join(
        f"SELECT {row_key(one)} AS row_key, {other.key} AS kin\nFROM {one.roster}"
        f" WHERE {one.key} IS NULL AND {one.name} IS NOT NULL AND {other.key} IS NOT NULL"
        for one, other in pairs
    )
    kin = "\nUNION ALL\n".join(
        f"SELECT {one.key} AS person, {other.key} AS kin FROM {one.roster}\n"
        f"WHERE {one.key} IS NOT NULL AND {other.key} IS NOT NULL"
        for one, other in pairs
    )
    return (
        Statement("ties", "同一行里写明的亲属", f"CREATE OR REPLACE TEMP TABLE tie AS\n{ties}"),
        Statement(
            "kin of",
            "这些亲属在任何名册里的其他亲属",
            f"""CREATE OR REPLACE TEMP TABLE kin_of AS
SELECT DISTINCT person, kin FROM (
{kin}
) AS relatives WHERE kin IN (SELECT kin FROM tie)""",
        ),
        Statement(
            "block RELATIVE",
            "亲属相同、姓名读音相同",
            f"INSERT INTO pair {_relatives('AND p.pinyin = m.pinyin')}",
        ),
        Statement(
            "block HOUSEHOLD",
            "同户、姓名读音相同",
            f"INSERT INTO pair {_housemates('AND p.pinyin = m.pinyin')}",
        ),
    )


def late_blocks() -> tuple[Statement, ...]:
    """Return the blocks for rows nothing has settled: anybody of the family, whatever the name."""
    still_open = "AND NOT EXISTS (SELECT 1 FROM link AS d WHERE d.left_row = m.row_key)"
    return (
        Statement("late RELATIVE", "亲属相同", f"INSERT INTO pair {_relatives(still_open)}"),
        Statement("late HOUSEHOLD", "同户人员", f"INSERT INTO pair {_housemates(still_open)}"),
    )


def _relatives(condition: str) -> str:
    return f"""SELECT DISTINCT t.row_key, k.person, 'RELATIVE' FROM tie AS t
JOIN left_open AS m ON m.row_key = t.row_key
JOIN kin_of AS k ON k.kin = t.kin
JOIN known AS p ON p.person = k.person {condition}
WHERE NOT EXISTS (SELECT 1 FROM tie AS own WHERE own.row_key = t.row_key AND own.kin = k.person)"""


def _housemates(condition: str) -> str:
    return f"""SELECT m.row_key, p.person, 'HOUSEHOLD' FROM left_open AS m
JOIN known AS p ON p.household = m.household AND p.place = m.place {condition}
UNION ALL
SELECT t.row_key, p.person, 'HOUSEHOLD' FROM tie AS t
JOIN left_open AS m ON m.row_key = t.row_key AND m.household IS NULL
JOIN known AS k ON k.person = t.kin
JOIN known AS p ON p.household = k.household AND p.place = k.place AND p.person <> k.person {condition}
WHERE NOT EXISTS (SELECT 1 FROM tie AS own WHERE own.row_key = t.row_key AND own.kin = p.person)"""
