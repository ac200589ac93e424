"""Template tags that every page may use (页面标签)."""

from django import template
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gonghu.foundation.pages.built_assets import asset_address, style_addresses
from gonghu.foundation.pages.settled_tags import settled

register = template.Library()


@register.simple_tag
def built_styles(audience: str, source: str) -> SafeString:
    """Link the styles of a script."""
    return format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((at,) for at in style_addresses(audience, source))
    )


@register.simple_tag
def built_module(audience: str, source: str) -> SafeString:
    """Load a script when the page has been read."""
    return format_html('<script type="module" src="{}"></script>', asset_address(audience, source))


@register.simple_tag
def built_early(audience: str, source: str) -> SafeString:
    """Run a script before the page is painted."""
    return format_html('<script src="{}"></script>', asset_address(audience, source))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon that says nothing by itself: words stand beside it."""
    sheet = asset_address("desk", "icons.svg")
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', sheet, name
    )


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: object) -> str:
    """Write the query of the page's address with some parts changed; an empty one is left out."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = str(value or "")
        if not query[name]:
            del query[name]
    return f"?{query.urlencode()}"


register.tags |= {
    name: settled(register.tags[name]) for name in ("built_styles", "built_module", "built_early", "icon")
}
