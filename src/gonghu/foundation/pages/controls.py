"""The plain controls of forms (表单控件), written without templates: a list has eight above its rows."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]


class PlainControls(DjangoTemplates):
    """Writes inputs and choices as Django's templates would, and leaves all other controls to them (表单控件)."""

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        """Write a control; whatever stands in it is escaped."""
        write = _WRITTEN.get(template_name)
        return write(context["widget"]) if write else super().render(template_name, context, request)


def _input(widget: Widget) -> SafeString:
    own = {"type": widget["type"], "name": widget["name"]}
    if widget["value"] is not None:
        own["value"] = widget["value"]
    return format_html("<input{}{}>", _attributes(own), _attributes(widget["attrs"]))


def _select(widget: Widget) -> SafeString:
    groups = format_html_join("", "{}", ((_group(name, options),) for name, options, _ in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _attributes(widget["attrs"]), groups)


def _group(name: str | None, options: Iterable[Widget]) -> SafeString:
    listed = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((option["value"], _attributes(option["attrs"]), option["label"]) for option in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, listed) if name else listed


def _attributes(named: Mapping[str, object]) -> SafeString:
    """Write attributes; one that is true stands alone, one that is false not at all."""
    told = (
        (name if value is True else format_html('{}="{}"', name, value),)
        for name, value in named.items()
        if value is not False
    )
    return format_html_join("", " {}", told)


_WRITTEN: Final[Mapping[str, Callable[[Widget], SafeString]]] = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in ("input", "text", "number", "date", "hidden", "email")},
    "django/forms/widgets/select.html": _select,
}
"""Password and file fields are not here: what they show of a value is their own affair."""
