"""The search of the top bar (搜索), dropping down while somebody types, and as a page."""

from dataclasses import dataclass
from operator import attrgetter
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import search_children
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.rows import age_shown, category_shown, places_shown, sex_shown
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.tables import Column, address_of, link, table_of
from gonghu.standards.masking import masked_name

_DROPPED_DOWN = 8
_ON_PAGE = 20


class SearchForm(DeskForm):
    """Whatever somebody remembers of a child (搜索条件)."""

    q = forms.CharField(
        label=_("姓名、拼音、首字母、证件号末四位或村（居）名"),
        required=False,
        max_length=50,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


@dataclass(frozen=True, slots=True)
class ChildHit:
    """One child that was found (搜索结果)."""

    key: UUID
    name: str
    sex: str
    age_words: str
    place: str
    category: str


@require_safe
@needs(Permission.SEE_CHILDREN)
def search(request: DeskRequest) -> HttpResponse:
    """Find children by whatever somebody remembers; a request in the background gets the hits alone."""
    form = SearchForm(request.GET)
    words = form.said().get("q", "")
    in_background = "HX-Request" in request.headers
    most = _DROPPED_DOWN if in_background else _ON_PAGE
    found = search_children(text=words, scope=request.officer.scope, on=timezone.localdate(), most=most + 1)
    context = {"form": form, "q": words, "searched": words, "more": len(found) > most}
    context["hits"] = _hits(found[:most], request.officer)
    if in_background:
        return render(request, "desk/search/hits.html", context)
    context["table"] = table_of(hit_columns(), context["hits"])
    return render(request, "desk/search/search.html", context)


def hit_columns() -> list[Column[ChildHit]]:
    """Give the columns of what was found."""
    file_of = address_of("desk:child")
    return [
        Column(gettext("姓名"), lambda hit: link(file_of(hit.key), hit.name), look="name"),
        Column(gettext("性别"), attrgetter("sex")),
        Column(gettext("年龄"), attrgetter("age_words")),
        Column(gettext("村（居）"), attrgetter("place")),
        Column(gettext("类别"), attrgetter("category")),
    ]


def _hits(found: list[Child], by: Officer) -> list[ChildHit]:
    today = timezone.localdate()
    places = places_shown([child.division_code for child in found], by)
    return [
        ChildHit(
            child.pk,
            masked_name(child.name),
            sex_shown(child.sex),
            age_shown(child.born_on, today),
            places[child.division_code],
            category_shown(child.category, child.division_code, by.scope),
        )
        for child in found
    ]
