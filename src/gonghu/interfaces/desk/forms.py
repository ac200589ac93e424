"""What the forms of the desk have in common (表单)."""

from typing import Any

from django import forms


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar (日期)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


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
        self.add_error(field, str(problem))

    def said(self) -> dict[str, Any]:
        """Give what was filled in and can be used; what cannot is told beside its field and left out."""
        self.full_clean()
        return getattr(self, "cleaned_data", {})
