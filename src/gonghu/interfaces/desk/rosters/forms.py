"""Forms of the rosters (名册表单)."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.organisations.models import Organisation
from gonghu.domain.rosters.models import SharingAgreement
from gonghu.domain.rosters.terms import DeliveryState
from gonghu.engines.intake import Profile, load_profiles
from gonghu.foundation.labels import Label
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField

ALL_STATES = [("", _("全部状态")), *DeliveryState.choices]


class SeveralFiles(forms.ClearableFileInput):
    """A control that takes several files, also dropped upon it (多个文件)."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files (文件)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=SeveralFiles(attrs={"multiple": True}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Check every file; an empty one is told by the intake, with what to do."""
        self.allow_empty_file = True
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, initial) for each in given]


class UploadForm(DeskForm):
    """Files of a department (上传名册)."""

    rosters = FilesField(
        label=_("名册文件"), help_text=_("可一次选多个，也可以把文件拖到这里；支持 Excel、WPS、CSV、压缩包。")
    )
    organisation = forms.ChoiceField(
        label=_("提供部门"), required=False, help_text=_("选定后，这个部门的表头对照下次自动沿用。")
    )
    division_code = DivisionField(label=_("名册所属区划"))

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("多个部门，或不确定")), *((str(each.pk), each.name) for each in organisations)]
        cast("forms.ChoiceField", self.fields["organisation"]).choices = choices


class DeliveryFilter(DeskForm):
    """Which deliveries to list (筛选条件)."""

    state = forms.ChoiceField(label=_("状态"), required=False, choices=ALL_STATES)
    place = DivisionField(label=_("区划"), required=False, help_text="")


class ConfirmForm(DeskForm):
    """What a delivery is used for, and on which ground (确认名册)."""

    purpose = forms.CharField(label=_("使用目的"), max_length=200, help_text=_("只能用于这里写明的目的。"))
    agreement = forms.ChoiceField(label=_("依据的共享协议"), required=False)
    as_of = DayField(label=_("按哪一天的政策和事实判断"))

    def __init__(self, *args: Any, agreements: Iterable[SharingAgreement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = ((str(each.pk), f"{each.organisation} {each.document}") for each in agreements)
        cast("forms.ChoiceField", self.fields["agreement"]).choices = [("", _("没有协议，依法定职责")), *named]


class UndoDeliveryForm(DeskForm):
    """Why a delivery is undone (撤销批次)."""

    because = forms.CharField(
        label=_("撤销原因"), max_length=200, help_text=_("文件会立即销毁，比对结果会退回；行数和摘要留作记录。")
    )


class SheetForm(DeskForm):
    """What a sheet is (工作表对照): its kind, and the field of every column."""

    kind = forms.ChoiceField(label=_("这是哪种名册"), required=False)

    def __init__(self, *args: Any, columns: list[dict[str, str]], profile: Profile | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(((each.kind, Label(each.title)) for each in load_profiles()), key=itemgetter(1))
        cast("forms.ChoiceField", self.fields["kind"]).choices = [("", _("不是名册，不读")), *kinds]
        fields = [("", _("不用这一列")), *((field.name, field.title) for field in profile.fields)] if profile else []
        for number, column in enumerate(columns if profile else []):
            choice = forms.ChoiceField(label=column["header"] or column["name"], required=False, choices=fields)
            choice.widget.attrs["class"] = "form-select"
            self.fields[f"column-{number}"] = choice


class AgreementForm(DeskForm):
    """A sharing agreement (数据共享协议)."""

    organisation = forms.ChoiceField(label=_("提供部门"))
    division_code = DivisionField(label=_("适用区划"))
    kinds = forms.MultipleChoiceField(label=_("名册种类"), widget=forms.CheckboxSelectMultiple)
    purpose = forms.CharField(label=_("使用目的"), max_length=200)
    legal_basis = forms.CharField(
        label=_("法律依据"), max_length=200, help_text=_("如：未成年人保护法第八十一条、第九十一条。")
    )
    every_days = forms.IntegerField(label=_("每隔几天提供一次"), min_value=1, max_value=3660)
    document = forms.CharField(label=_("签署文号"), max_length=100)
    signed_on = DayField(label=_("签署日期"))
    from_on = DayField(label=_("生效日期"))
    to_on = DayField(label=_("终止日期（不写为长期）"), required=False)

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["organisation"]).choices = [
            (str(each.pk), each.name) for each in organisations
        ]
        cast("forms.MultipleChoiceField", self.fields["kinds"]).choices = [
            (each.kind, Label(each.title)) for each in load_profiles() if not each.fallback
        ]


class EndAgreementForm(DeskForm):
    """The last day of an agreement (终止协议)."""

    on = DayField(label=_("最后一天"))
