"""What the forms of the desk have in common (表单)."""

from typing import Any, ClassVar, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gonghu.interfaces.desk.sentences import refused

TYPED_OVER: Final = 100
_MINUTE: Final = "%Y-%m-%dT%H:%M"


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar (日期)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class MomentField(forms.DateTimeField):
    """A minute of a day, chosen in the browser's own calendar (时间)."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MINUTE)
        super().__init__(widget=widget, input_formats=[_MINUTE, "%Y-%m-%d %H:%M"], **kwargs)


class DeskForm(forms.Form):
    """A form whose controls look and speak like all others of the desk (表单)."""

    template_name = "desk/parts/form.html"
    use_required_attribute = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            if isinstance(field.widget, forms.CheckboxInput):
                kind = "form-check-input"
            if isinstance(field.widget, forms.RadioSelect):
                kind = "one-of-several"
            field.widget.attrs.setdefault("class", kind)

    def refuse(self, problem: Exception, field: str | None = None) -> None:
        """Tell what an operation refused, at a field or above the form."""
        self.add_error(field, refused(problem))

    def said(self) -> dict[str, Any]:
        """Give what was filled in and can be used; what cannot is told beside its field and left out."""
        self.full_clean()
        return getattr(self, "cleaned_data", {})


class ManyForm(DeskForm):
    """A form about many at once; above a hundred their number is typed before anything is done (输入数量确认)."""

    typed = forms.CharField(label=_("数量"), max_length=9)
    to_type: ClassVar[str | Promise] = _("超过 100 项，请输入数量 %s 确认。")
    mistyped: ClassVar[str | Promise] = _("数量不符，应输入 %s。请再看一遍是哪些。")

    def __init__(self, *args: Any, count: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._count = count
        if count > TYPED_OVER:
            self.fields["typed"].help_text = self.to_type % count
            self.fields["typed"].widget.attrs.update(inputmode="numeric", autocomplete="off")
        else:
            del self.fields["typed"]

    def clean_typed(self) -> str:
        """
        Compare the number that was typed.

        :raises ValidationError: it is another
        """
        typed: str = self.cleaned_data["typed"].strip()
        if typed != str(self._count):
            raise forms.ValidationError(self.mistyped % self._count)
        return typed
