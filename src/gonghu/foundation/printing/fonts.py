"""
Typefaces of printed forms (字体): what GB/T 9704 names where the office has it, what Debian brings where not.

Fonts are looked for in the system and in ``GONGHU_HOME/fonts``; the search is done once for each process.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import typst
from django.conf import settings

_SONG: Final = ("Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "STSong", "AR PL UMing CN")
_HEI: Final = ("SimHei", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei")
_ROLES: Final[dict[str, tuple[str, ...]]] = {
    "body": ("FangSong", "FangSong_GB2312", "仿宋", "仿宋_GB2312", "STFangsong", *_SONG),
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", *_SONG),
    "heading": (*_HEI, *_SONG),
    "subheading": ("KaiTi", "KaiTi_GB2312", "楷体", "楷体_GB2312", "STKaiti", "AR PL UKai CN", *_SONG),
    "number": ("SimSun", *_SONG),
}


class FontMissing(RuntimeError):
    """No typeface on this machine can write Chinese."""


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The typefaces found for each role (字体), the one that is meant first."""

    fonts: typst.Fonts
    roles: dict[str, list[str]]


def typefaces() -> Typefaces:
    """
    Give the typefaces of this machine.

    :raises FontMissing: see the class
    """
    return found_in(settings.GONGHU_HOME / "fonts")


@cache
def found_in(folder: Path, *, system: bool = True) -> Typefaces:
    """
    Give the typefaces of a folder, and of the system unless told otherwise.

    :raises FontMissing: see the class
    """
    own = [str(folder)] if folder.is_dir() else []
    fonts = typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=own)
    there = set(fonts.families())
    roles = {role: [name for name in names if name in there] for role, names in _ROLES.items()}
    if not all(roles.values()):
        raise FontMissing(
            f"没有中文字体，不能生成 PDF：请安装（apt install fonts-noto-cjk），或把宋体、黑体等字体文件放进 {folder}"
        )
    return Typefaces(fonts, roles)
