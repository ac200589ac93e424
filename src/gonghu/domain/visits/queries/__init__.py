"""Reading of visits (走访的查询)."""

from gonghu.domain.visits.counting import CoverageRow
from gonghu.domain.visits.queries.calls import CallFilters, call_by_key, call_told, calls_in, unanswered_of_telephone
from gonghu.domain.visits.queries.coverage import (
    coverage,
    coverage_counted_at,
    coverage_list,
    coverage_lists,
    exceptions_in,
)
from gonghu.domain.visits.queries.due import VisitDue, children_due, next_visits, visits_due, visits_due_among
from gonghu.domain.visits.queries.freshness import FreshnessRow, TooWide, freshness
from gonghu.domain.visits.queries.problems import (
    ProblemFilters,
    problem_by_key,
    problem_of_task,
    problem_steps,
    problems_in,
    problems_of_child,
)
from gonghu.domain.visits.queries.reports import (
    complaint_by_key,
    complaints_in,
    harm_report,
    harm_reports_in,
    replies_to,
)
from gonghu.domain.visits.queries.visits import (
    VisitFilters,
    contacts_of_child,
    visit_by_key,
    visits_in,
    visits_made,
    visits_of_child,
)
from gonghu.domain.visits.queries.wishes import WishFilters, wish_steps, wishes_in, wishes_of_child

__all__ = [
    "CallFilters",
    "CoverageRow",
    "FreshnessRow",
    "ProblemFilters",
    "TooWide",
    "VisitDue",
    "VisitFilters",
    "WishFilters",
    "call_by_key",
    "call_told",
    "calls_in",
    "children_due",
    "complaint_by_key",
    "complaints_in",
    "contacts_of_child",
    "coverage",
    "coverage_counted_at",
    "coverage_list",
    "coverage_lists",
    "exceptions_in",
    "freshness",
    "harm_report",
    "harm_reports_in",
    "next_visits",
    "problem_by_key",
    "problem_of_task",
    "problem_steps",
    "problems_in",
    "problems_of_child",
    "replies_to",
    "unanswered_of_telephone",
    "visit_by_key",
    "visits_due",
    "visits_due_among",
    "visits_in",
    "visits_made",
    "visits_of_child",
    "wish_steps",
    "wishes_in",
    "wishes_of_child",
]
