"""The words for the details of an audit entry (审计详情用语), for what the code calls them."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, Final

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gonghu.domain.access.operations.signing_in import Need
from gonghu.domain.access.terms import Permission, Role
from gonghu.domain.organisations.terms import OrganisationKind, StationState
from gonghu.foundation.labels import worded
from gonghu.foundation.read_keys import key_of

DETAILS: Final[dict[str, Promise]] = {
    "account": _("账号"),
    "from": _("原任"),
    "to": _("接任"),
    "on": _("日期"),
    "from_on": _("自"),
    "until_on": _("至"),
    "ends_at": _("有效期至"),
    "role": _("角色"),
    "permission": _("权限"),
    "kind": _("类别"),
    "state": _("状态"),
    "needs": _("提示"),
    "cards": _("张数"),
    "fields": _("查看的内容"),
    "divisions": _("区划数"),
    "changes": _("变更数"),
    "listed_on": _("名录日期"),
    "parent": _("主管单位"),
    "place": _("场所"),
    "rows": _("条数"),
    "made_at": _("备份时间"),
    "minutes": _("分钟数"),
    "justified": _("理由成立"),
    "months": _("保存月数"),
    "choice": _("决定"),
    "document": _("文件"),
    "notice": _("告知书版本"),
    "division": _("区划"),
    "post": _("岗位"),
    "children": _("儿童数"),
    "label": _("名称"),
    "records": _("记录数"),
    "submissions": _("填报"),
    "review": _("复核"),
    "next_on": _("下次复核"),
    "planned": _("已排定"),
    "called": _("提前复核"),
    "noted": _("在册无异常"),
    "forgotten": _("撤回"),
    "DISTRICT": _("提到区县"),
    "ELSEWHERE": _("他处参保"),
    "ENROLLED": _("已参保"),
    "READ": _("已识别"),
    "REFUSED": _("未通过"),
    "REMINDED": _("已提醒"),
    "SUPERVISOR": _("提到督导员"),
    "accepted": _("采用"),
    "added": _("新增"),
    "again": _("再次询问"),
    "agreement": _("共享协议"),
    "amount_fen": _("金额（分）"),
    "as_of": _("截至"),
    "asked": _("待核对"),
    "assignment": _("类别认定"),
    "bills": _("费用单"),
    "bytes": _("字节数"),
    "changed": _("有变化"),
    "child": _("儿童"),
    "closed": _("不再询问"),
    "code": _("计划代码"),
    "conflicts": _("冲突字段"),
    "contract": _("合同"),
    "count": _("笔数"),
    "delivery": _("名册批次"),
    "difference": _("不一致"),
    "drafted": _("督办单"),
    "elsewhere": _("在他处"),
    "entries": _("分录数"),
    "fen": _("金额（分）"),
    "files": _("文件数"),
    "findings": _("问题数"),
    "form": _("问卷"),
    "found": _("找到"),
    "fresh": _("新问卷"),
    "fund": _("资金来源"),
    "gone": _("不再出现"),
    "grant": _("待遇"),
    "grants": _("待遇数"),
    "happened_on": _("情形消失日期"),
    "hash": _("散列"),
    "invoice": _("缴费通知"),
    "items": _("事项数"),
    "kinds": _("种类"),
    "known": _("已有"),
    "layout": _("银行格式"),
    "line": _("项目"),
    "lot": _("签收批"),
    "month": _("月份"),
    "new": _("新发现"),
    "opened": _("新建档案"),
    "outcome": _("结果"),
    "own_fen": _("应发（分）"),
    "paid": _("到账笔数"),
    "paid_fen": _("到账（分）"),
    "payroll": _("发放批次"),
    "persons": _("人数"),
    "premiums": _("缴费标准数"),
    "problems": _("问题数"),
    "proofs": _("证明数"),
    "provider": _("服务机构"),
    "reason": _("理由"),
    "reasons": _("原因数"),
    "recognised": _("认定人数"),
    "refused_rows": _("未读入行数"),
    "rejected": _("退回行数"),
    "returned": _("退回"),
    "returned_fen": _("退回（分）"),
    "sha256": _("文件摘要"),
    "sheets": _("工作表数"),
    "snapshot": _("冻结摘要"),
    "source": _("来源"),
    "tasks": _("任务数"),
    "to_on": _("至"),
    "total_fen": _("合计（分）"),
    "verdict": _("核实结论"),
    "version": _("版本"),
    "went_on": _("仍存在"),
    "written": _("写入"),
    "year": _("年度"),
    "channel": _("途径"),
    "in_danger": _("正处于危险"),
    "reached": _("联系上"),
    "task": _("任务"),
    "urgency": _("缓急"),
}

_TERMS: Final = ("terms", "call_terms")
_NAMED: Final[tuple[type[Choices], ...]] = (Role, Permission, Need, OrganisationKind, StationState)


def detail_in_words(detail: Mapping[str, Any], verb: str) -> str:
    """Write the details of an entry as somebody reads them; keys of rows are cut to their beginning."""
    context = verb.partition(".")[0]
    told = ((str(DETAILS.get(name, name)), _in_words(value, context, name)) for name, value in detail.items())
    return str(_("；")).join(f"{name} {value}" for name, value in told if value)


def _in_words(value: Any, context: str, name: str) -> str:
    if isinstance(value, list):
        return "、".join(_in_words(each, context, name) for each in value)
    text = "" if value is None else str(value)
    for choices in (*_named_like(context, name), *_NAMED):
        if text in choices.values:
            return worded(choices(text).label)
    return f"{text[:8]}…" if key_of(text) else text


@cache
def _named_like(context: str, name: str) -> tuple[type[Choices], ...]:
    """Give the terms of a context, those first that are called as the detail is: ``kind`` means TaskKind."""
    terms = [term for part in _TERMS for term in _terms_in(f"gonghu.domain.{context}.{part}")]
    found = [each for each in terms if isinstance(each, type) and issubclass(each, Choices) and each.choices]
    return tuple(sorted(found, key=lambda each: not each.__name__.lower().endswith(name.removesuffix("s"))))


def _terms_in(module: str) -> list[Any]:
    try:
        return list(vars(import_module(module)).values())
    except ModuleNotFoundError:
        return []
