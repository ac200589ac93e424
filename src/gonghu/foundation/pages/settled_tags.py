"""
What a template says to everybody alike (定文): written once for each language, not again for every page.

A sentence, an icon or an address that hangs on nothing but the language becomes plain text while the template is read;
templates are kept for each language apart. The settings put these tags, and all of Django's library ``i18n``, at hand
in every template; one that loads ``i18n`` gets the slow ones back.
"""

from collections.abc import Callable

from django import template
from django.template import defaulttags
from django.template.base import Node, Origin, Parser, TextNode, Token
from django.template.loaders import cached
from django.templatetags import i18n
from django.urls import NoReverseMatch, get_script_prefix
from django.utils.translation import get_language

Reading = Callable[[Parser, Token], Node]


class LoaderForEachLanguage(cached.Loader):
    """Keeps a template that was read for each language, and for each path the site lies under (按语言缓存的模板)."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        """Name what is kept."""
        return f"{get_language()} {get_script_prefix()} {super().cache_key(template_name, skip)}"


def settled(read: Reading) -> Reading:
    """Write a tag while the template is read if only texts stand in it; an address that leads nowhere waits."""

    def read_or_written(parser: Parser, token: Token) -> Node:
        node = read(parser, token)
        if not all(_is_text(part) for part in token.split_contents()[1:]):
            return node
        try:
            return TextNode(node.render(template.Context()))
        except NoReverseMatch:
            return node

    return read_or_written


def _is_text(part: str) -> bool:
    return part[0] in "\"'" and part[0] == part[-1]


register = template.Library()
register.filters |= i18n.register.filters
register.tags |= i18n.register.tags
register.tags |= {name: settled(i18n.register.tags[name]) for name in ("translate", "trans")}
register.tags["url"] = settled(defaulttags.url)
