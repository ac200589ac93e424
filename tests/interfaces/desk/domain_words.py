"""What the domain says that pages show: labels of its terms, names of its packs, sentences of its refusals."""

import ast
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from gonghu.domain.people.card.fields import card_fields
from gonghu.domain.people.item_fields import item_groups
from gonghu.standards.ethnic_group import ethnic_groups
from gonghu.standards.relationship import relationships

PACKAGE = Path(__file__).parents[3] / "src/gonghu"
PACKS = PACKAGE / "packs"
HAN = re.compile(r"[一-鿿]")
# Who reads these stands at the server or mends a pack, and both are Chinese.
NOT_ON_PAGES = (
    "config/", "engines/", "interfaces/", "foundation/audit/", "foundation/backup/", "foundation/encryption/",
    "foundation/pages/", "foundation/printing/", "foundation/sealed_files.py", "foundation/sealed_letters.py",
    "domain/access/scoping.py", "domain/benefits/lines.py", "domain/campaigns/holidays.py",
    "domain/insurance/schemes.py", "domain/payments/banking/layouts.py", "domain/payments/rules.py",
    "domain/people/risk_schemes.py", "domain/tasks/clocks.py", "domain/visits/plans.py", "usecases/check_the_audit.py",
    "usecases/every_day.py", "usecases/explain_a_child.py", "usecases/policy_finds_people.py",
    # Said to telephones, which are Chinese.
    "domain/access/operations/devices.py", "domain/access/operations/telephone_keys.py",
    "domain/access/operations/wechat.py",
)  # fmt: skip


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8"))


TREES = list(trees())


def labels() -> set[str]:
    """List the words of all choices and of whatever else is made a label, and the names that packs give."""
    found = {label for _, tree in TREES for node in ast.walk(tree) for label in _labels_at(node)}
    found |= set(relationships().values()) | {group.name for group in ethnic_groups().values()}
    found |= {field.label for field in card_fields().values()} | set(_names_in_packs())
    for group in item_groups():
        found |= {group.label, *(each.label for each in group.items)}
        found |= {words for each in group.items for words in each.choices.values()}
    return {label for label in found if HAN.search(label)}


def _labels_at(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in node.bases):
        for line in node.body:
            if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
                yield str(ast.literal_eval(line.value.elts[-1]))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Label":
        yield from (str(each.value) for each in node.args if isinstance(each, ast.Constant))


def _names_in_packs() -> Iterator[str]:
    for path in sorted(PACKS.glob("rosters/*.yaml")):
        yield str(_read(path).get("title", ""))
    for path in sorted(PACKS.glob("benefits/*/*.yaml")):
        said = _read(path)
        yield from (str(said[name]) for name in ("name", "open_name") if name in said)
        yield from (str(each["name"]) for each in said.get("papers", ()) if "name" in each)
    for path in sorted(PACKS.glob("insurance/*.yaml")):
        yield from (str(each["name"]) for each in _read(path).get("classes", ()))
    for path in sorted(PACKS.glob("policies/*/findings/*/policy.yaml")):
        yield str(_read(path)["name"])


def _read(path: Path) -> dict[str, Any]:
    said: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return said


def refusals() -> set[str]:
    """List the sentences that pages may be refused with; ``{1}`` stands for a value."""
    return {
        text
        for path, tree in TREES
        if not path.startswith(NOT_ON_PAGES)
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
        for text in map(pattern_of, node.exc.args[:1])
        if HAN.search(text)
    }


def sentences() -> set[str]:
    """List all that the code says, put together from values too, and how packs call the holidays of a year."""
    said = {pattern_of(node) for path, tree in TREES if not path.startswith("interfaces/") for node in ast.walk(tree)}
    years = [each["name"] for path in PACKS.glob("holidays/*.yaml") for each in _read(path).get("holidays", ())]
    return said | {re.sub(r"^\d{4}", "{1}", name) for name in years}


def pattern_of(node: ast.AST) -> str:
    """Write a text with its holes numbered; whatever is no text is nothing."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    holes = count(1)
    return "".join(str(each.value) if isinstance(each, ast.Constant) else f"{{{next(holes)}}}" for each in node.values)
