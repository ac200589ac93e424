"""Forms of the questionnaires (问卷表单)."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gonghu.engines.forms.compiling import LARGEST
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField

_USUAL_DAYS = 90


class UploadQuestionnaireForm(DeskForm):
    """A form as somebody wrote it (上传问卷)."""

    source = forms.FileField(
        label=_("问卷文件"), help_text=_("Excel 工作簿（.xlsx）或 Markdown 表格（.md），最多 4 MB。")
    )
    division_code = DivisionField(label=_("在哪里使用"), help_text=_("只在这个区划和它下面使用；别处不受影响。"))
    meaning = forms.FileField(
        label=_("含义文件（可不传）"),
        required=False,
        help_text=_("meaning.yaml：哪些答案更新档案、哪些算问题。已有同名问卷时自动沿用。"),
    )

    def clean_source(self) -> Any:
        """Refuse what is too large before it is read."""
        upload = self.cleaned_data["source"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("文件太大，最多 4 MB。请只留 survey、choices、settings 三张表。"))
        return upload


class WithdrawVersionForm(DeskForm):
    """Why a version is not to be used any more (撤回问卷)."""

    because = forms.CharField(
        label=_("撤回原因"), max_length=200, help_text=_("填报人会看到；已填未交的会转给您处理。")
    )


class DropDraftForm(DeskForm):
    """That a draft is really to go (删除问卷草稿)."""

    sure = forms.BooleanField(
        label=_("确认删除，不能恢复"), error_messages={"required": _("还没有删除：请先勾选“确认删除”。")}
    )


class FormKeyForm(DeskForm):
    """For whom a key is made, and until when (制作采集密钥)."""

    sign_in_name = forms.CharField(
        label=_("给哪个账号"), max_length=150, help_text=_("登录名；密钥能做的不超过这个账号。")
    )
    label = forms.CharField(label=_("用在哪里"), max_length=60, help_text=_("如：李主任的手机、区里的汇总程序。"))
    until_on = DayField(label=_("有效期至"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"until_on": timezone.localdate() + timedelta(days=_USUAL_DAYS)})
        super().__init__(*args, **kwargs)
