"""What is asked of somebody who signs in (登录表单)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.interfaces.desk.forms import DeskForm


class SignInForm(DeskForm):
    """Name and password (登录名和密码)."""

    name = forms.CharField(
        label=_("登录名"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(DeskForm):
    """Six digits of the authenticator (动态口令)."""

    code = forms.CharField(
        label=_("动态口令"),
        max_length=12,
        help_text=_("手机验证器应用里显示的 6 位数字，每 30 秒换一次。"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


class PasswordChange(DeskForm):
    """The old password and twice the new one (修改密码)."""

    old = forms.CharField(
        label=_("原密码"),
        strip=False,
        max_length=1024,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("新密码"),
        strip=False,
        max_length=1024,
        help_text=_("至少 10 个字符，不要全是数字，不要用姓名或常见密码。建议用几个不相干的词连成一句。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输入一次新密码"),
        strip=False,
        max_length=1024,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """
        Compare the two.

        :raises ValidationError: they differ
        """
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError(_("两次输入的新密码不一样，请重新输入。"))
        return again
