"""Reading without a scope is for the domain alone, and says why."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "src/gonghu"
# File and reason; nothing that answers a person may stand here.
OUTSIDE_THE_DOMAIN = {
    "interfaces/cli/init.py": "the technician at the machine is told whether there is a first account yet",
}
SHORTEST_REASON = 8


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8"))


def named_texts() -> dict[str, str]:
    """Return the texts that modules give a name to, by that name."""
    found = {}
    for _, tree in SOURCES:
        for node in tree.body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if isinstance(target, ast.Name):
                    found[target.id] = str(node.value.value)
    return found


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path, tree in SOURCES:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "everywhere":
                yield path, node


SOURCES = list(sources())
TEXTS = named_texts()
CALLS = list(calls())


def reason_of(call: ast.Call) -> object:
    """Return the reason of a call, written there or under a name; what is worked out is none."""
    (reason,) = call.args
    if isinstance(reason, ast.Constant):
        return reason.value
    return TEXTS.get(reason.id) if isinstance(reason, ast.Name) else None


def test_nobody_above_the_domain_reads_without_a_scope() -> None:
    outside = {path for path, _ in CALLS if not path.startswith("domain/")}
    assert outside == OUTSIDE_THE_DOMAIN.keys()


def test_whoever_reads_without_a_scope_says_why() -> None:
    silent = [f"{path}:{call.lineno}" for path, call in CALLS if len(str(reason_of(call) or "")) < SHORTEST_REASON]
    assert silent == []
