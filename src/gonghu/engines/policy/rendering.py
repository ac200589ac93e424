"""
An explanation as plain text for the terminal and the file (文字说明).
"""

from gonghu.engines.policy.explanation import Explanation, Reason
from gonghu.engines.policy.truth import WORDS

PARENT_WORDS = {
    "dead_or_missing": "死亡或失踪",
    "incapable": "无力履行监护抚养职责",
    "able": "能够履行",
    "unknown": "不明",
}


def as_text(explanation: Explanation, *, full: bool = False) -> str:
    """
    Return the explanation in Chinese, one condition a line, indented as a tree.

    Unless ``full``, only the branches that decide an answer are told, and each fact is opened up once.
    """
    age = "年龄不明" if explanation.age is None else f"{explanation.age}周岁"
    parents = f"父亲{PARENT_WORDS[explanation.father]}；母亲{PARENT_WORDS[explanation.mother]}"
    found = "、".join(explanation.findings) or "无"
    lines = [
        f"截至{explanation.as_of}：{age}；{parents}",
        f"类别：{explanation.category or '无'}；发现：{found}",
    ]
    opened: set[int] | None = None if full else set()
    for reason in explanation.reasons:
        _tell(reason, "", opened, lines)
    return "\n".join(lines) + "\n"


def _tell(reason: Reason, indent: str, opened: set[int] | None, lines: list[str]) -> None:
    why = f"（{reason.why}）" if reason.why and reason.why != reason.text else ""
    parts = reason.parts if opened is None else _deciding(reason)
    again = opened is not None and bool(parts) and id(reason.parts) in opened
    lines.append(f"{indent}[{WORDS[reason.value]}] {reason.text}{why}{'（见上）' if again else ''}")
    lines += [f"{indent}    依据：{basis}" for basis in reason.basis]
    if reason.note and reason.value is not False:
        lines.append(f"{indent}    注意：{reason.note}")
    if again:
        return
    lines += [f"{indent}    证据：{evidence}" for evidence in reason.evidence]
    if opened is not None and parts:
        opened.add(id(reason.parts))
    for part in parts:
        _tell(part, indent + "  ", opened, lines)


def _deciding(reason: Reason) -> tuple[Reason, ...]:
    """The parts that make the answer what it is: of a failed 'all' those that fail, of a met 'any' those met."""
    if _plainly_no(reason):
        return ()
    if reason.sign == "all" and reason.value is not True:
        return tuple(part for part in reason.parts if part.value is not True)
    if (reason.sign == "any" and reason.value is not False) or (reason.sign == "none" and not reason.value):
        return tuple(part for part in reason.parts if part.value is not False)
    return reason.parts


def _plainly_no(reason: Reason) -> bool:
    """A no below which nothing is yes or unknown and no row was looked at tells nothing more."""
    return reason.value is False and all(
        part.value is False and not part.evidence and _plainly_no(part) for part in reason.parts
    )
