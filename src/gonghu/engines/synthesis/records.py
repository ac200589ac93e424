"""
The departments' records of the invented city in canonical form: typed, clean, one query per kind of file.

Each row carries `r`, a number of its own on which all later damage to it depends.
"""

from datetime import date

from gonghu.engines.synthesis.benefit_records import benefit_queries
from gonghu.engines.synthesis.randomness import sql_list

ILLNESSES = ("恶性肿瘤", "尿毒症(透析)", "器官移植", "重型精神疾病", "再生障碍性贫血", "白血病", "先天性心脏病(重型)")
ELSEWHERE = ("北京市", "上海市", "江苏省苏州市", "广东省深圳市", "浙江省宁波市", "福建省泉州市")
SCHOOL_BEGINS_IN = 9  # September
NATIONALITIES = ("越南", "缅甸", "老挝", "柬埔寨")


def _one_of(texts: tuple[str, ...], subject: str, purpose: str) -> str:
    return f"{sql_list(texts)}[1 + n({subject}, '{purpose}', {len(texts)})]"


def _befallen(fields: str, codes: str) -> str:
    return f"""
        SELECT p.pid AS r, p.name, p.id_number, {fields}
        FROM circumstance c JOIN person p USING (pid)
        WHERE c.code IN ({codes}) ORDER BY p.pid"""


_REGISTER = """
    SELECT r.pid AS r, printf('H%08d', r.household) AS household, r.name, r.id_number, r.sex, r.ethnic_group, r.born_on,
           r.relation, fa.name AS father_name, fa.id_number AS father_id, mo.name AS mother_name,
           mo.id_number AS mother_id,
           CASE WHEN r.agricultural THEN 'AGRICULTURAL' ELSE 'NON_AGRICULTURAL' END AS hukou_type,
           r.division_code, r.address
    FROM resident r
    LEFT JOIN child c USING (pid)
    LEFT JOIN person fa ON fa.pid = c.i * 16 AND c.father_in_register
    LEFT JOIN person mo ON mo.pid = c.i * 16 + 1 AND c.mother_in_register
    ORDER BY r.household, r.relation NOT IN ('02', '10'), r.relation, r.pid"""

_BIRTHS = """
    SELECT p.pid AS r, chr(65 + n(p.pid, 'letter', 26)) || printf('%09d', n(p.pid, 'certificate', 999999999))
           AS certificate, p.name, p.sex, p.born_on, p.id_number, mo.name AS mother_name, mo.id_number AS mother_id,
           fa.name AS father_name, fa.id_number AS father_id
    FROM child c JOIN person p USING (pid)
    LEFT JOIN person fa ON fa.pid = c.i * 16 AND c.father_named
    LEFT JOIN person mo ON mo.pid = c.i * 16 + 1 AND c.mother_named
    WHERE c.certified ORDER BY p.pid"""

_COURT = """
    SELECT p.pid * 2 + o.later AS r, p.name, p.id_number,
           CASE c.code WHEN 'DECLARED_DEAD' THEN 'DECLARED_DEAD' WHEN 'DECLARED_MISSING' THEN 'DECLARED_MISSING'
                WHEN 'MISSING_WITHDRAWN' THEN ['DECLARED_MISSING', 'DECLARATION_WITHDRAWN'][1 + o.later]
                ELSE ['GUARDIANSHIP_REVOKED', 'GUARDIANSHIP_RESTORED'][1 + o.later] END AS ruling,
           CASE o.later WHEN 1 THEN c.to_on ELSE c.from_on END AS ruled_on,
           printf('(%d)民特%d号', year(CASE o.later WHEN 1 THEN c.to_on ELSE c.from_on END),
                  100 + n(p.pid * 2 + o.later, 'document', 900)) AS document
    FROM circumstance c JOIN person p USING (pid), (VALUES (0), (1)) o(later)
    WHERE c.code IN ('DECLARED_DEAD', 'DECLARED_MISSING', 'MISSING_WITHDRAWN',
                     'REVOKED', 'REVOKED_RESTORED', 'REVOKED_LATER')
      AND (o.later = 0 OR c.code IN ('MISSING_WITHDRAWN', 'REVOKED_RESTORED'))
    ORDER BY r"""

_DISABLED = """
    SELECT r, name, id_number || disability_type || disability_grade AS certificate, id_number, disability_type,
           disability_grade, issued_on, expires_on, state
    FROM (
        SELECT p.pid AS r, p.name, p.id_number, c.from_on AS issued_on, c.to_on AS expires_on,
               CASE c.code WHEN 'MENTALLY_DISABLED' THEN ['5', '6'][1 + n(p.pid, 'type', 2)]
                    WHEN 'MILDLY_DISABLED' THEN ['1', '2', '3', '4', '4', '7'][1 + n(p.pid, 'type', 6)]
                    ELSE (1 + n(p.pid, 'type', 7))::VARCHAR END AS disability_type,
               CASE WHEN c.code IN ('MENTALLY_DISABLED', 'MILDLY_DISABLED') THEN ['3', '4'][1 + n(p.pid, 'grade', 2)]
                    ELSE ['1', '2'][1 + n(p.pid, 'grade', 2)] END AS disability_grade,
               CASE WHEN c.code = 'DISABLED_CANCELLED' THEN 'CANCELLED'
                    WHEN c.code LIKE 'DISABLED_EXPIRED%' THEN 'EXPIRED' ELSE 'IN_FORCE' END AS state
        FROM circumstance c JOIN person p USING (pid) WHERE c.code LIKE '%DISABLED%'
    ) ORDER BY r"""

_ADOPTIONS = """
    SELECT p.pid AS r, p.name, p.id_number, coalesce(a.name, '李文') AS adopter_name, a.id_number AS adopter_id,
           c.from_on AS registered_on
    FROM circumstance c JOIN person p USING (pid)
    LEFT JOIN person a ON a.pid = (p.i - 1) * 16
    WHERE c.code LIKE 'ADOPTED%' ORDER BY p.pid"""

_RELIEF = """
    SELECT l.pid AS r, h.name AS head_name, h.id_number AS head_id, p.name, p.id_number, l.relief_kind,
           CASE l.relief_kind WHEN 'LOW_INCOME' THEN 106000 WHEN 'DESTITUTE' THEN 159000 ELSE 0 END AS amount_fen
    FROM relief l JOIN person p USING (pid) JOIN person h ON h.pid = l.head
    ORDER BY l.i, l.pid"""


def _school(as_of: date) -> str:
    began = as_of.year if as_of.month >= SCHOOL_BEGINS_IN else as_of.year - 1
    return f"""
    SELECT p.pid AS r, p.name, p.id_number,
           CASE WHEN c.age < 12 THEN '小学' WHEN c.age < 15 THEN '初中' WHEN c.age < 18 THEN '高中' ELSE '大学本科' END
           AS stage,
           CASE WHEN u(p.pid, 'schooling') < 0.985 THEN 'ENROLLED' WHEN u(p.pid, 'schooling') < 0.993 THEN 'SUSPENDED'
                ELSE 'DROPPED_OUT' END AS state,
           {began} AS school_year, '第' || (1 + n(p.i, 'school', 40)) || '学校' AS school
    FROM child c JOIN resident p USING (pid)
    WHERE c.age BETWEEN 6 AND 21 AND u(p.pid, 'pupil') < CASE WHEN c.age < 16 THEN 0.97 ELSE 0.6 END
    ORDER BY p.pid"""


def _insurance(as_of: date) -> str:
    return f"""
    SELECT p.pid AS r, p.name, p.id_number, {as_of.year} AS insured_year, n.person_class, n.payer
    FROM insured n JOIN person p USING (pid) ORDER BY p.pid"""


def _roll(as_of: date) -> str:
    return f"""
    SELECT o.pid * 4 + o.entry AS r, p.name, p.id_number, o.class AS category,
           CASE WHEN o.class IN ('ORPHAN', 'DEFACTO') THEN 313000 ELSE 110000 END AS standard_fen,
           greatest(DATE '{as_of}' - 40 - n(o.pid, 'since', 1700), p.born_on + 1) AS since_on, o.state,
           o.bank_account
    FROM roll o JOIN person p USING (pid) ORDER BY o.pid, o.entry"""


def _away(as_of: date) -> str:
    since = f"DATE '{as_of}' - 190 - n(p.pid, 'away since', 1100)"
    return f"""
    SELECT p.pid AS r, p.name, p.id_number, {_one_of(ELSEWHERE, "p.pid", "where")} AS place, {since} AS since_on,
           CASE WHEN a.returned THEN DATE '{as_of}' - 1 - n(p.pid, 'returned', 150) END AS returned_on
    FROM away a JOIN person p USING (pid) ORDER BY p.pid"""


def _marriage(as_of: date) -> str:
    return f"""
    SELECT fa.pid AS r, fa.name, fa.id_number, mo.name AS spouse_name, mo.id_number AS spouse_id,
           CASE WHEN f.kind = 'COUPLE' THEN 'MARRIED' ELSE 'DIVORCED' END AS event,
           DATE '{as_of}' - 100 - n(f.i, 'wedding', 1500) AS registered_on
    FROM family f JOIN person fa ON fa.pid = f.i * 16 JOIN person mo ON mo.pid = f.i * 16 + 1
    WHERE (f.kind = 'COUPLE' AND f.children = 0 AND u(f.i, 'wed') < 0.3)
       OR f.kind IN ('CHILDREN_WITH_MOTHER', 'CHILDREN_WITH_FATHER', 'MOTHER_REMARRIED')
    ORDER BY f.i"""


def record_queries(as_of: date) -> dict[str, str]:
    """Return, for every kind of file, the query over a chunk's tables that gives its canonical rows."""
    prison = "'RELEASED'", "'IN_CUSTODY'"
    released = "c.code IN ('PRISON_ENDED', 'PRISON_ENDED_YESTERDAY', 'PRISON_RELEASED_EARLY')"
    term = f"c.from_on, c.to_on, CASE WHEN {released} THEN {prison[0]} ELSE {prison[1]} END AS state"
    liberty = "CASE WHEN c.code LIKE 'DETOX%' THEN 'COMPULSORY_DETOX' ELSE 'OTHER_LIBERTY' END AS measure"
    over = "CASE WHEN c.code = 'DETOX_ENDED' THEN 'RELEASED' ELSE 'IN_CUSTODY' END AS state"
    return {
        "household_register": _REGISTER,
        "birth_certificate": _BIRTHS,
        "death": _befallen(
            "c.from_on AS died_on, c.to_on AS struck_off_on", "'DEAD_LONG', 'DEAD_RECENTLY', 'DEAD_LATER'"
        ),
        "court_ruling": _COURT,
        "imprisonment": _befallen(term, "'PRISON', 'PRISON_SIX_MONTHS', 'PRISON_ENDS_TOMORROW', 'PRISON_FIVE_MONTHS',"
                                        " 'PRISON_ENDED', 'PRISON_ENDED_YESTERDAY', 'PRISON_RELEASED_EARLY'"),
        "liberty_restriction": _befallen(
            f"{liberty}, c.from_on, c.to_on, {over}", "'DETOX', 'DETOX_ENDED', 'OTHER_LIBERTY', 'OTHER_LIBERTY_SHORT'"
        ),
        "disability_certificate": _DISABLED,
        "serious_illness": _befallen(
            f"{_one_of(ILLNESSES, 'p.pid', 'illness')} AS illness, c.from_on AS diagnosed_on", "'ILL'"
        ),
        "lost_contact": _befallen(
            "c.from_on AS lost_since_on, CASE c.code WHEN 'FOUND' THEN 'FOUND' ELSE 'NOT_FOUND' END AS result,"
            " printf('公(失)字%d号', 1000 + n(p.pid, 'receipt', 9000)) AS receipt",
            "'LOST', 'LOST_SIX_MONTHS', 'LOST_FIVE_MONTHS', 'FOUND'",
        ),
        "deportation": _befallen(
            f"p.id_number AS passport, {_one_of(NATIONALITIES, 'p.pid', 'nation')} AS nationality,"
            " c.from_on AS deported_on", "'DEPORTED'"
        ),
        "adoption": _ADOPTIONS,
        "school_enrolment": _school(as_of),
        "insurance_enrolment": _insurance(as_of),
        "social_relief": _RELIEF,
        "child_welfare_roll": _roll(as_of),
        "migrant_work": _away(as_of),
        "marriage": _marriage(as_of),
        **benefit_queries(as_of),
    }  # fmt: skip
