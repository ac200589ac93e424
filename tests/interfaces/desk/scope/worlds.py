"""A place of one's own and others, near and far, with a row of everything in each; and what may be asked there."""

from dataclasses import dataclass, field
from http import HTTPStatus

from django.db.models import Model
from django.test import Client
from django.utils import timezone
from tests import officers
from tests.interfaces.desk.planting import Plot, plant
from tests.interfaces.desk.test_admission import GUARDED

from gonghu.domain.access.models import Account, Post
from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.access.operations import appoint, assign_children, set_up_post
from gonghu.domain.access.terms import BLIND_ROLES, LISTED_ROLES, Role
from gonghu.domain.divisions.operations import load_divisions
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.acting import SYSTEM

VILLAGE, NEIGHBOUR, NEXT_DISTRICT, FAR = "120112100201", "120112101201", "120111001001", "130102001001"
LEVEL = {
    Role.PROVINCE_OFFICER: "12",
    Role.CITY_OFFICER: "1201",
    Role.TOWN_SUPERVISOR: "120112100",
    Role.VILLAGE_DIRECTOR: VILLAGE,
}
# They end the session, or change what the next request is answered by.
LEFT_ALONE = ("/sign-out", "/language", "/me/", "/sign-in", "/card/", "/demonstration")


@dataclass
class World:
    """One's own village and three others, near and far, with a row of everything in each (试验地)."""

    own: Plot
    others: list[Plot] = field(default_factory=list)


def planted_world() -> World:
    """Plant a row of everything in every place (种下试验数据)."""
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


def nearest(hidden: list[Plot]) -> list[Plot]:
    """Take the hidden place next to one's own: what is hidden there is hidden farther away."""
    return hidden[:1]
