"""
Answers of a bank that were, or may have been, an earlier month's (重复回盘).

The bank's own numbers and days tell one month from another. An answer without either, to the same children for the same
sums, looks like last month's to the byte: then nobody but a person who asks the bank can tell.
"""

from collections.abc import Sequence
from typing import Final

from gonghu.domain.access.officer import day_of
from gonghu.domain.payments.banking import Answer, AnswerRefused, RowProblem
from gonghu.domain.payments.models import BankFile, Payment, ReturnFile

_WHY: Final = "answers that a bank gave before"
_SHORTEST: Final = 4
_AT_ONCE: Final = 900
_LONGEST: Final = 200
_ASK: Final = "分不清是不是以前的回盘。请向银行核实：确是本批的，写明凭据后再登记；是以前的，请向银行要本批的"


class AnsweredAlready(ValueError):
    """The answer was read before, for this file or another: a replayed file changes nothing."""


class LooksAnswered(ValueError):
    """Nothing in the answer tells it from an earlier month's; somebody who asked the bank says which it is."""


def refuse_replay(asked: BankFile, digest: str, answers: Sequence[Answer], vouched: str) -> str:
    """
    Refuse an answer that is an earlier one, ask about one that may be, and give the word of whoever vouches for it.

    :raises AnsweredAlready: the bytes, or the bank's own numbers, are those of an answer to another file
    :raises AnswerRefused: the bank would have paid before it was told
    :raises LooksAnswered: see the class
    """
    is_told_apart = any(each.reference or each.day for each in answers)
    same = ReturnFile.objects.everywhere(_WHY).filter(sha256=digest).exclude(answers=asked)
    if is_told_apart and same.exists():
        raise AnsweredAlready("这份回盘文件答的是另一份银行文件，已经读过，没有登记；请核对是否选错了文件")
    _refuse_too_early(asked, answers)
    used, words = _number_used(asked, answers), vouched.strip()
    earlier = None if is_told_apart else _like(asked, answers)
    if used is None and earlier is None:
        return ""
    if len(words) >= _SHORTEST:
        return words[:_LONGEST]
    if earlier is None and used is not None:
        raise LooksAnswered(f"第 {used.row_no} 行的银行流水号在以前的回盘里出现过，又没有日期，{_ASK}")
    raise LooksAnswered(f"这份回盘没有日期和流水号，{_told(earlier)}，{_ASK}")


def _number_used(asked: BankFile, answers: Sequence[Answer]) -> Answer | None:
    """
    Give a payment whose number the bank gave before, for another file; some banks count anew every day.

    :raises AnsweredAlready: it gave it on the same day
    """
    told = {each.reference: each for each in answers if each.reference}
    numbers, undated = list(told), None
    for start in range(0, len(numbers), _AT_ONCE):
        used = Payment.objects.everywhere(_WHY).filter(
            bank_reference__in=numbers[start : start + _AT_ONCE],
            bank_file__division_code=asked.division_code,
            bank_file__layout=asked.layout,
        )
        for number, on in used.exclude(bank_file=asked).values_list("bank_reference", "settled_on"):
            each = told[number]
            if each.day == on:
                where = f"第 {each.row_no} 行的银行流水号和日期"
                raise AnsweredAlready(f"{where}在另一份银行文件的回盘里已经登记过，没有登记；请核对是否选错了文件")
            undated = undated or (None if each.day else each)
    return undated


def _refuse_too_early(asked: BankFile, answers: Sequence[Answer]) -> None:
    sent_on = day_of(asked.at)
    early = [each for each in answers if each.day and each.day < sent_on]
    if early:
        words = f"早于送银行的日期 {sent_on}，像是以前的回盘"
        raise AnswerRefused([RowProblem(each.row_no, f"处理日期 {each.day} {words}") for each in early])


def _like(asked: BankFile, answers: Sequence[Answer]) -> ReturnFile | None:
    """Give the last answer to another file that paid and returned as many payments of as much."""
    paid = [each.amount_fen for each in answers if each.is_paid]
    back = [each.amount_fen for each in answers if not each.is_paid]
    rows = ReturnFile.objects.everywhere(_WHY).filter(
        division_code=asked.division_code, layout=asked.layout, paid=len(paid), paid_fen=sum(paid),
        returned=len(back), returned_fen=sum(back),
    )  # fmt: skip
    return rows.exclude(answers=asked).select_related("payroll").order_by("-at").first()


def _told(earlier: ReturnFile | None) -> str:
    if earlier is None:
        return ""
    month = f"{earlier.payroll.month:%Y-%m}"
    return f"笔数、金额与 {month} 批次的回盘“{earlier.name}”（{day_of(earlier.at)} 登记）完全相同"
