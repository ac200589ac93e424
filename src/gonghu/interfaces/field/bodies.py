"""Reading what the field app sends (走访端请求内容): every value is looked at, and what is wrong is named."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from gonghu.interfaces.field.refusals import TOO_LARGE, RequestRefused, malformed

MOST_BYTES: Final = 2 << 20
"""Of one request; a batch of twenty visits is a tenth of it, photos come by themselves."""

Body = Mapping[str, Any]


def body_of(request: HttpRequest, most: int = MOST_BYTES) -> bytes:
    """
    Give the bytes of a request.

    :raises RequestRefused: it is too large, which is found before it is read
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise RequestRefused(TOO_LARGE)
    return request.body


def json_of(request: HttpRequest) -> Body:
    """
    Give the JSON object that a request holds.

    :raises RequestRefused: it holds none, or too much
    """
    try:
        said = json.loads(body_of(request) or b"{}")
    except (ValueError, RecursionError) as problem:
        raise malformed("不是 JSON") from problem
    if not isinstance(said, dict):
        raise malformed("应为一个对象")
    return said


def text_in(said: Body, name: str, most: int, *, default: str | None = None) -> str:
    """
    Give a text of at most so many characters.

    :raises RequestRefused: it is missing, too long or none
    """
    value = said.get(name, default)
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise malformed(f"{name} 应为不超过 {most} 字的文字")
    return value


def number_in(said: Body, name: str, most: int, *, default: int | None = None) -> int:
    """
    Give a whole number from 0 on.

    :raises RequestRefused: it is missing, too large or none
    """
    value = said.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise malformed(f"{name} 应为 0 到 {most} 的整数")
    return value


def key_in(said: Body, name: str) -> UUID:
    """
    Give a key that a telephone made.

    :raises RequestRefused: it is missing or none
    """
    try:
        return UUID(text_in(said, name, 36))
    except ValueError as problem:
        raise malformed(f"{name} 应为 UUID") from problem


def moment_in(said: Body, name: str) -> datetime:
    """
    Give a moment with its time zone, by the telephone's clock.

    :raises RequestRefused: it is missing or none
    """
    text = text_in(said, name, 40)
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise malformed(f"{name} 应为带时区的时间")
    return found


def objects_in(said: Body, name: str, most: int) -> list[Body]:
    """
    Give a list of at most so many objects.

    :raises RequestRefused: it is none, or too long
    """
    value = said.get(name, [])
    if not isinstance(value, list) or len(value) > most or not all(isinstance(each, dict) for each in value):
        raise malformed(f"{name} 应为不超过 {most} 项的列表")
    return value


def texts_in(said: Body, name: str, most: int) -> dict[str, str]:
    """
    Give a table of texts with at most so many rows.

    :raises RequestRefused: it is none, or too long
    """
    value = said.get(name, {})
    if (
        not isinstance(value, dict)
        or len(value) > most
        or not all(isinstance(text, str) for pair in value.items() for text in pair)
    ):
        raise malformed(f"{name} 应为不超过 {most} 项的文字表")
    return value
