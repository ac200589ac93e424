"""How right links are: precision, recall and F1 against the true pairs, also at the best threshold."""

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Score:
    """Links told against the truth."""

    right: int
    wrong: int
    missed: int
    threshold: float | None = None

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong or 1)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed or 1)

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed or 1)

    def cells(self) -> list[str]:
        """Return precision, recall, F1, wrong and missed as they are printed."""
        return [f"{self.precision:.5f}", f"{self.recall:.5f}", f"{self.f1:.5f}", f"{self.wrong:,}", f"{self.missed:,}"]


def score(pairs: str, truth: str, where: str = "true") -> Score:
    """Return the score of a Parquet file of pairs (left_rid, right_rid), of the rows that satisfy ``where``."""
    right, told, true = duckdb.execute(f"""
        SELECT (SELECT count(*) FROM (SELECT DISTINCT left_rid, right_rid FROM '{pairs}' WHERE {where})
                JOIN '{truth}' USING (left_rid, right_rid)),
               (SELECT count(*) FROM (SELECT DISTINCT left_rid, right_rid FROM '{pairs}' WHERE {where})),
               (SELECT count(*) FROM '{truth}')
    """).fetchall()[0]
    return Score(right, told - right, true - right)


def best_score(pairs: str, truth: str) -> Score:
    """Return the score at the probability where F1 is highest: what no user without the truth can do."""
    true = duckdb.execute(f"SELECT count(*) FROM '{truth}'").fetchall()[0][0]
    found = duckdb.execute(f"""
        WITH judged AS (
            SELECT p.probability, (t.left_rid IS NOT NULL)::INTEGER AS good
            FROM '{pairs}' p LEFT JOIN '{truth}' t USING (left_rid, right_rid)
        ), running AS (
            SELECT probability, sum(good) OVER w AS good, count(*) OVER w AS told
            FROM judged WINDOW w AS (ORDER BY probability DESC RANGE UNBOUNDED PRECEDING)
        )
        SELECT probability, good::BIGINT, told
        FROM running ORDER BY 2.0 * good / (told + {true}) DESC, probability DESC LIMIT 1
    """).fetchall()
    probability, good, told = found[0]
    return Score(good, told - good, true - good, probability)
