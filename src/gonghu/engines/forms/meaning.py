"""
What the answers of a form mean for the child's file (答案的含义), as ``meaning.yaml`` says it.

::

    kind: REGULAR                     # 走访类别
    roles: [VILLAGE_DIRECTOR]         # 谁可以填
    shows_child: true                 # 打开时是否显示儿童档案
    child: REQUIRED                   # 必须选定儿童，或 OPTIONAL、NONE
    visited_on: visited_on            # 哪一题是走访日期
    outcome: outcome                  # 哪一题说明是否见到
    card: {child_phone: phone}        # 哪一题改写卡片的哪一项
    items: {housing: housing}         # 哪一题记入档案的哪个采集项目（packs/questionnaires/items.yaml）
    relatives: {relation: grand_kind, name: grand_name, born_on: grand_born_on}   # 重复填的亲属，记入 grandparent_关系
    wishes: [wish]                    # 哪些题是心愿
    needs: [needs]                    # 哪些题是家里需要的帮助，答案的代码就是种类
    money: {received: subsidy, holder: card_holder}   # 哪些题问补贴到没到、卡在谁手里（可加 amount）
    proposes: [colour, needs]         # 哪些题是向督导员提的建议，产生一项任务
    risk: colour                      # 其中哪一题建议风险等级：与现有等级相同就不提
    reports: {measures: REPORT}       # 哪一题选了哪个答案就是强制报告，直接报区县
    masked: {mother_name: NAME}       # 哪些题的答案脱敏显示：NAME、PHONE、ADDRESS、NUMBER、ACCOUNT
    sealed: {adoption: ADOPTION}      # 哪些题的答案是密：只给能知道的人看
    problems:                         # 哪些答案是问题
      - question: wiring
        kind: HOME_SAFETY
        title: 用电隐患
        body: 村（居）民委员会
        days: {FIX_NOW: 1, FIX_BY: 15}   # 答案: 整改工作日
        details: wiring_note
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeVar

import yaml

from gonghu.standards.masking import MASKS
from gonghu.standards.sex import FEMALE, MALE


class FormPurpose(StrEnum):
    """What a form is filled for (问卷用途)."""

    FIRST = "FIRST"
    REGULAR = "REGULAR"
    HOLIDAY = "HOLIDAY"
    SAFETY = "SAFETY"
    ENTRUSTED = "ENTRUSTED"
    COLLECTION = "COLLECTION"
    PROBLEMS = "PROBLEMS"
    RECHECK = "RECHECK"
    CONTACT = "CONTACT"
    HARM = "HARM"
    COMPLAINT = "COMPLAINT"
    SWEEP = "SWEEP"
    OTHER = "OTHER"


class OfChild(StrEnum):
    """Whether a form is about a child (是否针对儿童)."""

    REQUIRED = "REQUIRED"
    OPTIONAL = "OPTIONAL"
    NONE = "NONE"


class ProblemKind(StrEnum):
    """On which side of life something is wrong (问题类别), as the national list of problems has it."""

    LIFE = "LIFE"
    MEDICAL = "MEDICAL"
    EDUCATION = "EDUCATION"
    REHABILITATION = "REHABILITATION"
    GUARDIANSHIP = "GUARDIANSHIP"
    HOME_SAFETY = "HOME_SAFETY"
    MIND = "MIND"
    REGISTRATION = "REGISTRATION"
    OTHER = "OTHER"


_Known = TypeVar("_Known", bound=StrEnum)


class MeaningRefused(ValueError):
    """A meaning says what cannot be: an unknown word, or a question that the form does not have."""


@dataclass(frozen=True, slots=True)
class ProblemMeaning:
    """Which answers to a question are a problem (问题的含义); ``days`` gives the working days to mend it by answer."""

    question: str
    kind: ProblemKind
    title: str
    body: str
    days: Mapping[str, int]
    details: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """
    What the answers of a form mean (答案的含义).

    ``card`` says which question changes which field of the card, ``items`` which tells which item of the dictionary
    beyond it, ``relatives`` which questions of a repeat name relatives: relation, name, born_on.
    ``found`` says which questions tell of a child that is on no list yet: name, sex, born_on, number. ``money`` says
    which tell whether the subsidy arrived: received, holder, amount. ``masked`` says of which answers a masked page
    hides what, ``sealed`` which are told to few alone; those that change a masked field of the card, or name a child
    that was found, are hidden anyway. ``identities`` are questions for the identity number of somebody else, each with
    the sex (GB/T 2261.1) where it is plain. ``proposes`` are answers for whoever leads the work, ``reports`` those
    that ask for a report of harm.
    """

    purpose: FormPurpose = FormPurpose.OTHER
    roles: tuple[str, ...] = ("VILLAGE_DIRECTOR", "TOWN_SUPERVISOR", "CHILD_COMMISSIONER")
    shows_child: bool = False
    child: OfChild = OfChild.OPTIONAL
    visited_on: str = ""
    outcome: str = ""
    card: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    relatives: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, str] = field(default_factory=dict)
    wishes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    money: Mapping[str, str] = field(default_factory=dict)
    proposes: tuple[str, ...] = ()
    risk: str = ""
    reports: Mapping[str, str] = field(default_factory=dict)
    masked: Mapping[str, str] = field(default_factory=dict)
    sealed: Mapping[str, str] = field(default_factory=dict)
    identities: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[ProblemMeaning, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """Every question that it names."""
        of_problems = [name for each in self.problems for name in (each.question, each.details)]
        recorded = (*self.card, *self.items, *self.relatives.values())
        told = (*self.found.values(), *self.wishes, *self.needs, *self.money.values())
        for_others = (*self.proposes, self.risk, *self.reports, *self.masked, *self.sealed, *self.identities)
        named = (self.visited_on, self.outcome, *recorded, *told, *for_others, *of_problems)
        return tuple(dict.fromkeys(name for name in named if name))


_KEYS: Final = frozenset(
    {
        "kind", "roles", "shows_child", "child", "visited_on", "outcome", "card", "items", "relatives", "found",
        "wishes", "needs", "money", "proposes", "risk", "reports", "masked", "sealed", "identities", "problems",
    }
)  # fmt: skip
_SEALED: Final = ("HIV", "PRISON", "DETOX", "ADOPTION", "PROTECTED_ADDRESS")
_SEXES: Final = (MALE, FEMALE, "")
_FOUND_KEYS: Final = frozenset({"name", "sex", "born_on", "number"})
_MONEY_KEYS: Final = frozenset({"received", "holder", "amount"})
_RELATIVE_KEYS: Final = frozenset({"relation", "name", "born_on"})
_PROBLEM_KEYS: Final = frozenset({"question", "kind", "title", "body", "days", "details"})


def read_meaning(text: str) -> Meaning:
    """
    Read a ``meaning.yaml``; nothing in it means a form of no kind in particular.

    :raises MeaningRefused: something in it cannot be understood
    """
    try:
        said = yaml.safe_load(text) or {}
    except yaml.YAMLError as broken:
        mark = getattr(broken, "problem_mark", None)
        row = f"第 {mark.line + 1} 行附近" if mark else ""
        raise MeaningRefused(f"含义文件不是 YAML，{row}写不通：请检查缩进、冒号后的空格和括号") from broken
    if not isinstance(said, dict):
        raise MeaningRefused("含义文件应是“项目: 内容”")
    _refuse_strange(said, _KEYS, "含义文件")
    _refuse_strange(said.get("found") or {}, _FOUND_KEYS, "found")
    _refuse_strange(said.get("money") or {}, _MONEY_KEYS, "money")
    _refuse_strange(said.get("relatives") or {}, _RELATIVE_KEYS, "relatives")
    usual = Meaning()
    try:
        return Meaning(
            purpose=_one_of(FormPurpose, "kind", said.get("kind", usual.purpose)),
            roles=tuple(str(role) for role in said.get("roles", usual.roles)),
            shows_child=said.get("shows_child", usual.shows_child) is True,
            child=_one_of(OfChild, "child", said.get("child", usual.child)),
            visited_on=str(said.get("visited_on", "")),
            outcome=str(said.get("outcome", "")),
            card={str(question): str(name) for question, name in said.get("card", {}).items()},
            items={str(question): str(name) for question, name in said.get("items", {}).items()},
            relatives={str(fact): str(question) for fact, question in said.get("relatives", {}).items()},
            found={str(fact): str(question) for fact, question in said.get("found", {}).items()},
            wishes=tuple(str(name) for name in said.get("wishes", ())),
            needs=tuple(str(name) for name in said.get("needs", ())),
            money={str(fact): str(question) for fact, question in said.get("money", {}).items()},
            proposes=tuple(str(name) for name in said.get("proposes", ())),
            risk=str(said.get("risk", "")),
            reports={str(question): _spelt(answer) for question, answer in said.get("reports", {}).items()},
            masked=_kinds("masked", said.get("masked") or {}, MASKS),
            sealed=_kinds("sealed", said.get("sealed") or {}, _SEALED),
            identities=_kinds("identities", said.get("identities") or {}, _SEXES),
            problems=tuple(_problem(each) for each in said.get("problems", ())),
        )
    except MeaningRefused:
        raise
    except KeyError as missing:
        raise MeaningRefused(f"含义文件的 problems 里有一项缺 {missing.args[0]}，请补上") from missing
    except (ValueError, TypeError, AttributeError) as problem:
        raise MeaningRefused("含义文件里有一项不是要求的写法，请照“改一份问卷”里的样子写") from problem


def cut_to(text: str, questions: Collection[str]) -> str:
    """Leave out of a meaning what it says of questions that a form does not have, as for a shorter version of it."""
    said = yaml.safe_load(text) or {}
    for key in ("visited_on", "outcome", "risk"):
        if said.get(key) not in questions:
            said.pop(key, None)
    for key in ("card", "identities", "items", "masked", "reports", "sealed"):
        said[key] = {question: name for question, name in said.get(key, {}).items() if question in questions}
    for key in ("found", "money", "relatives"):
        said[key] = {fact: question for fact, question in said.get(key, {}).items() if question in questions}
    for key in ("wishes", "needs", "proposes"):
        said[key] = [name for name in said.get(key, ()) if name in questions]
    problems = [each for each in said.get("problems", ()) if each["question"] in questions]
    said["problems"] = [
        {key: value for key, value in each.items() if key != "details" or value in questions} for each in problems
    ]
    return yaml.safe_dump({key: value for key, value in said.items() if value}, allow_unicode=True, sort_keys=False)


def require_known(meaning: Meaning, questions: Mapping[str, Collection[str]]) -> None:
    """
    Hold a meaning against the form: every question it names is there, and every answer can be chosen.

    ``questions`` gives the choices of each question, none where anything can be written.

    :raises MeaningRefused: it is not
    """
    strange = [name for name in meaning.questions if name not in questions]
    if strange:
        raise MeaningRefused(f"含义文件提到的题不在问卷里：{'、'.join(strange)}")
    chosen = [(each.question, tuple(each.days)) for each in meaning.problems]
    for question, wanted in [*chosen, *((question, (answer,)) for question, answer in meaning.reports.items())]:
        odd = [answer for answer in wanted if answer not in questions[question]]
        if odd:
            raise MeaningRefused(f"含义文件里“{question}”的答案不在选项里：{'、'.join(odd)}")


def _kinds(key: str, said: dict[str, Any], known: Collection[str]) -> dict[str, str]:
    strange = sorted(str(kind) for kind in said.values() if kind not in known)
    if strange:
        raise MeaningRefused(f"{key} 只能写 {'、'.join(known)}，没有：{'、'.join(strange)}")
    return {str(question): str(kind) for question, kind in said.items()}


def _one_of(known: type[_Known], key: str, value: object) -> _Known:
    try:
        return known(str(value))
    except ValueError as strange:
        raise MeaningRefused(f"{key} 只能写 {'、'.join(known)}，没有：{value}") from strange


def _problem(said: dict[str, Any]) -> ProblemMeaning:
    if not isinstance(said, dict):
        raise MeaningRefused("problems 的每一项都要写 question、kind、title、body、days")
    _refuse_strange(said, _PROBLEM_KEYS, f"问题“{said.get('question', '')}”")
    return ProblemMeaning(
        question=str(said["question"]),
        kind=_one_of(ProblemKind, "kind", said["kind"]),
        title=str(said.get("title", "")),
        body=str(said["body"]),
        days={_spelt(answer): int(days) for answer, days in said["days"].items()},
        details=str(said.get("details", "")),
    )


def _spelt(answer: object) -> str:
    """Give an answer as it was written: YAML takes a bare YES or NO for something else."""
    return {True: "YES", False: "NO"}[answer] if isinstance(answer, bool) else str(answer)


def _refuse_strange(said: dict[str, Any], known: frozenset[str], where: str) -> None:
    strange = sorted(str(key) for key in said if key not in known)
    if strange:
        raise MeaningRefused(f"{where}里有不认识的项目：{'、'.join(strange)}")
