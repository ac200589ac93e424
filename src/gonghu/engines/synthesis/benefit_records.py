"""Benefits beside the roll: disability allowances (两项补贴), temporary aid (临时救助), what the bank returns."""

from datetime import date

BANK_FAILED = 0.012
REASONS_FOR_AID = ("重大疾病", "突发意外", "教育支出", "火灾", "交通事故")


def benefit_queries(as_of: date) -> dict[str, str]:
    """Return the queries over a chunk's tables for benefits that some departments' systems tell of."""
    day = f"DATE '{as_of}'"
    reasons = str(list(REASONS_FOR_AID))
    return {
        # Living allowance (困难残疾人) for the disabled on relief, nursing allowance (重度残疾人) for the severely so.
        "disability_allowance": f"""
            SELECT p.pid * 2 + a.which AS r, p.name, p.id_number, ['LIVING', 'NURSING'][1 + a.which] AS allowance,
                   [12000, 10000][1 + a.which] AS amount_fen, 'PAID' AS state,
                   {day} - 60 - n(p.pid, 'allowance since', 1500) AS since_on
            FROM circumstance c JOIN person p USING (pid), (VALUES (0), (1)) a(which)
            WHERE c.code IN ('SEVERELY_DISABLED', 'MENTALLY_DISABLED', 'MILDLY_DISABLED')
              AND u(p.pid * 2 + a.which, 'allowance') < 0.9
              AND CASE a.which WHEN 0 THEN EXISTS (SELECT 1 FROM relief l WHERE l.pid = p.pid)
                       ELSE c.code = 'SEVERELY_DISABLED' END
            ORDER BY r""",
        "temporary_aid": f"""
            SELECT p.pid AS r, p.name, p.id_number, {day} - 1 - n(p.pid, 'aided', 700) AS aided_on,
                   100000 * (1 + n(p.pid, 'aid', 8)) AS amount_fen,
                   {reasons}[1 + n(p.pid, 'aid reason', {len(REASONS_FOR_AID)})] AS reason
            FROM resident p WHERE u(p.pid, 'aided at all') < 0.004 ORDER BY p.pid""",
        "bank_return": f"""
            SELECT o.pid * 4 + o.entry AS r, p.name, p.id_number, o.bank_account,
                   CASE WHEN o.class IN ('ORPHAN', 'DEFACTO') THEN 313000 ELSE 110000 END AS amount_fen,
                   CASE WHEN u(o.pid, 'bank') < {BANK_FAILED} THEN 'FAILED' ELSE 'PAID' END AS state,
                   CASE WHEN u(o.pid, 'bank') < {BANK_FAILED} THEN '账号户名不符' END AS reason,
                   {day} - 12 AS paid_on
            FROM roll o JOIN person p USING (pid) WHERE o.state = 'PAID' ORDER BY r""",
    }
