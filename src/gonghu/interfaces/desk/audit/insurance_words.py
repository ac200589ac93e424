"""What is done with insurance, referrals, keying and slips, as the audit names it (审计用语：参保、转介、凭条)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

INSURANCE_VERBS: Final[dict[str, Promise]] = {
    "insurance.open_round": _("建立参保轮次"),
    "insurance.change_premiums": _("更正保费"),
    "insurance.add_lines": _("更新参保名单"),
    "insurance.open_tasks": _("参保缺口派任务"),
    "insurance.enrol_line": _("登记已参保"),
    "insurance.mark_elsewhere": _("登记他处已参保"),
    "insurance.mark_refused": _("登记未能参保"),
    "insurance.take_line_back": _("撤回参保结果"),
    "insurance.send_roster": _("报送参保名册"),
    "insurance.read_answer": _("读入医保回执"),
    "insurance.enter_invoice": _("登记保费通知单"),
    "insurance.withdraw_invoice": _("作废保费通知单"),
    "insurance.settle_round": _("保费对平"),
    "insurance.refer_child": _("转介儿童"),
    "insurance.answer_referral": _("登记转介结果"),
    "insurance.list_for_keying": _("列入待录入清单"),
    "insurance.key_in": _("登记录入全国系统"),
    "insurance.undo_keying": _("撤销录入登记"),
    "insurance.follow_child": _("参保和转介随儿童迁移"),
    "slips.issue": _("发放查询凭条"),
    "slips.withdraw": _("作废查询凭条"),
    "slips.open": _("家庭凭查询码打开"),
    "slips.look": _("家庭再次查询"),
    "slips.follow_child": _("凭条随儿童迁移"),
}
INSURANCE_SUBJECTS: Final[dict[str, Promise]] = {
    "enrolment_round": _("参保轮次"),
    "enrolment_line": _("参保人员"),
    "referral": _("转介"),
    "keying_list": _("待录入清单"),
    "keying_item": _("待录入事项"),
    "slip": _("查询凭条"),
}
