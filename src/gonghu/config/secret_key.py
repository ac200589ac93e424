"""The key that signs sessions and links (签名密钥): set by the deployment, or made once by `gonghu init`."""

from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from gonghu.config.environment import Environment


class SecretKeyNotFound(ImproperlyConfigured):
    """There is no key to sign with, and none is made up."""


@cache
def read_secret_key(environment: Environment, file: Path) -> str:
    """
    Give GONGHU_SECRET_KEY, or the key that ``file`` holds.

    :raises SecretKeyNotFound: neither is there
    """
    said = environment.text("SECRET_KEY")
    if said:
        return said
    try:
        return file.read_text(encoding="ascii").strip()
    except OSError as problem:
        raise SecretKeyNotFound(
            f"没有签名密钥：请先运行 gonghu init（在 {file} 生成），或设置 GONGHU_SECRET_KEY_FILE"
        ) from problem
