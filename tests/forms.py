"""Filled forms as telephones send them: for every shipped form one that is right."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr

from gonghu.domain.questionnaires.shipped import shipped_forms
from gonghu.engines.forms import HOLDING, FieldKind, Form

DAY = date(2026, 3, 2)
Filling = Mapping[str, object]
SHIPPED = {each.form.form_id: each for each in shipped_forms()}

MET = {"visited_on": DAY, "outcome": "MET"}
_SAFE = dict.fromkeys(
    ("structure", "heating", "gas", "wiring", "ebike", "fire", "windows", "water", "poisons", "tools", "sleeping",
     "bedding", "food", "toilet", "calling", "way", "violence", "strangers"), "OK",
)  # fmt: skip

RIGHT: Mapping[str, Filling] = {
    "regular_visit": {
        **MET, "life": "FINE", "subsidy": "NOT_FULL", "card_holder": "祖父母", "school_state": "ENROLLED",
        "school_class": "四年级2班", "study": "FINE", "health": "FINE", "guard": "GOOD", "wish": "一个足球",
        "needs": "SCHOOLING COMPANY", "more_problems": "YES",
        "problems": [{"problem_kind": "HOME_SAFETY", "problem_words": "插线板烧黑了"}],
    },
    "first_visit": {
        **MET, "known_rightly": "YES", "care_kind": "ENTRUSTED", "carer_relation": "62", "carer_name": "李桂兰",
        "carer_phone": "13800000001", "father": "外地务工", "mother": "外地务工", "agreement": "NO",
        "school_stage": "PRIMARY", "school_state": "ENROLLED", "subsidy": "FULL", "card_holder": "本人",
        "more_problems": "NO",
    },
    "holiday_whereabouts": {
        **MET, "holiday": "SUMMER", "stay": "PARENTS", "stay_place": "北京市大兴区", "back_on": date(2026, 8, 28),
        "holiday_guard": "ALONE", "water": "NO", "phone_known": "YES",
    },
    "home_safety": {
        **MET, "season": "WINTER", "age": "TO_14", **_SAFE, "wiring": "FIX_BY", "online": "OK", "words": "换插线板",
        "told_family": "YES",
    },
    "volunteer_safety": {
        "visited_on": DAY, "household": "村口第三家",
        **{name: _SAFE[name] for name in
           ("heating", "gas", "wiring", "fire", "windows", "water", "poisons", "food", "bedding", "calling")},
        "water": "FIX_NOW",
    },
    "problem_list": {
        **MET, "life_state": "NOT_COVERED", "medical": "NOT_INSURED CANNOT_PAY", "rehab": "NOT_TAKEN",
        "rehab_reason": "TRANSPORT", "guarding": "FATHER_NOT", "colour": "ORANGE", "measures": "SUBSIDY",
    },
    "entrusted_care": {
        **MET, "agreement": "YES", "school_told": "YES", "village_told": "YES", "agreement_over": "NO",
        "carer_unfit": "NONE", "carer_strain": "OVER_70", "child_content": "YES", "daily_care": "FINE",
        "school_care": "FINE", "contact": "LESS", "money": "YES",
    },
    "child_dictionary": {
        "found_name": "张小花",
        "visited_on": DAY, "number_state": "YES", "residence": "AGRICULTURAL", "health_kinds": "DISABLED",
        "disability": "LIMB", "disability_grade": 2, "health_note": "左腿", "insurance": "AIDED", "rehab": "TAKEN",
        "school_stage": "PRIMARY", "school_state": "ENROLLED", "father_known": "YES", "father_state": "AWAY",
        "father_duty": "NO", "father_reported": "NO", "mother_known": "NO", "left_state": "BOTH",
        "care_kind": "GUARDIAN", "subsidy": "FULL", "amount": "1600", "card_holder": "本人",
        "grandparents": [{"grand_kind": "61", "grand_name": "张大山"}],
    },
    "weekly_contact": {"contact_on": DAY, "contact": "MOTHER", "reached": "YES", "means": "VIDEO"},
    "recheck": {"visited_on": DAY, "result": "PARTLY", "left_over": "护栏还没装"},
    "harm_report": {"in_danger": "NO", "told_police": "YES", "situation": "ABUSED OTHER", "words": "胳膊上有伤"},
    "sweep_household": {"household": uuid.UUID(int=7), "outcome": "VISITED", "seen_on": DAY},
    "sweep_addition": {
        "sweep": uuid.UUID(int=8), "village": "120112100201", "label": "村东头新房", "head": "王大山",
        "outcome": "VISITED", "answered_by": "李秀兰", "seen_on": DAY,
    },
    "complaint": {"kind": "BURDEN", "words": "同一张表填了两遍"},
}  # fmt: skip


def filled(
    form: Form, answers: Filling, *, key: UUID | None = None, child: UUID | str = "", replaces: UUID | None = None
) -> bytes:
    """Write a filled form as ODK Collect and the field app do; questions that are not answered stay empty."""
    body = _below(form, (), {"child": child, **answers})
    old = f"<deprecatedID>uuid:{replaces}</deprecatedID>" if replaces else ""
    meta = f"<meta><instanceID>uuid:{key or uuid.uuid4()}</instanceID>{old}</meta>"
    start = f"<{form.root} id={quoteattr(form.form_id)} version={quoteattr(form.version)}>"
    return f"<?xml version='1.0' encoding='utf-8'?>{start}{body}{meta}</{form.root}>".encode()


def right(form_id: str, *, key: UUID | None = None, child: UUID | str = "", **other: object) -> bytes:
    """Write a shipped form that is filled in rightly, but for what is said otherwise."""
    return filled(SHIPPED[form_id].form, {**RIGHT[form_id], **other}, key=key, child=child)


def _below(form: Form, path: tuple[str, ...], answers: Filling) -> str:
    parts = []
    for each in form.within(path):
        if each.kind == FieldKind.REPEAT:
            rows = answers.get(each.name, ())
            assert isinstance(rows, Sequence)
            parts += [f"<{each.name}>{_below(form, each.path, row)}</{each.name}>" for row in rows]
        elif each.kind in HOLDING:
            parts.append(f"<{each.name}>{_below(form, each.path, answers)}</{each.name}>")
        else:
            parts.append(f"<{each.name}>{escape(str(answers.get(each.name, '')))}</{each.name}>")
    return "".join(parts)
