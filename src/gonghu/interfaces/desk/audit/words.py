"""What verbs and subjects of the audit are called on pages (审计用语)."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gonghu.domain.access.operations.signing_in import Need
from gonghu.domain.access.terms import Permission, Role
from gonghu.domain.organisations.terms import OrganisationKind, StationState
from gonghu.interfaces.desk.audit.insurance_words import INSURANCE_SUBJECTS, INSURANCE_VERBS

VERBS: Final[dict[str, Promise]] = {
    "access.sign_in": _("登录"),
    "access.sign_in_with_card": _("扫码登录"),
    "access.refuse_sign_in": _("登录被拒绝"),
    "access.give_code": _("输入动态口令"),
    "access.unlock": _("解锁账号"),
    "access.create_account": _("开立账号"),
    "access.change_password": _("修改密码"),
    "access.reset_password": _("重置密码"),
    "access.disable_account": _("停用账号"),
    "access.enable_account": _("启用账号"),
    "access.end_sessions": _("退出全部登录"),
    "access.start_second_factor": _("登记动态口令"),
    "access.confirm_second_factor": _("启用动态口令"),
    "access.remove_second_factor": _("停用动态口令"),
    "access.make_card": _("制作登录卡"),
    "access.withdraw_cards": _("作废登录卡"),
    "access.invite_wechat": _("邀请绑定微信"),
    "access.bind_wechat": _("绑定微信"),
    "access.give_wechat_ticket": _("微信领取进入凭票"),
    "access.sign_in_with_wechat": _("微信登录"),
    "access.unbind_wechat": _("解除微信绑定"),
    "access.register_device": _("登记手机"),
    "access.renew_device_key": _("更换手机密钥"),
    "access.sign_in_with_telephone": _("手机密钥登录"),
    "access.refuse_telephone": _("拒绝手机密钥登录"),
    "access.unlock_device": _("解锁手机"),
    "access.meet_device": _("手机联系到系统"),
    "access.seal_device": _("封存手机"),
    "access.hand_in_rescue": _("代交救援文件"),
    "access.reopen_device": _("解封手机"),
    "access.set_up_post": _("设立岗位"),
    "access.appoint": _("任命"),
    "access.hand_over_post": _("岗位交接"),
    "access.vacate_post": _("离任"),
    "access.close_post": _("撤销岗位"),
    "access.allow": _("增加角色权限"),
    "access.forbid": _("取消角色权限"),
    "access.assign_children": _("指派儿童"),
    "access.release_children": _("解除指派"),
    "access.ask": _("申请授权"),
    "access.sign": _("批准授权"),
    "access.end": _("撤销授权"),
    "access.break_glass": _("紧急查阅"),
    "access.export": _("导出名单"),
    "audit.ask_for_check": _("要求核验审计"),
    "access.miss_break_glass": _("紧急查阅未查到"),
    "access.record_consent": _("登记同意"),
    "access.withdraw_consent": _("撤回同意"),
    "access.consents_follow_child": _("同意书随儿童迁移"),
    "access.register_purpose": _("登记处理目的"),
    "access.assess_purpose": _("登记影响评估"),
    "access.end_purpose": _("终止处理目的"),
    "access.set_retention": _("设定保存期限"),
    "access.decide_retention": _("到期处理"),
    "children.read": _("查看儿童档案"),
    "children.unmask": _("查看未脱敏内容"),
    "children.read_area": _("同步片区资料到手机"),
    "access.review_break_glass": _("审批紧急查阅"),
    "tasks.follow_child": _("任务随儿童迁移"),
    "policies.follow_child": _("问题随儿童迁移"),
    "tasks.tally": _("汇总任务时效"),
    "tasks.release": _("任务脱离儿童"),
    "policies.queue": _("提交比对"),
    "policies.begin": _("开始比对"),
    "policies.store": _("比对入库"),
    "policies.attach": _("关联核实任务"),
    "policies.fail": _("比对失败"),
    "policies.cancel": _("取消比对"),
    "policies.undo": _("撤销比对"),
    "policies.schedule": _("设定比对计划"),
    "policies.schedules_due": _("到期的比对计划"),
    "policies.recount": _("重新汇总问题"),
    "policies.verify": _("登记核实结论"),
    "policies.recognition_propose": _("提出认定"),
    "policies.recognition_approve": _("同意认定"),
    "policies.recognition_refuse": _("不予认定"),
    "policies.recognition_send_back": _("退回认定"),
    "policies.recognition_undo": _("撤销终止"),
    "policies.recognition_withdraw": _("撤回认定"),
    "people.open_files": _("比对建档"),
    "people.recognise_by_roll": _("按在册名单登记认定"),
    "people.forget_roll": _("撤回在册认定"),
    "people.take_back_files": _("撤回比对建档"),
    "people.record_child": _("登记儿童"),
    "people.correct_person": _("更正身份信息"),
    "people.issue_number": _("登记证件号码"),
    "people.record_kin": _("登记家庭成员"),
    "people.set_carer": _("登记照护人"),
    "people.set_address": _("登记住址"),
    "people.set_phone": _("登记电话"),
    "people.record_schooling": _("登记就学"),
    "people.record_health": _("登记健康情况"),
    "people.record_circumstance": _("登记父母或儿童的情形"),
    "people.end_fact": _("终止登记"),
    "people.assess_risk": _("评估风险"),
    "people.assign_category": _("认定类别"),
    "people.end_category": _("终止认定"),
    "people.settle_categories": _("更新类别"),
    "people.take_up_file": _("线索转为在档"),
    "people.move_child": _("迁到别的村（居）"),
    "people.close_file": _("结案"),
    "people.reopen_file": _("重新启用档案"),
    "people.restore_category": _("撤销终止"),
    "keys.add": _("启用新密钥"),
    "keys.reseal": _("用新密钥重新加密"),
    "people.seal_old_file": _("封存收养前档案"),
    "people.merge_persons": _("合并同一人的档案"),
    "people.split_persons": _("撤销合并"),
    "people.write_card": _("更新儿童卡片"),
    "people.resolve_conflict": _("处理填写冲突"),
    "visits.replace_visit": _("更正走访"),
    "visits.move_problems": _("问题随更正转移"),
    "visits.record_visit": _("登记走访"),
    "visits.find_problems": _("登记问题"),
    "visits.answered": _("答复整改"),
    "visits.solved": _("复查通过，销号"),
    "visits.not_solved": _("复查未过"),
    "visits.reopened": _("重新整改"),
    "visits.give_task": _("问题转任务"),
    "visits.make_wish": _("登记微心愿"),
    "visits.settle_wish": _("办结微心愿"),
    "visits.log_contact": _("登记每周联系"),
    "visits.plan_follow_ups": _("安排回访"),
    "visits.fix_list": _("固定走访名单"),
    "visits.except_child": _("登记走访例外"),
    "visits.end_exception": _("终止走访例外"),
    "visits.receive_harm": _("接收侵害线索"),
    "visits.give_harm_task": _("侵害线索转任务"),
    "visits.take_harm_report": _("接办侵害线索"),
    "visits.receive_complaint": _("接收投诉建议"),
    "visits.reply_complaint": _("答复投诉建议"),
    "desk.keep_filter": _("保存常用筛选"),
    "desk.drop_filter": _("删除常用筛选"),
    "divisions.load": _("装入行政区划"),
    "divisions.rename": _("区划更名"),
    "divisions.move": _("区划改隶"),
    "divisions.split": _("区划分设"),
    "divisions.merge": _("区划合并"),
    "divisions.create": _("设立区划"),
    "divisions.abolish": _("撤销区划"),
    "divisions.follow": _("区划随迁"),
    "divisions.wait": _("登记到期随迁"),
    "divisions.take_back": _("撤销区划变更"),
    "backup.written": _("备份站点"),
    "backup.restored": _("恢复站点"),
    "organisations.found": _("登记机构"),
    "organisations.close": _("撤销机构"),
    "organisations.change_phone": _("变更值班电话"),
    "organisations.place_under": _("变更主管单位"),
    "organisations.advance_station": _("变更站点状态"),
    "organisations.open_place": _("启用场所"),
    "organisations.add_room": _("登记功能室"),
    "organisations.set_hours": _("设定开放时间"),
    "organisations.sign_contract": _("登记合同"),
    "organisations.end_contract": _("终止合同"),
    **INSURANCE_VERBS,
}

SUBJECTS: Final[dict[str, Promise]] = {
    "account": _("账号"),
    "post": _("岗位"),
    "role": _("角色"),
    "area": _("区划范围"),
    "division": _("行政区划"),
    "organisation": _("机构"),
    "child": _("儿童"),
    "grant": _("授权"),
    "audit": _("审计"),
    "purpose": _("处理目的"),
    "record": _("记录"),
    "break_glass": _("紧急查阅"),
    "backup": _("备份"),
    "list": _("名单"),
    "run": _("比对"),
    "recognition": _("认定"),
    "schedule": _("比对计划"),
    "tally": _("问题汇总"),
    "saved_filter": _("常用筛选"),
    "visit": _("走访"),
    "problem": _("走访问题"),
    "wish": _("微心愿"),
    "coverage_list": _("走访名单"),
    "harm_report": _("侵害线索"),
    "complaint": _("投诉建议"),
    "device": _("手机"),
    "keyring": _("密钥环"),
    "field_area": _("走访名单"),
    **INSURANCE_SUBJECTS,
}


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
}

_NAMED: Final[tuple[type[Choices], ...]] = (Role, Permission, Need, OrganisationKind, StationState)


def word_for(table: Mapping[str, Promise], key: str) -> str:
    """Give the word for a verb or a subject; what has none is shown as it is."""
    return str(table.get(key, key))


def detail_in_words(detail: Mapping[str, Any]) -> str:
    """Write the details of an entry as somebody reads them; keys of rows are cut to their beginning."""
    said = ((word_for(DETAILS, name), _in_words(value)) for name, value in detail.items())
    return "；".join(f"{name} {value}" for name, value in said if value)


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_in_words(each) for each in value)
    text = "" if value is None else str(value)
    for choices in _NAMED:
        if text in choices.values:
            return str(choices(text).label)
    return f"{text[:8]}…" if _is_key(text) else text


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
