"""
What an official should be told about a run: files that are missing, figures not configured, wording not verified.
"""

from collections.abc import Iterator, Mapping

from gonghu.engines.policy.conditions import Condition, Group, Leaf, Supplied, leaves
from gonghu.engines.policy.expressions import names_in
from gonghu.engines.policy.facts import DerivedFact, LastingFact, RecordFact
from gonghu.engines.policy.law import Law, about, counts_as_listed
from gonghu.engines.policy.network import Network
from gonghu.engines.policy.parameters import Parameter

_DOUBTFUL = {
    "M": "凭记忆写入，使用前请核对原文",
    "S": "来自二手资料，使用前请核对原文",
    "O": "为本软件自拟",
}
_FEN = 100


def warnings_of(network: Network, observed: Mapping[str, int], undated: frozenset[tuple[str, str]]) -> Iterator[str]:
    """Yield the warnings of one run, in Chinese, each with its remedy."""
    yield from _missing_files(network)
    yield from _without_dates(network.law, undated)
    yield from _amounts(network.law, observed)
    yield from _wording(network.law)


def _missing_files(network: Network) -> Iterator[str]:
    law = network.law
    missing = {
        fact.over: law.packs.kinds[fact.over]
        for facts in network.record_facts.values()
        for fact in facts.values()
        if fact.over not in network.kinds_supplied
    }
    for kind in missing.values():
        impossible = [p.name for p in law.of_kind("finding") if kind.id in _necessary(law, p.who)]
        partly = [p.name for p in law.of_kind("finding") if p.name not in impossible and kind.id in _mentioned(p.who)]
        missed = [
            p.name for p in (*law.of_kind("category"), *law.of_kind("mark")) if kind.id in kinds_behind(law, p.who)
        ]
        consequences = [
            f"无法判断{'、'.join(impossible)}" if impossible else "",
            f"只能部分判断{'、'.join(partly)}" if partly else "",
            f"可能漏认{'、'.join(missed)}" if missed else "",
        ]
        told = "；".join(filter(None, consequences)) or "不影响类别和问题判断"
        yield f"未提供“{kind.name}”（{kind.holder}），按无记录处理：{told}。请向{kind.holder}部门取得后重新运行。"


def _without_dates(law: Law, undated: frozenset[tuple[str, str]]) -> Iterator[str]:
    listed = {
        fact.over: fact
        for fact in law.facts.values()
        if isinstance(fact, RecordFact | LastingFact) and counts_as_listed(fact, undated)
    }
    for kind in (law.packs.kinds[over] for over in sorted(listed)):
        dates = "、".join(kind.fields[field] for field in listed[kind.id].undated)
        yield (
            f"“{kind.name}”（{kind.holder}）整份没有{dates}，名单所列按截至{law.as_of}有效处理；"
            "如需按其他日期判断，请补充该列。"
        )


def kinds_behind(law: Law, condition: Condition) -> frozenset[str]:
    """Return every kind of file that a condition may rest on, through derived facts and other policies."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [leaf.fact for leaf in leaves(condition)]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        role, _, identifier = path.partition(".")
        if identifier == "not_found":
            role, identifier = "child", f"{role}_not_found"
        if role == "policy" and identifier in law.policies:
            waiting += [leaf.fact for leaf in leaves(law.policies[identifier].who)]
        match law.facts.get(identifier):
            case RecordFact(over=over) | LastingFact(over=over):
                found.add(over)
            case DerivedFact(who=who):
                waiting += [leaf.fact for leaf in leaves(about(who, role))]
    return frozenset(found)


def _necessary(law: Law, condition: Condition) -> set[str]:
    """Kinds without which a condition can never be yes."""
    match condition:
        case Supplied(kinds):
            return set(kinds)
        case Leaf(fact=path):
            fact = law.facts.get(path.partition(".")[2])
            return {fact.over} if isinstance(fact, RecordFact | LastingFact) else set()
        case Group(sign="all", parts=parts):
            return set().union(*(_necessary(law, part) for part in parts))
    return set()


def _mentioned(condition: Condition) -> set[str]:
    match condition:
        case Supplied(kinds):
            return set(kinds)
        case Group(parts=parts):
            return set().union(*(_mentioned(part) for part in parts))
    return set()


def _amounts(law: Law, observed: Mapping[str, int]) -> Iterator[str]:
    asked = {name for p in law.policies.values() for pay in p.pays for name in names_in(pay.amount)}
    for parameter in law.packs.parameters.values():
        if parameter.id not in asked or parameter.id in law.values:
            continue
        where = f"请在策略包 {parameter.division} 的 parameters/ 中填写“{parameter.id}”"
        if parameter.id in observed:
            yield f"未配置“{parameter.name}”，暂按在册名单多数发放标准 {yuan(observed[parameter.id])} 估算；{where}。"
        else:
            yield f"未配置“{parameter.name}”，相关金额留空；{where}。"


def _wording(law: Law) -> Iterator[str]:
    for policy in law.policies.values():
        for basis in policy.basis_on(law.as_of):
            if basis.status in ("M", "S"):
                yield f"“{policy.name}”的依据{basis}{_DOUBTFUL[basis.status]}。"
    for identifier, value in law.values.items():
        if value.status != "V":
            parameter: Parameter = law.packs.parameters[identifier]
            yield f"参数“{parameter.name}”（{value.source}，自{value.from_on}起）{_DOUBTFUL[value.status]}。"


def yuan(fen: int) -> str:
    """Return an amount in fen as yuan in words: 313000 → 3130 元."""
    whole, rest = divmod(fen, _FEN)
    return f"{whole}.{rest:02d} 元" if rest else f"{whole} 元"
