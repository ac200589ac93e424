"""What can be changed in a child's file (维护事项): every act has its title, its form and its operation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gonghu.domain.access.terms import Permission
from gonghu.domain.people.queries import ChildFile
from gonghu.domain.people.terms import FactKind
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.children import edit_forms, fact_forms, writing
from gonghu.interfaces.desk.children.file_forms import EditForm

Write = Callable[[DeskRequest, ChildFile, Mapping[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that can be changed in a file (维护事项): its title, form and operation."""

    title: Promise
    form: type[EditForm]
    write: Write
    hint: Promise | str = ""
    permissions: tuple[Permission, ...] = (Permission.EDIT_CHILDREN,)
    """One of these is needed."""
    fixed: tuple[str, ...] = ()
    """What of a thing already on file is not changed, but ended and entered anew."""


FACTS: Final[dict[FactKind, Edit]] = {
    FactKind.KIN: Edit(
        _("登记家庭成员"),
        fact_forms.KinForm,
        writing.kin,
        _("已登记过的人按身份证号认出，不会重复登记。"),
    ),
    FactKind.CARER: Edit(
        _("登记照护人"), fact_forms.CarerForm, writing.carer, _("原来的照护人到前一日为止，仍留在档案里。")
    ),
    FactKind.HOUSEHOLD: Edit(
        _("登记同住人员"),
        fact_forms.HouseholdForm,
        writing.household,
        _("和孩子住在一起、在一本户口上过日子的人；名单里没有的先登记为家庭成员。"),
        fixed=("person",),
    ),
    FactKind.PHONE: Edit(
        _("登记电话"),
        fact_forms.ContactForm,
        writing.phone,
        _("同一个人同一种电话只留最新的一个，原来的到前一日为止。"),
        fixed=("person", "kind"),
    ),
    FactKind.ADDRESS: Edit(
        _("登记住址"),
        fact_forms.AddressForm,
        writing.address,
        _("搬家填新地址，原来的到前一日为止，仍留在档案里。"),
        fixed=("person", "kind"),
    ),
    FactKind.SCHOOLING: Edit(_("登记就学"), fact_forms.SchoolingForm, writing.schooling),
    FactKind.HEALTH: Edit(_("登记健康情况"), fact_forms.HealthForm, writing.health, fixed=("person", "kind")),
    FactKind.CIRCUMSTANCE: Edit(
        _("登记父母或儿童的情形"),
        fact_forms.CircumstanceForm,
        writing.circumstance,
        _("服刑、强制戒毒、感染艾滋病等属于密级内容，区县以下只显示“情况已核实”。"),
        fixed=("person", "kind"),
    ),
}

EDITS: Final[dict[str, Edit]] = {
    **{kind.value.lower(): edit for kind, edit in FACTS.items()},
    "person": Edit(
        _("更正姓名、性别、出生日期"),
        edit_forms.PersonForm,
        writing.person,
        _("只填要更正的；身份证号有误的请用“更正证件号码”。更正会记入审计。"),
    ),
    "number": Edit(_("更正证件号码"), edit_forms.NumberForm, writing.number),
    "risk": Edit(_("评估风险"), edit_forms.RiskForm, writing.risk),
    "move": Edit(
        _("迁到别的村（居）"),
        edit_forms.MoveForm,
        writing.move,
        _("迁走后由新村（居）负责；您可能不再看得到这份档案。"),
    ),
    "close": Edit(
        _("结案"), edit_forms.CloseForm, writing.close, _("结案后停止维护，可以重新启用。仍有认定的先终止认定。")
    ),
    "reopen": Edit(_("重新启用档案"), edit_forms.ReopenForm, writing.reopen),
    "end-category": Edit(
        _("终止认定"),
        edit_forms.EndCategoryForm,
        writing.category,
        _("情形消失后，从次月起停止；一人提出、另一人复核。年满十八周岁和死亡依法按日期终止，由复核人员登记即可。"),
        (Permission.RECOGNISE_FIRST, Permission.RECOGNISE_SECOND),
    ),
    "restore-category": Edit(
        _("撤销终止"),
        edit_forms.RestoreCategoryForm,
        writing.restored_category,
        _("终止有误的，这项认定恢复到终止以前，视为没有中断；起始以前就撤回的，请重新提出认定。"),
        (Permission.RECOGNISE_SECOND,),
    ),
    "seal": Edit(
        _("封存收养前档案"),
        edit_forms.SealForm,
        writing.seal,
        _("孩子被收养后，原来的档案结案并封存，只有有权查看收养情况的人能找到（民法典第一千一百一十条）。不能撤销。"),
        (Permission.SEE_SEALED_ADOPTION,),
    ),
}
