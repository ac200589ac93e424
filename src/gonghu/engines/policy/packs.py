"""
Load policy packs (策略包): the national ones, then the overlays of the division, then a deployment's own folders.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from gonghu.engines.policy.expressions import ExpressionUnreadable
from gonghu.engines.policy.facts import DAY_NAMES, DerivedFact, Fact, Kind, fact_from, kind_from
from gonghu.engines.policy.parameters import Parameter, parameter_from
from gonghu.engines.policy.policies import Policy, policy_from
from gonghu.engines.policy.watching import Watch, watch_from
from gonghu.engines.policy.yaml_text import Entry, PackInvalid, read

T = TypeVar("T")

# Code prefixes of province, city, county, town and village, filled with zeros to their length.
_LEVELS = ((2, 6), (4, 6), (6, 6), (9, 12), (12, 12))


@dataclass(frozen=True)
class Packs:
    """All packs that apply in one division, overlays merged."""

    division: str
    kinds: dict[str, Kind]
    facts: dict[str, Fact]
    parameters: dict[str, Parameter]
    policies: dict[str, Policy]
    watches: dict[str, Watch]
    folders: tuple[Path, ...]

    def of_kind(self, kind: str) -> tuple[Policy, ...]:
        """Return the policies of one kind (category, mark, entitlement, finding) in their rank."""
        return tuple(policy for policy in self.policies.values() if policy.kind == kind)


def shipped_folder() -> Path:
    """Return the folder of the packs that come with the package."""
    return Path(str(resources.files("gonghu"))) / "packs" / "policies"


def divisions_above(division: str) -> tuple[str, ...]:
    """Return the folder names that apply to a division, widest first: CN, 120000, 120100, 120112."""
    found = ["CN"]
    for length, width in _LEVELS:
        code = division[:length].ljust(width, "0")
        if len(division) >= length and code not in found:
            found.append(code)
    return tuple(found)


def load_packs(*folders: Path, division: str = "") -> Packs:
    """
    Load the shipped packs, then each given folder of the same shape; what comes later wins, key by key.

    :raises PackInvalid: a file that is not a pack as described in docs/reference/policy-packs.md
    """
    everywhere = (shipped_folder(), *folders)
    raw: dict[str, dict[str, tuple[dict[str, Any], str, str]]] = {
        section: {} for section in ("kinds", "facts", "parameters", "policies", "changes")
    }
    for folder in everywhere:
        for section, content, place, where in _contents(folder, division):
            earlier = raw[section].get(content["id"], ({}, "", ""))[0]
            raw[section][content["id"]] = ({**earlier, **content}, place, where)
    policies = _read_all(raw["policies"], policy_from)
    ranked = sorted(policies.values(), key=lambda policy: policy.rank)
    packs = Packs(
        division=division,
        kinds=_read_all(raw["kinds"], lambda entry, _: kind_from(entry.text("id"), entry)),
        facts=_read_all(raw["facts"], lambda entry, _: fact_from(entry)),
        parameters=_read_all(raw["parameters"], parameter_from),
        policies={policy.id: policy for policy in ranked},
        watches=_read_all(raw["changes"], lambda entry, _: watch_from(entry)),
        folders=everywhere,
    )
    _check_fields(packs)
    return packs


def _check_fields(packs: Packs) -> None:
    """A misspelt field would read as empty in every record, and make everything unknown."""
    for fact in packs.facts.values():
        if isinstance(fact, DerivedFact):
            continue
        if fact.over not in packs.kinds:
            raise PackInvalid(f"事实“{fact.id}”：名单种类“{fact.over}”未声明，请在 kinds/ 中声明或检查拼写")
        known = {*packs.kinds[fact.over].fields, *packs.parameters, *DAY_NAMES}
        for name in sorted(set(fact.names()) - known):
            raise PackInvalid(f"事实“{fact.id}”：“{name}”既不是“{packs.kinds[fact.over].name}”的字段，也不是参数")


def _contents(folder: Path, division: str) -> Iterator[tuple[str, dict[str, Any], str, str]]:
    """Yield section, content, file and division of everything in a folder, in the order in which it counts."""
    if not folder.is_dir():
        raise PackInvalid(f"{folder}：策略包目录不存在")
    for section in ("kinds", "facts", "changes"):
        for path in sorted((folder / section).glob("*.yaml")):
            yield from ((section, content, place, "CN") for content, place in _items(path))
    for code in divisions_above(division):
        for path in sorted((folder / code).rglob("parameters/*.yaml")):
            yield from (("parameters", content, place, code) for content, place in _items(path))
        for path in sorted((folder / code).rglob("policy.yaml")):
            yield from (("policies", content, place, code) for content, place in _items(path))


def _items(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    content = read(path)
    for item in content if isinstance(content, list) else [content]:
        entry = Entry(item, str(path))
        identifier = entry.text("id")
        yield entry.content, f"{path} {identifier}"


def _read_all(raw: dict[str, tuple[dict[str, Any], str, str]], reader: Callable[[Entry, str], T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for identifier, (content, place, division) in raw.items():
        try:
            found[identifier] = reader(Entry(content, place), division)
        except ExpressionUnreadable as error:
            raise PackInvalid(f"{place}：{error}") from error
    return found
