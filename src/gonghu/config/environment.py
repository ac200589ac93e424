"""
The environment of a deployment (运行环境变量): GONGHU_* variables, each also as GONGHU_*_FILE.

A variable that ends in _FILE names a file that holds the value, as container platforms hand over secrets. Files
are read when the value is asked for, never before.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

PREFIX: Final = "GONGHU_"
_YES: Final = frozenset({"1", "true", "yes", "on", "是"})
_NO: Final = frozenset({"", "0", "false", "no", "off", "否"})


class SettingUnreadable(ValueError):
    """A variable of the environment holds what nobody can use; the message names it and the remedy."""


class Environment:
    """Reads the variables of one environment (环境变量)."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def text(self, name: str, default: str = "") -> str:
        """
        Give a variable, or what the file named by its _FILE variant holds.

        :raises SettingUnreadable: both are set, or the file cannot be read
        """
        variable, file_variable = PREFIX + name, f"{PREFIX}{name}_FILE"
        said, named = self._variables.get(variable, ""), self._variables.get(file_variable, "")
        if said and named:
            raise SettingUnreadable(f"环境变量 {variable} 与 {file_variable} 只能设置一个，请去掉其中一个")
        if not named:
            return said or default
        try:
            return Path(named).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as problem:
            raise SettingUnreadable(f"环境变量 {file_variable} 指向的文件读不出来：{named}（{problem}）") from problem

    def path(self, name: str, default: Path) -> Path:
        """Give a path; a relative one starts from the working folder."""
        said = self._variables.get(PREFIX + name, "")
        return Path(said).expanduser() if said else default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """
        Give a yes or no.

        :raises SettingUnreadable: the word is neither
        """
        said = self.text(name, "1" if default else "0").lower()
        if said not in _YES | _NO:
            raise SettingUnreadable(f"环境变量 {PREFIX}{name} 应为 1 或 0，现在是“{said}”")
        return said in _YES

    def number(self, name: str, default: int) -> int:
        """
        Give a whole number above zero.

        :raises SettingUnreadable: the text is none
        """
        said = self.text(name, str(default))
        if not said.isdecimal() or int(said) == 0:
            raise SettingUnreadable(f"环境变量 {PREFIX}{name} 应为正整数，现在是“{said}”")
        return int(said)

    def words(self, name: str, default: str = "") -> list[str]:
        """Give a list written with commas."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]
