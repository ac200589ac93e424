"""Looks at files as a list shows them (查阅记录清单)."""

from operator import attrgetter
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.looks_together import LooksTogether
from gonghu.interfaces.desk.tables import Column, link, mark


def look_columns() -> list[Column[LooksTogether]]:
    """Give the columns of a list of looks."""
    purpose, name, child = map(attrgetter, ("purpose", "name", "child_key"))
    return [
        Column(_("时间"), _when, look="code"),
        Column(_("自"), taken=attrgetter("since"), width=18),
        Column(_("至"), taken=attrgetter("at"), width=18),
        Column(_("次数"), taken=attrgetter("times"), width=8),
        Column(_("查阅人"), lambda row: link(_looks_of(name=row.name), row.name), name, 12),
        Column(_("儿童编号"), _child, child, 38),
        Column(_("目的"), lambda row: format_html("<span>{}</span>", row.purpose), purpose, 24),
        Column(_("内容"), _fields),
        Column(_("查阅内容"), taken=lambda row: "、".join(row.fields), width=40),
        Column(_("未脱敏"), taken=lambda row: _("是") if row.unmasked else _("否"), width=8),
    ]


def _looks_of(**asked: str) -> str:
    return f"{reverse('desk:looks')}?{urlencode(asked)}"


def _when(row: LooksTogether) -> SafeString:
    at = timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M")
    if row.times == 1:
        return format_html("{}", at)
    since = timezone.localtime(row.since).strftime("%H:%M")
    told = _("自 %(since)s 起 %(n)s 次") % {"since": since, "n": row.times}
    return format_html('<span>{} <span class="text-secondary">{}</span></span>', at, told)


def _child(row: LooksTogether) -> SafeString:
    if not row.child_key:
        return format_html("<span>{}</span>", _("走访手机里的片区资料"))
    address, told = _looks_of(child=row.child_key), _("只看这名儿童")
    return format_html('<a class="code" href="{}" title="{}">{}…</a>', address, told, row.child_key[:8])


def _fields(row: LooksTogether) -> SafeString:
    unmasked = format_html("{} ", mark("wait", _("未脱敏"))) if row.unmasked else ""
    return format_html("<span>{}{}</span>", unmasked, "、".join(row.fields))
