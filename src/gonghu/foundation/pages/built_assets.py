"""Where the built scripts, styles and icons lie (网页资源); their names carry a hash, so browsers may keep them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.templatetags.static import static


class AssetsNotBuilt(FileNotFoundError):
    """The pages' scripts and styles were not built."""


class NoSuchAsset(LookupError):
    """The build made nothing of that name."""


@cache
def asset_address(audience: str, source: str) -> str:
    """
    Give the address of what was built from a source, as `src/desk.ts` or `icons.svg`.

    :raises AssetsNotBuilt: nothing was built
    :raises NoSuchAsset: that was not
    """
    return static(f"{audience}/{_entry(audience, source)['file']}")


def style_addresses(audience: str, source: str) -> list[str]:
    """
    Give the addresses of the styles that a script brings.

    :raises AssetsNotBuilt: nothing was built
    :raises NoSuchAsset: that was not
    """
    return [static(f"{audience}/{file}") for file in _entry(audience, source).get("css", [])]


def _entry(audience: str, source: str) -> dict[str, Any]:
    manifest = _manifest(audience)
    if source not in manifest:
        raise NoSuchAsset(f"网页资源中没有 {audience} 的 {source}")
    entry: dict[str, Any] = manifest[source]
    return entry


@cache
def _manifest(audience: str) -> dict[str, Any]:
    found = finders.find(f"{audience}/manifest.json")
    if not isinstance(found, str):
        raise AssetsNotBuilt("网页脚本与样式还没有构建：请在源代码目录运行 make assets，或安装发布的软件包")
    manifest: dict[str, Any] = json.loads(Path(found).read_text(encoding="utf-8"))
    return manifest
