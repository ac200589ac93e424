"""
Reading the profiles from YAML (packs/rosters/*.yaml and a deployment's own folders).

``vocabulary.yaml`` holds what all kinds share: role words, nouns, date endings, code words. Every other file is one
kind. A later folder's file of the same kind replaces the earlier one; its vocabulary adds to the earlier words.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from gonghu.engines.intake.header_words import SELF, HeaderWords, fold, fold_header
from gonghu.engines.intake.profiles import CodeMap, Field, FieldType, Profile, Profiles
from gonghu.standards import disability_certificate
from gonghu.standards.ethnic_group import ethnic_group_code
from gonghu.standards.relationship import relationship_code
from gonghu.standards.sex import sex_code

READERS: Mapping[str, Callable[[str], str | None]] = {
    "sex": sex_code,
    "relationship": relationship_code,
    "ethnic_group": ethnic_group_code,
    "disability_type": disability_certificate.type_code,
    "disability_grade": disability_certificate.grade_code,
}
"""The national standards that read their own words, by the name a vocabulary gives them."""

VOCABULARY = "vocabulary.yaml"
# The C loader is as safe and ten times as fast; a PyYAML built without it still reads.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SHIPPED = Path(__file__).parents[2] / "packs" / "rosters"


class UnreadableProfile(ValueError):
    """A profile file is not what this program can use; the message names the file and the place."""


def load_profiles(*folders: Path) -> Profiles:
    """
    Read the shipped profiles and then those of ``folders``, later ones replacing earlier ones of the same kind.

    :raises UnreadableProfile: a file is not valid
    """
    vocabulary: dict[str, Any] = {}
    kinds: dict[str, tuple[Path, dict[str, Any], str]] = {}
    for folder in (SHIPPED, *folders):
        shared = folder / VOCABULARY
        if shared.exists():
            vocabulary = _joined(vocabulary, _parsed(shared))
        for path in sorted(folder.glob("*.yaml")):
            if path.name != VOCABULARY:
                raw = _parsed(path)
                version = hashlib.sha256(path.read_bytes()).hexdigest()
                kinds[str(raw.get("kind", path.stem))] = (path, raw, version)
    stamp = hashlib.sha256(repr(vocabulary).encode()).hexdigest()
    profiles = {
        kind: _profile(kind, path, raw, vocabulary, f"{version[:12]}{stamp[:12]}")
        for kind, (path, raw, version) in kinds.items()
    }
    return Profiles(profiles, frozenset(vocabulary.get("surnames", "")))


def _parsed(path: Path) -> dict[str, Any]:
    try:
        raw = _LOADER(path.read_text(encoding="utf-8")).get_single_data()
    except yaml.YAMLError as error:
        raise UnreadableProfile(f"名单画像 {path} 不是有效的 YAML:{error}") from error
    if not isinstance(raw, dict):
        raise UnreadableProfile(f"名单画像 {path} 应当是“键: 值”的形式")
    return raw


def _joined(first: Any, second: Any) -> Any:
    """Return both: mappings are joined key by key, lists and strings one after another."""
    if isinstance(first, dict) and isinstance(second, dict):
        keys = [*first, *(key for key in second if key not in first)]
        return {
            key: _joined(first[key], second[key]) if key in first and key in second else first.get(key, second.get(key))
            for key in keys
        }
    return second if first is None else first + second


def _profile(kind: str, path: Path, raw: dict[str, Any], vocabulary: dict[str, Any], version: str) -> Profile:
    roles = {role: frozenset(words) for role, words in vocabulary.get("roles", {}).items()}
    for role, words in raw.get("roles", {}).items():
        taken = frozenset(words)
        roles = {other: had - taken for other, had in roles.items()}
        roles[role] = roles.get(role, frozenset()) | taken
    try:
        fields = tuple(
            _field(name, spec if isinstance(spec, dict) else {"type": spec}, vocabulary)
            for name, spec in raw["fields"].items()
        )
        return Profile(
            kind=kind,
            title=raw["title"],
            holder=raw["holder"],
            loses=raw["loses"],
            fields=fields,
            subjects=tuple(raw.get("subjects", [f.name for f in fields if f.name in ("name", "id_number")])),
            hints=tuple(fold(hint) for hint in raw.get("hints", [])),
            words=HeaderWords.of(roles),
            fallback=bool(raw.get("fallback", False)),
            sealed=bool(raw.get("sealed", False)),
            version=version,
        )
    except (KeyError, ValueError, TypeError, re.error) as error:
        raise UnreadableProfile(f"名单画像 {path} 有误:{error}") from error


def _field(name: str, spec: dict[str, Any], vocabulary: dict[str, Any]) -> Field:
    kind = FieldType(spec["type"])
    nouns = {fold_header(word)[0] for word in [*_nouns_of_type(kind, vocabulary), *spec.get("nouns", [])]}
    aliases = {fold_header(word)[0] for word in [spec.get("title", name), *spec.get("aliases", [])]}
    endings = vocabulary.get("endings", {}).get(kind.value, [])
    aliases |= {fold(event) + fold(ending) for event in spec.get("events", []) for ending in endings}
    return Field(
        name=name,
        title=spec.get("title", name),
        type=kind,
        role=spec.get("role", SELF),
        aliases=frozenset(aliases),
        nouns=frozenset(nouns),
        patterns=tuple(re.compile(pattern) for pattern in spec.get("patterns", [])),
        weight=float(spec.get("weight", 1)),
        key=bool(spec.get("key", False)),
        codes=_code_map(spec, vocabulary),
        until=spec.get("until", ""),
    )


def _nouns_of_type(kind: FieldType, vocabulary: dict[str, Any]) -> list[str]:
    words: list[str] = vocabulary.get("nouns", {}).get(kind.value, [])
    return words


def _code_map(spec: Mapping[str, Any], vocabulary: dict[str, Any]) -> CodeMap:
    """Join the shared map named by ``codes_of`` with the field's own ``codes`` and ``code_patterns``."""
    shared = vocabulary.get("codes", {}).get(spec.get("codes_of"), {})
    if "codes_of" in spec and not shared:
        raise KeyError(f"codes_of: {spec['codes_of']}")
    listed = {**shared.get("words", {}), **spec.get("codes", {})}
    words = {fold(str(word)): str(code) for code, written in listed.items() for word in written}
    # A file that already holds our own codes is read as it stands.
    words |= {fold(str(code)): str(code) for code in listed if fold(str(code)) not in words}
    patterns = [*spec.get("code_patterns", []), *shared.get("patterns", [])]
    compiled = tuple((re.compile(pattern), str(code)) for pattern, code in patterns)
    reader = READERS[shared["reader"]] if "reader" in shared else None
    return CodeMap(words, compiled, reader)
