"""The plain controls of forms (表单控件), written without templates: a list has eight above its rows."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

from gonghu.foundation.pages.markup import filled

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
    return SafeString(f"<input{_attributes(own)}{_attributes(widget['attrs'])}>")


def _select(widget: Widget) -> SafeString:
    begins = filled('<select name="%s"%s>', widget["name"], _attributes(widget["attrs"]))
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    return SafeString(f"{begins}{groups}</select>")


def _group(name: str | None, options: Iterable[Widget]) -> str:
    listed = "".join(
        filled('<option value="%s"%s>%s</option>', option["value"], _attributes(option["attrs"]), option["label"])
        for option in options
    )
    return filled('<optgroup label="%s">', name) + listed + "</optgroup>" if name else listed


def _attributes(named: Mapping[str, object]) -> SafeString:
    """Write attributes; one that is true stands alone, one that is false not at all."""
    told = (
        filled(" %s", name) if value is True else filled(' %s="%s"', name, value)
        for name, value in named.items()
        if value is not False
    )
    return SafeString("".join(told))


_WRITTEN: Final[Mapping[str, Callable[[Widget], SafeString]]] = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in ("input", "text", "number", "date", "hidden", "email")},
    "django/forms/widgets/select.html": _select,
}
"""Password and file fields are not here: what they show of a value is their own affair."""
