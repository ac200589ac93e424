"""A link that stands only where the page behind it lets somebody in (去处): else its words alone."""

from uuid import UUID

from django import template
from django.utils.safestring import SafeString

from gonghu.foundation.pages.markup import filled
from gonghu.interfaces.desk.ways import way_to

register = template.Library()


@register.simple_tag(takes_context=True)
def linked(context: template.Context, words: str, route: str, key: UUID | None, division_code: str = "") -> SafeString:
    """Write words as a link to the page of a key, or plainly to whoever is not let in there."""
    address = way_to(context["request"].officer, route, key, division_code=division_code)
    return filled('<a href="%s">%s</a>', address, words) if address else filled("%s", words)


@register.simple_tag(takes_context=True)
def way(context: template.Context, route: str, *keys: UUID | None) -> str:
    """Give the address of a page, nothing to whoever is not let in there, nor where there is no such key."""
    return way_to(context["request"].officer, route, *keys)
