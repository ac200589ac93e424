"""What a bank and an insurer would answer (演示的回执): accounts that nobody has, and files as they send them."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Final
from uuid import UUID
from zlib import crc32

from gonghu.engines.intake.small_tables import small_table
from gonghu.standards.bank_card import luhn_digit

_ISSUER: Final = "6229990"
"""Digits of an issuer that there is not."""
_REASONS: Final = ("户名与账号不符", "账户已注销", "账户长期不动，已转久悬户")
_TITLES: Final = ("序号", "社会保障卡银行账号", "金额（元）", "处理结果", "失败原因", "流水号", "处理日期")
_ANSWERED: Final = ("姓名", "证件号码", "参保结果", "缴费金额", "原因")
_SENT: Final = ("姓名", "证件号码", "保费（元）")
_ELSEWHERE, _REFUSED, _SILENT = 37, 53, 41
"""One in so many is insured elsewhere, is refused, is not answered at all."""


def account_number(child: UUID) -> str:
    """Give a child an account number of nineteen places."""
    digits = f"{_ISSUER}{child.int % 10**11:011d}"
    return digits + luhn_digit(digits)


def bank_answer(sent: bytes, *, comes_back: Callable[[int], bool], on: date) -> bytes:
    """Answer a file for social security cards, row by row."""
    rows = list(csv.reader(io.StringIO(sent.decode("gbk"))))
    titles = rows[1]
    serial, account, amount = (titles.index(title) for title in ("序号", *_TITLES[1:3]))
    answered = []
    for row in rows[2:]:
        turn = int(row[serial])
        back = comes_back(turn)
        result, reason = ("失败", _REASONS[turn % len(_REASONS)]) if back else ("成功", "")
        number = f"{on:%Y%m%d}{crc32(sent) % 10**6:06d}{turn:06d}"
        answered.append((row[serial], row[account], row[amount], result, reason, number, f"{on}"))
    return _written([("汇总", str(len(answered))), _TITLES, *answered], "gbk")


def insurer_answer(roster: bytes) -> bytes:
    """Answer a roster: most are insured, some elsewhere, some are refused, some are not in the answer."""
    titles, *rows = (row for row in small_table(roster, "roster.xlsx").rows if any(row))
    name, number, premium = (titles.index(title) for title in _SENT)
    answered = []
    for turn, row in enumerate(rows, start=1):
        if turn % _SILENT == _SILENT // 2:
            continue
        result, reason = "成功", ""
        if turn % _ELSEWHERE == _ELSEWHERE // 2:
            result, reason = "重复参保", "已在外省参加城乡居民医保"
        elif turn % _REFUSED == _REFUSED // 2:
            result, reason = "失败", "姓名与公安人口信息不一致"
        answered.append((row[name], row[number], result, row[premium] if result == "成功" else "", reason))
    return _written([_ANSWERED, *answered], "gb18030")


def _written(rows: list[tuple[str, ...]], encoding: str) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode(encoding)
