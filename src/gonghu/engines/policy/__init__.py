"""
The policy engine (政策引擎): law as data, three-valued, compiled to SQL for everybody, explained for each child.

    packs = load_packs(division="120112")
    evaluation = evaluate(connection, packs, as_of=as_of, kinds_supplied=kinds)      # tables decision, reason, …
    answers = answers_for(connection, evaluation, person)
    print(as_text(explain(answers, source_sheets(connection))), facts_to_verify(answers))
"""

from gonghu.engines.policy.cases import Case, cases_in, differences
from gonghu.engines.policy.changes import changes
from gonghu.engines.policy.evaluation import Evaluation, answers_for, evaluate, evaluation_of, prepared
from gonghu.engines.policy.evidence import Evidence, SourceSheet, source_sheets
from gonghu.engines.policy.explanation import Explanation, Reason, explain
from gonghu.engines.policy.families import ChildNotFound, Family, family_of
from gonghu.engines.policy.family_rows import FamilyRows, LawHasChanged, keep_family_rows
from gonghu.engines.policy.law import Law, law_on
from gonghu.engines.policy.observation import RecordTables
from gonghu.engines.policy.open_form import in_open_form, secrets_in
from gonghu.engines.policy.packs import Packs, load_packs
from gonghu.engines.policy.reference import Answers, Reference
from gonghu.engines.policy.rendering import as_text
from gonghu.engines.policy.verification import Verification, facts_to_verify
from gonghu.engines.policy.yaml_text import PackInvalid

__all__ = [
    "Answers",
    "Case",
    "ChildNotFound",
    "Evaluation",
    "Evidence",
    "Explanation",
    "Family",
    "FamilyRows",
    "Law",
    "LawHasChanged",
    "PackInvalid",
    "Packs",
    "Reason",
    "RecordTables",
    "Reference",
    "SourceSheet",
    "Verification",
    "answers_for",
    "as_text",
    "cases_in",
    "changes",
    "differences",
    "evaluate",
    "evaluation_of",
    "explain",
    "facts_to_verify",
    "family_of",
    "in_open_form",
    "keep_family_rows",
    "law_on",
    "load_packs",
    "prepared",
    "secrets_in",
    "source_sheets",
]
