"""Ask for everything as somebody, and take down what was told or changed that should not have been."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from django.db import connection, transaction
from django.db.models import ForeignKey, Model
from django.test import Client
from tests.interfaces.desk.forms_on_pages import FormFound, everything_in, forms_of, without_tokens
from tests.interfaces.desk.planting import CHILD_SIGNS, PUBLIC, STAFF_SIGNS, Plot, tables
from tests.interfaces.desk.scope.worlds import World, addresses, filled, hidden_from, is_left_alone, nearest

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import BLIND_ROLES, Role
from gonghu.domain.people.models import Child

ABSENT = UUID("00000000-0000-4000-8000-00000000dead")
KEYS: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SIGNS: Final = frozenset(CHILD_SIGNS + STAFF_SIGNS)
WORDS: Final = re.compile(r"[A-Za-z_]\w*")
TYPED: Final = frozenset({"text", "search", "textarea", "hidden"})
"""Kinds of field that take any words; all others take only what they offer."""
READING: Final = frozenset({"SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK"})
# Whoever needs to see children elsewhere asks there: the row waits for a signature of that place.
ASKED_ELSEWHERE = {"access.AccessGrant.division_code"}


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
