"""
The child-welfare roll (儿童福利在册名单) with its planted mistakes, insurance (参保), and the true findings.
"""

from gonghu.engines.statements import Statement

ON_ROLL = 0.79
WRONG_CLASS = 0.05
PAID_TWICE = 0.009
# Shares of children without a category who are paid all the same, by what made them lose it.
STILL_PAID = {"dead": 0.45, "adopted": 0.4, "grown": 0.012, "recovered": 0.04, "otherwise": 0.002}
LEFT_ROLL = 0.004
INSURED = 0.965
PROTECTED = "('孤儿', '事实无人抚养儿童')"


def luhn(digits: str) -> str:
    """Return SQL for the check digit (ISO/IEC 7812-1) of a card number's first 18 digits."""
    terms = []
    for place in range(1, 19):
        digit = f"substr({digits}, {place}, 1)::INTEGER"
        terms.append(digit if place % 2 else f"({digit} * 2 // 10 + {digit} * 2 % 10)")
    return f"((10 - ({' + '.join(terms)}) % 10) % 10)"


def roll() -> Statement:
    """Return the statement for the roll: who is paid, as what, once or twice; and who left it."""
    return Statement(
        "roll",
        "put most of the entitled on the roll, and some who are not",
        f"""
        CREATE OR REPLACE TEMP TABLE roll AS
        WITH paid AS (
            SELECT s.*, CASE category WHEN '孤儿' THEN CASE WHEN u(pid, 'class') < {WRONG_CLASS} THEN 'DEFACTO'
                                                          ELSE 'ORPHAN' END
                             WHEN '事实无人抚养儿童' THEN 'DEFACTO' WHEN '重病重残儿童' THEN 'SEVERE'
                             WHEN '困境家庭儿童' THEN 'POOR'
                             ELSE ['DEFACTO', 'POOR', 'ORPHAN', 'SEVERE'][1 + n(pid, 'former class', 4)] END AS class,
                   u(pid, 'roll') < CASE WHEN category <> '' THEN {ON_ROLL}
                        WHEN to_verify THEN 0
                        WHEN dead AND age < 23 THEN {STILL_PAID["dead"]} WHEN NOT registered THEN 0
                        WHEN adopted THEN {STILL_PAID["adopted"]}
                        WHEN age BETWEEN 18 AND 22 THEN {STILL_PAID["grown"]} WHEN age > 22 THEN 0
                        WHEN father_code IS NOT NULL OR mother_code IS NOT NULL THEN {STILL_PAID["recovered"]}
                        ELSE {STILL_PAID["otherwise"]} END AS now_paid,
                   registered AND age BETWEEN 10 AND 22 AND u(pid, 'left roll') < {LEFT_ROLL} AS once_paid
            FROM standing s
        ), entered AS (
            SELECT pid, class, 'PAID' AS state, 1 AS entry FROM paid WHERE now_paid
            UNION ALL
            SELECT pid, class, 'PAID', 2 FROM paid WHERE now_paid AND category <> '' AND u(pid, 'twice') < {PAID_TWICE}
            UNION ALL
            SELECT pid, class, 'ENDED', 3 FROM paid WHERE once_paid AND NOT now_paid
        ), numbered AS (
            SELECT *, printf('622%015d', n(pid * 4 + entry, 'account', 999999999)) AS first_18 FROM entered
        )
        SELECT * EXCLUDE (first_18), first_18 || {luhn("first_18")} AS bank_account FROM numbered
        """,
    )


def insurance() -> Statement:
    """Return the statement for this year's enrolment: protected children at public cost, with mistakes."""
    return Statement(
        "insured",
        "insure most people; of the protected children some not, some at their own cost",
        f"""
        CREATE OR REPLACE TEMP TABLE insured AS
        SELECT r.pid,
               CASE WHEN s.category IN {PROTECTED} AND u(r.pid, 'class paid') < 0.86 THEN s.category
                    WHEN r.slot < 5 AND u(r.pid, 'employed') < 0.35 THEN '职工' ELSE '普通居民' END AS person_class,
               CASE WHEN s.category IN {PROTECTED} AND u(r.pid, 'class paid') < 0.86 THEN 'SUBSIDISED'
                    WHEN r.slot < 5 AND u(r.pid, 'employed') < 0.35 THEN 'EMPLOYER' ELSE 'SELF' END AS payer
        FROM resident r LEFT JOIN standing s USING (pid)
        WHERE u(r.pid, 'insured') < CASE WHEN r.slot >= 5 THEN {INSURED} ELSE 0.55 END
        """,
    )


def truth() -> Statement:
    """Return the statement for the truth in the form of `children.csv`: one row per child or paid person."""
    return Statement(
        "truth",
        "tell the truth: findings of every child in the register or on the roll",
        f"""
        CREATE OR REPLACE TEMP TABLE truth AS
        WITH paid AS (SELECT pid, count(*) AS entries, any_value(class) AS class
                      FROM roll WHERE state = 'PAID' GROUP BY pid),
        marked AS (
            SELECT s.*, p.entries, p.class, s.category IN {PROTECTED} AS protected,
                   n.pid IS NOT NULL AS insured, n.payer
            FROM standing s LEFT JOIN paid p USING (pid) LEFT JOIN insured n USING (pid)
            WHERE p.entries > 0 OR (s.registered AND s.age < 23)
        )
        SELECT m.pid, q.id_number, q.name, f.division_code, m.age, m.father, m.mother, m.category,
               m.left_behind::INTEGER AS left_behind,
               concat_ws('|',
                   CASE WHEN protected AND insured AND payer = 'SELF' THEN '参保未资助' END,
                   CASE WHEN category <> '' AND entries IS NULL THEN '应保未保' END,
                   CASE WHEN category = '' AND entries > 0 THEN '应退未退' END,
                   CASE WHEN to_verify THEN '待核实' END,
                   CASE WHEN protected AND NOT insured THEN '未参保' END,
                   CASE WHEN category = '孤儿' AND class = 'DEFACTO' THEN '类别不符' END,
                   CASE WHEN entries > 1 THEN '重复发放' END) AS findings
        FROM marked m JOIN person q USING (pid) JOIN family f ON f.i = m.i
        ORDER BY m.pid
        """,
    )
