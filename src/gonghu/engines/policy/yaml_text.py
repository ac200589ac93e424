"""
Read the YAML of a policy pack strictly: every key must be known, every error names file and key.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PackInvalid(ValueError):
    """A policy pack (策略包) cannot be used as written."""


class Entry:
    """One mapping of a pack file that remembers where it stands, for messages an official can act on."""

    def __init__(self, content: Any, place: str) -> None:
        if not isinstance(content, Mapping):
            raise PackInvalid(f"{place}：应为“键: 值”形式，实为 {content!r}")
        self.content = dict(content)
        self.place = place
        self.used: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self.content

    def invalid(self, message: str) -> PackInvalid:
        return PackInvalid(f"{self.place}：{message}")

    def get(self, key: str, default: Any = None) -> Any:
        self.used.add(key)
        return self.content.get(key, default)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.get(key, default)
        if not isinstance(value, str):
            raise self.invalid(f"缺少文字项“{key}”")
        return value

    def day(self, key: str) -> date | None:
        value = self.get(key)
        if value is not None and not isinstance(value, date):
            raise self.invalid(f"“{key}”应为日期，如 2026-01-01，实为 {value!r}")
        return value

    def chosen(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise self.invalid(f"“{key}”只能是 {'、'.join(allowed)}，实为 {value}")
        return value

    def entries(self, key: str) -> Iterator["Entry"]:
        """Yield the mappings of a list, or none when the key is absent."""
        for number, content in enumerate(self.get(key) or (), start=1):
            yield Entry(content, f"{self.place} {key} 第{number}项")

    def finish(self) -> None:
        """:raises PackInvalid: when a key was never asked for, most likely a misspelling"""
        if unknown := sorted(set(self.content) - self.used):
            raise self.invalid(f"不认识的键 {'、'.join(unknown)}，请检查拼写")


def read(path: Path) -> Any:
    """
    Return the content of one YAML file.

    :raises PackInvalid: when it is not YAML
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 (a safe loader, in C)
    except yaml.YAMLError as error:
        raise PackInvalid(f"{path}：不是合法的 YAML：{error}") from error
