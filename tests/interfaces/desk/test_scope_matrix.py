"""
Every address, as every role, with ids of one's own place, of another and of none: nothing of another place is told.

Nothing is listed here: addresses come from the resolver, ids from the tables, fields from the forms on the pages.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import ForeignKey, Model
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from tests import officers
from tests.interfaces.desk.conftest import SignedIn
from tests.interfaces.desk.forms_on_pages import FormFound, everything_in, forms_of, without_tokens
from tests.interfaces.desk.planting import CHILD_SIGNS, PUBLIC, STAFF_SIGNS, Plot, plant, tables
from tests.interfaces.desk.test_admission import GUARDED

from gonghu.domain.access.models import Account, Post
from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.access.operations import appoint, assign_children, set_up_post
from gonghu.domain.access.operations.reading import LOOKS
from gonghu.domain.access.terms import BLIND_ROLES, LISTED_ROLES, Role
from gonghu.domain.divisions.operations import load_divisions
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Child
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

VILLAGE, NEIGHBOUR, NEXT_DISTRICT, FAR = "120112100201", "120112101201", "120111001001", "130102001001"
ABSENT = UUID("00000000-0000-4000-8000-00000000dead")
LEVEL = {
    Role.PROVINCE_OFFICER: "12",
    Role.CITY_OFFICER: "1201",
    Role.TOWN_SUPERVISOR: "120112100",
    Role.VILLAGE_DIRECTOR: VILLAGE,
}
# They end the session, or change what the next request is answered by.
LEFT_ALONE = ("/sign-out", "/language", "/me/", "/sign-in", "/card/", "/demonstration")
# What belongs to an account and lies nowhere; nobody has one to begin with.
OF_ONE_ACCOUNT = {"/filters/<uuid:key>/drop", "/filters/<slug:page>/<uuid:key>/drop"}
KEYS: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SIGNS: Final = frozenset(CHILD_SIGNS + STAFF_SIGNS)
WORDS: Final = re.compile(r"[A-Za-z_]\w*")
TYPED: Final = frozenset({"text", "search", "textarea", "hidden"})
"""Kinds of field that take any words; all others take only what they offer."""
READING: Final = frozenset({"SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK"})
# Whoever needs to see children elsewhere asks there: the row waits for a signature of that place.
ASKED_ELSEWHERE = {"access.AccessGrant.division_code"}


ON_BOTH_IN_FULL: Final = frozenset({Role.DISTRICT_OFFICER, Role.VILLAGE_DIRECTOR})
"""Those who between them are offered every form; on PostgreSQL all others only open every page and every row."""


@dataclass
class World:
    """One's own village and three others, near and far, with a row of everything in each (试验地)."""

    own: Plot
    others: list[Plot] = field(default_factory=list)


@pytest.fixture
def world(db: None) -> World:
    del db
    at = timezone.now()
    for code in (VILLAGE[:6], NEXT_DISTRICT[:6], FAR[:6]):
        load_divisions(by=SYSTEM, at=at, area=Area.of(code))
    made = World(Plot(0, VILLAGE), [Plot(1, NEIGHBOUR), Plot(2, NEXT_DISTRICT), Plot(3, FAR)])
    failed = [each for plot in (made.own, *made.others) for each in plant(plot)]
    assert sorted(set(failed)) == []
    return made


def employ(role: Role, world: World, name: str = "somebody") -> Account:
    """Employ somebody where the role is at home; of listed roles, for the child of the own village."""
    at = timezone.now()
    division = LEVEL.get(role, VILLAGE[:6])
    account = officers.employ(name, role, division.ljust(12, "0"), at=at)
    if role in LISTED_ROLES:
        (held,) = officer(account=account, at=at).posts
        post = Post.objects.everywhere("test").get(pk=held.uuid)
        child = next(row.pk for model, row in world.own.rows.items() if model.__name__ == "Child")
        on = timezone.localdate(at)
        assign_children(post=post, children=[child], from_on=on, to_on=on, by=SYSTEM, at=at)
    return account


def hidden_from(by: Officer, world: World) -> list[Plot]:
    """List the places that lie outside every area of somebody."""
    areas = [Area.of(post.division_code) for post in by.posts]
    return [plot for plot in world.others if not any(area.holds(plot.code) for area in areas)]


class Written:
    """Notices which tables of the domain statements that write name (写入)."""

    def __init__(self) -> None:
        self.tables = {model._meta.db_table: model for model in tables()}
        self.named = set[type[Model]]()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        words = WORDS.findall(sql)
        if not READING.issuperset(words[:1]):
            self.named.update(self.tables[word] for word in words if word in self.tables)
        return execute(sql, params, many, context)

    def take(self) -> set[type[Model]]:
        """Give them, and begin anew."""
        seen, self.named = self.named, set()
        return seen


@dataclass
class Visit:
    """Somebody who asks for everything, and what was told that should not have been (访问)."""

    client: Client
    by: Officer
    world: World
    role: Role | None
    before: dict[str, object]
    leaks: list[str] = field(default_factory=list)
    asked: int = 0
    written: Written = field(default_factory=Written)

    @cached_property
    def hidden(self) -> list[Plot]:
        return hidden_from(self.by, self.world)

    @cached_property
    def secret(self) -> dict[str, str]:
        """What may not be told, and what it tells of: of hidden places everything, to the blind every child."""
        own = self.world.own
        secret = dict.fromkeys([own.child_sign, *own.keys(of_children=True)], "a child")
        secret = secret if self.role in BLIND_ROLES else {}
        for plot in self.hidden:
            secret |= dict.fromkeys([plot.child_sign, plot.staff_sign, *plot.keys()], plot.code)
        return secret

    def get(self, address: str, *, sent: tuple[str, ...] = ()) -> str:
        answer = self.client.get(address)
        if answer.status_code == HTTPStatus.FOUND:
            answer = self._past_what_stands_before(address, answer["Location"]) or answer
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, address
        return self._looked_at(address, answer.status_code, everything_in(answer), sent)

    def _past_what_stands_before(self, address: str, before: str) -> Any:
        """Fill in the form of a page that must be answered first, as the purpose of reading a file."""
        for form in forms_of(before, everything_in(self.client.get(before)))[0]:
            if form.method == "post" and address in form.fields.get("next", []) and not is_left_alone(form.action):
                return self.client.post(form.action, form.sent(), follow=True)
        return None

    def post(self, address: str, body: dict[str, object], *, sent: tuple[str, ...] = ()) -> None:
        """Send a form and take back whatever it did; rows of other places must be as they were."""
        kept = self.client.cookies["session"].value
        point = transaction.savepoint()
        with connection.execute_wrapper(self.written):
            answer = self.client.post(address, body)
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, address
        self._looked_at(f"POST {address} {sorted(body)}", answer.status_code, everything_in(answer), sent)
        after = rows_of(self.hidden, self.written.take())
        self.leaks += [
            f"POST {address} {sorted(body)} changed {at}"
            for at in after.keys() - ASKED_ELSEWHERE
            if after[at] != self.before[at]
        ]
        transaction.savepoint_rollback(point)
        assert self.client.cookies["session"].value == kept, f"{address} changed who is signed in"

    def _looked_at(self, address: str, status: int, said: str, sent: tuple[str, ...]) -> str:
        self.asked += 1
        told = signs_in(said) - set(sent)
        self.leaks += [f"{status} {address} tells {sign} of {self.secret[sign]}" for sign in told & self.secret.keys()]
        return said


def signs_in(said: str) -> set[str]:
    """Give the keys and the signs of places that stand in a text."""
    return set(KEYS.findall(said)) | (SIGNS & set(said))


def rows_of(plots: list[Plot], models: Iterable[type[Model]]) -> dict[str, object]:
    """Take down how the rows of places stand in some tables, and how many others lie there or point to them."""
    taken: dict[str, object] = {}
    for model in models if plots else ():
        rows = model._base_manager.all()
        taken[model._meta.label] = list(
            rows.filter(pk__in=[plot.rows[model].pk for plot in plots]).order_by("pk").values_list()
        )
        for each in model._meta.concrete_fields:
            if each.name.endswith("division_code"):
                theirs: list[object] = [plot.code for plot in plots]
            elif isinstance(each, ForeignKey) and each.remote_field.model in plots[0].rows:
                theirs = [plot.rows[each.remote_field.model].pk for plot in plots]
            else:
                continue
            taken[f"{model._meta.label}.{each.name}"] = rows.filter(**{f"{each.attname}__in": theirs}).count()
    return taken


def is_left_alone(address: str) -> bool:
    return address.startswith(LEFT_ALONE)


def addresses() -> list[str]:
    return [path for path, _ in GUARDED if not path.startswith(LEFT_ALONE)]


def fitting(world: World, client: Client) -> dict[str, list[type[Model]]]:
    """Find which table's keys each address takes, by trying those of one's own place; likely ones first."""
    found: dict[str, list[type[Model]]] = {}
    for path in addresses():
        if "<uuid:" not in path or "<slug:" in path:
            continue
        likely = sorted(world.own.rows, key=lambda model: model._meta.app_label[:4] not in path)
        for model in sorted(likely, key=lambda model: model.__name__.lower()[:4] not in path):
            status = client.get(filled(path, str(world.own.rows[model].pk))).status_code
            if status == HTTPStatus.METHOD_NOT_ALLOWED:
                break
            if status not in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}:
                found[path] = [model]
                break
    return found


def filled(path: str, key: str) -> str:
    for part in ("<uuid:key>", "<uuid:post>", "<uuid:child>", "<uuid:other>"):
        path = path.replace(part, key)
    return path.replace("<str:code>", VILLAGE)


def everybody(world: World, name: str = "everybody") -> Account:
    """Employ somebody with as many roles of the district as one person may hold."""
    account = employ(Role.DISTRICT_OFFICER, world, name)
    at, on = timezone.now(), timezone.localdate()
    for role in Role:
        if role not in {*BLIND_ROLES, *LISTED_ROLES, Role.REVIEWER, Role.DISTRICT_OFFICER}:
            post = set_up_post(role=role, division_code=VILLAGE[:6], from_on=on, by=SYSTEM, at=at)
            appoint(post=post, account=account, from_on=on, by=SYSTEM, at=at)
    account.refresh_from_db()
    return account


ACTS: Final = ("close", "move", "approve", "refuse")
"""Some of the words that addresses of an act take."""

FITTING: dict[str, list[type[Model]]] = {}
"""Found once for all roles: which tables' keys fit which address."""


@pytest.fixture
def fits(world: World, signed_in: SignedIn) -> dict[str, list[type[Model]]]:
    if not FITTING:
        before = transaction.savepoint()
        FITTING.update(fitting(world, signed_in(everybody(world))))
        transaction.savepoint_rollback(before)
    return FITTING


def nearest(hidden: list[Plot]) -> list[Plot]:
    """Take the hidden place next to one's own: what is hidden there is hidden farther away."""
    return hidden[:1]


def pages_of(visit: Visit, fits: dict[str, list[type[Model]]]) -> dict[str, str]:
    """Read every page that is one's own to read."""
    own = visit.world.own
    plain = [filled(path, "") for path in addresses() if "<uuid:" not in path and "<slug:" not in path]
    keyed = [filled(path, str(own.rows[model].pk)) for path, models in fits.items() for model in models]
    return {address: visit.get(address) for address in [*plain, *keyed]}


def ask_by_path(visit: Visit, fits: dict[str, list[type[Model]]]) -> None:
    """Ask for rows of a hidden place, and for none: both answers are the same."""
    for path, models in fits.items():
        nowhere = without_tokens(visit.get(filled(path, str(ABSENT))), str(ABSENT))
        for plot in nearest(visit.hidden):
            for model in models:
                key = str(plot.rows[model].pk)
                there = visit.get(filled(path, key), sent=(key,))
                if model._meta.app_label not in PUBLIC and without_tokens(there, key) != nowhere:
                    visit.leaks.append(f"{path} tells a row of {plot.code} from none")


def ask_by_query(visit: Visit, pages: dict[str, str]) -> None:
    """Put ids, codes, names and numbers of a hidden place into every field that asks, and every parameter of a link."""
    own = {str(row.pk): model for model, row in visit.world.own.rows.items()}
    samples, texts = asked_on(pages)
    for (where, name), values in sorted(samples.items()):
        for plot in nearest(visit.hidden):
            models = {own[value] for value in values if value in own}
            theirs = {str(plot.rows[model].pk) for model in models} or {str(plot.rows[Child].pk)}
            said = set() if is_choice(values - {""}) else {plot.code}
            if (where, name) in texts:
                said |= {plot.token, plot.citizen_number}
            for value in sorted(theirs | said):
                visit.get(f"{where}?{urlencode({name: value})}", sent=(value,))


Asked = tuple[str, str]
"""An address and the name of what it may be asked."""


def asked_on(pages: dict[str, str]) -> tuple[dict[Asked, set[str]], set[Asked]]:
    """Give what pages may be asked, by their forms and links, with samples, and which of it takes any words."""
    samples: dict[Asked, set[str]] = {}
    texts = set[Asked]()
    for address, page in pages.items():
        forms, links = forms_of(address, page)
        for form in (form for form in forms if form.method == "get"):
            where = urlsplit(form.action).path
            texts.update((where, name) for name, kind in form.kinds.items() if kind in TYPED)
            for name, given in form.fields.items():
                samples.setdefault((where, name), set()).update(given)
        for where, _, query in (link.partition("?") for link in links):
            for name, value in parse_qsl(query):
                samples.setdefault((where, name), set()).add(value)
    return samples, texts


def is_choice(values: set[str]) -> bool:
    """Tell whether a field takes one of some words of ours, which no place is."""
    return bool(values) and all(each.isascii() and each.isupper() for each in values)


def ask_by_form(visit: Visit, pages: dict[str, str]) -> None:
    """Send every form with ids and codes of a hidden place in its address and in its fields."""
    own = {str(row.pk): model for model, row in visit.world.own.rows.items()}
    seen = set()
    for address, page in pages.items():
        for form in forms_of(address, page)[0]:
            shape = (own_key_cut(form.action, own), tuple(form.kinds))
            if form.method != "post" or is_left_alone(form.action) or shape in seen:
                continue
            seen.add(shape)
            for plot in nearest(visit.hidden):
                for action, body, sent in foreign_forms(form, own, plot):
                    visit.post(action, body, sent=sent)


def own_key_cut(action: str, own: dict[str, type[Model]]) -> str:
    for key in own:
        action = action.replace(key, "*")
    return action


def foreign_forms(
    form: FormFound, own: dict[str, type[Model]], plot: Plot
) -> list[tuple[str, dict[str, object], tuple[str, ...]]]:
    """Make the variants of a form: with the address of another's row, with others' ids, codes and names in it."""
    theirs = {key: str(plot.rows[model].pk) for key, model in own.items()}
    moved = form.action
    for key, other in theirs.items():
        moved = moved.replace(key, other)
    body = form.sent()
    keyed = {
        name: theirs.get(next((value for value in form.fields[name] if value in theirs), ""), value)
        for name, value in body.items()
    }
    texts = [name for name, kind in form.kinds.items() if kind in TYPED]
    texts = [name for name in texts if name != "csrfmiddlewaretoken"]
    sent = (*theirs.values(), plot.code)
    variants = [(form.action, keyed, sent)]
    if moved != form.action:
        variants.append((moved, body, sent))
    said = (plot.code, f"planted{plot.number}", plot.citizen_number) if texts else ()
    return variants + [(form.action, body | dict.fromkeys(texts, value), sent) for value in said]


@pytest.mark.parametrize("role", list(Role))
def test_nothing_of_another_place_is_told_or_changed(
    world: World, fits: dict[str, list[type[Model]]], signed_in: SignedIn, role: Role
) -> None:
    account = employ(role, world)
    by = officer(account=account, at=timezone.now())
    visit = Visit(signed_in(account), by, world, role, rows_of(hidden_from(by, world), tables()))
    pages = pages_of(visit, fits)
    ask_by_path(visit, fits)
    # What a role may do with a form is the same on every database; whether the database takes what is sent is not.
    if connection.vendor == "sqlite" or role in ON_BOTH_IN_FULL:
        ask_by_query(visit, pages)
        ask_by_form(visit, pages)
    assert visit.client.get("/").status_code == 200
    assert sorted(set(visit.leaks)) == []
    assert visit.asked > 50


def test_what_no_page_of_the_planted_rows_leads_to_is_asked_with_every_row_of_another_place(
    world: World, fits: dict[str, list[type[Model]]], signed_in: SignedIn
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("Who is turned away is the same on every database; these ten thousand requests ask nothing else.")
    account = everybody(world, "everybody-else")
    by = officer(account=account, at=timezone.now())
    visit = Visit(signed_in(account), by, world, None, rows_of(hidden_from(by, world), tables()))
    forms = [form for address, page in pages_of(visit, fits).items() for form in forms_of(address, page)[0]]
    sent_to = {f"/{resolve(urlsplit(form.action).path).route}" for form in forms}
    asked = {path for path, models in fits.items() if models} | sent_to
    for path in sorted({path for path in addresses() if "<uuid:" in path} - asked - OF_ONE_ACCOUNT):
        for row in nearest(visit.hidden)[0].rows.values():
            for act in ACTS if "<slug:act>" in path else ("",):
                key = str(row.pk)
                visit.post(filled(path, key).replace("<slug:act>", act), {}, sent=(key,))
    assert sorted(set(visit.leaks)) == []
    assert visit.asked > 500


TELLS_NO_MORE_THAN_A_LIST: Final = {
    # Many children in rows, each with the masked name that lists show.
    "/tasks/orders/<uuid:key>/", "/sweeps/<uuid:key>/", "/sweeps/<uuid:key>/<str:code>/",
    "/benefits/batches/<uuid:key>/", "/benefits/school/<uuid:key>/", "/takeovers/<uuid:key>/",
    "/insurance/<uuid:key>/", "/insurance/<uuid:key>/lines", "/insurance/<uuid:key>/bills", "/payrolls/<uuid:key>/",
    "/runs/<uuid:key>/", "/review/<uuid:key>/", "/rosters/agreements/<uuid:key>/", "/rosters/sheets/<uuid:key>/",
    "/rosters/<uuid:key>/", "/questionnaires/<uuid:key>/", "/ledger/<uuid:key>/",
    # A form over the masked name.
    "/children/<uuid:key>/merge", "/children/merges/<uuid:key>/split", "/children/<uuid:key>/consents/new",
    "/children/consents/<uuid:key>/withdraw", "/visits/exceptions/new/<uuid:key>", "/visits/follow-up/<uuid:key>",
    "/holidays/<uuid:key>/tell",
    # A complaint is of whoever complains.
    "/visits/complaints/<uuid:key>/",
}  # fmt: skip


def test_every_page_about_one_child_is_a_reading_that_is_written_down(
    world: World, fits: dict[str, list[type[Model]]], signed_in: SignedIn
) -> None:
    """儿童个人信息网络保护规定第十五条：记录访问情况."""
    account = everybody(world, "everybody-reads")
    visit = Visit(signed_in(account), officer(account=account, at=timezone.now()), world, None, {})
    looks = AuditEntry.objects.filter(verb__in=LOOKS, subject_kind="child")
    unwritten = []
    for path, (model,) in fits.items():
        before = looks.count()
        page = visit.get(filled(path, str(world.own.rows[model].pk)))
        if world.own.child_sign in page and looks.count() == before:
            unwritten.append(path)
    assert sorted(set(unwritten) - TELLS_NO_MORE_THAN_A_LIST) == []
