"""The children that a post of a listed role works for (指派儿童): assigned for a time, released at any time."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gonghu.domain.access.models import Post
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import assign_children, release_children
from gonghu.domain.access.operations.assignments import ContractNotTheirs, PeriodMissing
from gonghu.domain.access.queries import children_of_post, listed_post
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.organisations.queries import contracts_in_force
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import names_of_children, search_children
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.rows import age_shown, places_shown, sex_shown
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import names_of
from gonghu.standards import citizen_number
from gonghu.standards.masking import masked_name

REFUSED: Final = 422
MOST: Final = 200
HALF_A_YEAR: Final = timedelta(days=183)


class FindForm(DeskForm):
    """Whom to choose from (查找儿童)."""

    text = forms.CharField(
        label=_("姓名、拼音、首字母、证件号末四位或村（居）名"),
        required=False,
        max_length=50,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class AssignmentForm(DeskForm):
    """Which children a post works for, and how long (指派儿童)."""

    chosen = forms.MultipleChoiceField(label=_("查到的儿童"), required=False, widget=forms.CheckboxSelectMultiple)
    numbers = forms.CharField(
        label=_("儿童的身份证号"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        max_length=10_000,
        help_text=_("查不到时用：一行一个，写完整号码。只能指派您看得到的儿童。"),
    )
    contract = forms.ChoiceField(label=_("按哪份合同"), required=False, help_text=_("合同终止，指派同时终止。"))
    from_on = DayField(label=_("自何日起"))
    to_on = DayField(label=_("至何日止（含当日）"))

    def __init__(
        self,
        *args: Any,
        contracts: Sequence[tuple[str, str]],
        offered: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.MultipleChoiceField", self.fields["chosen"]).choices = offered
        if not offered:
            del self.fields["chosen"]
        cast("forms.ChoiceField", self.fields["contract"]).choices = [("", _("没有合同")), *contracts]

    def clean_numbers(self) -> list[str]:
        """
        Read the numbers, one a line.

        :raises ValidationError: one is no whole citizen number, or there are too many
        """
        said = ["".join(line.split()).upper() for line in self.cleaned_data["numbers"].splitlines() if line.strip()]
        wrong = [str(line) for line, number in enumerate(said, start=1) if citizen_number.key(number) is None]
        if wrong:
            raise forms.ValidationError(_("第 %s 行不是完整有效的身份证号。") % "、".join(wrong))
        if len(said) > MOST:
            raise forms.ValidationError(_("一次最多 %s 名，请分几次。") % MOST)
        return said

    def clean(self) -> dict[str, Any]:
        """Ask for somebody."""
        said = super().clean() or {}
        if not (said.get("chosen") or said.get("numbers") or self.errors):
            self.add_error("numbers", _("请先查找并勾选儿童，或写身份证号。"))
        return said


@sensitive_post_parameters("numbers")
@require_http_methods(["GET", "POST"])
@needs(Permission.APPROVE_ACCESS)
def children_of(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show the children that a post works for; assign more, or release one."""
    today, scope = timezone.localdate(), request.officer.scope
    post = listed_post(post=key, scope=scope, on=today)
    if post is None:
        raise Http404
    if request.method == "POST" and "release" in request.POST:
        return _released(request, post)
    find = FindForm(request.GET)
    form = AssignmentForm(
        request.POST or None,
        contracts=_contracts(post),
        offered=_offered(request, post, find.said().get("text", "")),
        initial={"from_on": today, "to_on": today + HALF_A_YEAR},
    )
    if request.method == "POST" and form.is_valid() and _assigned(request, post, form):
        return HttpResponseRedirect(reverse("desk:post-children", args=[key]))
    rows = children_of_post(post=key, scope=scope, on=today)
    names = names_of_children(children=[row.child_key for row in rows], scope=scope)
    context = {
        "post": post,
        "place": names_of([post.division_code])[post.division_code],
        "rows": [{"row": row, "name": masked_name(names.get(row.child_key, "")) or "—"} for row in rows],
        "form": form,
        "find": find,
    }
    return render(request, "desk/accounts/children.html", context, status=REFUSED if form.errors else 200)


def _assigned(request: DeskRequest, post: Post, form: AssignmentForm) -> bool:
    said, scope = form.cleaned_data, request.officer.scope
    found = {
        number: search_children(text=number, scope=scope, on=timezone.localdate(), most=1) for number in said["numbers"]
    }
    area = Area.of(post.division_code)
    missing = [
        str(line)
        for line, number in enumerate(said["numbers"], start=1)
        if not found[number] or not area.holds(found[number][0].division_code)
    ]
    if missing:
        form.add_error("numbers", _("第 %s 行没有查到：不在档、您看不到，或不在该岗位的区划内。") % "、".join(missing))
        return False
    try:
        count = assign_children(
            post=post,
            children=[
                *map(UUID, said.get("chosen", ())),
                *(children[0].pk for children in found.values()),
            ],
            from_on=said["from_on"],
            to_on=said["to_on"],
            contract=UUID(said["contract"]) if said["contract"] else None,
            by=request.officer,
            at=request.at,
        )
    except (NotPermitted, ContractNotTheirs) as refusal:
        form.refuse(refusal)
        return False
    except PeriodMissing as refusal:
        form.refuse(refusal, "to_on")
        return False
    messages.success(request, _("已指派 %s 名儿童。") % count)
    return True


def _offered(request: DeskRequest, post: Post, text: str) -> list[tuple[str, str]]:
    """List the children found whom the post may work for: those one sees, in its area."""
    area, today = Area.of(post.division_code), timezone.localdate()
    found = search_children(text=text, scope=request.officer.scope, on=today)
    there = [child for child in found if area.holds(child.division_code)]
    places = places_shown([child.division_code for child in there], request.officer)
    return [(str(child.pk), " · ".join(_told(child, places[child.division_code], today))) for child in there]


def _told(child: Child, place: str, on: date) -> Iterator[str]:
    yield from filter(None, (masked_name(child.name), sex_shown(child.sex), age_shown(child.born_on, on), place))


def _released(request: DeskRequest, post: Post) -> HttpResponse:
    today = timezone.localdate()
    rows = children_of_post(post=post.pk, scope=request.officer.scope, on=today)
    chosen = [row.child_key for row in rows if str(row.pk) == request.POST["release"]]
    if not chosen:
        raise Http404
    release_children(post=post, children=chosen, on=today, by=request.officer, at=request.at)
    messages.success(request, _("已解除指派，马上看不到该儿童。"))
    return HttpResponseRedirect(reverse("desk:post-children", args=[post.pk]))


def _contracts(post: Post) -> list[tuple[str, str]]:
    """List the contracts in force under which the post's organisation works."""
    if post.organisation_id is None:
        return []
    found = contracts_in_force(scope=Area(""), on=timezone.localdate(), provider=post.organisation)
    return [(str(each.pk), f"{each.number} {each.title}") for each in found]
