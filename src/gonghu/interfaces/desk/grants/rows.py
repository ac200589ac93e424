"""Grants as a list shows them (授权清单)."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.leave_reading import GrantStage, grant_stage
from gonghu.domain.access.models import AccessGrant
from gonghu.domain.access.officer import Officer
from gonghu.domain.people.terms import Category
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.tables import Column, address_of, link, mark

_LOOKS: Final = {GrantStage.IN_FORCE: "good", GrantStage.OVER: "off"}


@dataclass(frozen=True, slots=True)
class GrantShown:
    """One grant with its words (授权显示项)."""

    grant: AccessGrant
    stage: GrantStage
    place: str
    post_place: str
    categories: tuple[str, ...]


def grant_rows(found: Sequence[AccessGrant], by: Officer) -> list[GrantShown]:
    """Write grants with the names of their places."""
    today = timezone.localdate()
    places = names_of([row.division_code for row in found] + [row.post.division_code for row in found])
    return [
        GrantShown(
            row,
            grant_stage(grant=row, on=today, scope=by),
            places[row.division_code],
            places[row.post.division_code],
            tuple(str(Category(each).label) if each in Category.values else each for each in row.categories),
        )
        for row in found
    ]


def grant_columns() -> list[Column[GrantShown]]:
    """Give the columns of a list of grants."""
    page_of, purpose, place = address_of("desk:grant"), attrgetter("grant.purpose"), attrgetter("place")
    until_on, asked_by, signed_by = map(attrgetter, ("grant.until_on", "grant.asked_by", "grant.signed_by"))
    return [
        Column(_("目的"), lambda row: link(page_of(row.grant.pk), row.grant.purpose), purpose, 40),
        Column(_("查看哪里"), place, place, 30),
        Column(_("类别"), _categories, _categories, 24),
        Column(_("给谁"), _post, _post, 30),
        Column(_("申请人"), taken=lambda row: asked_by(row).display_name, width=12),
        Column(_("批准人"), taken=lambda row: signed_by(row).display_name if signed_by(row) else "", width=12),
        Column(_("有效期至"), lambda row: until_on(row).isoformat(), until_on, 12, look="code"),
        Column(_("阶段"), stage_mark, lambda row: str(row.stage.label), 12),
    ]


def stage_mark(row: GrantShown) -> SafeString:
    """Show how far a grant has come."""
    return mark(_LOOKS.get(row.stage, "wait"), str(row.stage.label))


def _categories(row: GrantShown) -> str:
    return "、".join(map(worded, row.categories)) or _("全部类别")


def _post(row: GrantShown) -> str:
    return f"{row.post_place} {worded(row.grant.post.get_role_display())}"
