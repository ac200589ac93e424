"""The site of the demonstration: made once, with three weeks of work in it, and opened."""

import csv
import secrets
import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from gonghu.domain.access.models import Account
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.operations import load_divisions
from gonghu.domain.divisions.queries import full_names
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.acting import SYSTEM
from gonghu.interfaces.cli.demo import look_at
from gonghu.interfaces.cli.init import make_ready
from gonghu.interfaces.cli.serve import serve
from gonghu.interfaces.cli.terminal import console
from gonghu.standards.division_code import pad
from gonghu.standards.division_names import places_within
from gonghu.usecases.demonstration import Player, employ, players_of
from gonghu.usecases.demonstration_assigned import assign_some
from gonghu.usecases.demonstration_calls import Callers, people_change
from gonghu.usecases.demonstration_cast import NAME, Cast, CastMember, keep_cast, kept_cast
from gonghu.usecases.demonstration_items import collect_some
from gonghu.usecases.demonstration_money import months_of_money, plan_money, set_figures
from gonghu.usecases.demonstration_reviews import look_again_at_some
from gonghu.usecases.demonstration_visits import Rounds
from gonghu.usecases.demonstration_weeks import DAYS, Office, compare, pass_days

DISTRICT: Final = "120112"
_AWAY: Final = "130929100000"
"""A town of another province, where families of the district work."""
_DIRECTORS: Final = 16


def is_ready() -> bool:
    """Tell whether the demonstration was made before."""
    return (settings.GONGHU_HOME / NAME).is_file()


def prepare(files: Path, began: datetime) -> None:
    """Make the site, let its people be invented and their three weeks pass."""
    make_ready()
    console.print("装入行政区划…")
    before = datetime.combine(months_of_money(began).decided, began.timetz())
    for area in (DISTRICT[:2], _AWAY[:6]):
        load_divisions(by=SYSTEM, at=before, area=Area.of(area))
    truth = files.with_name(f"{files.name}.truth.csv")
    players, password = _players(truth), _password()
    console.print("各岗位的人员到岗…")
    accounts = employ(players=players, password=password, at=before)
    office = _office(players, accounts)
    set_figures(home=settings.GONGHU_HOME, district=DISTRICT, begins=date(2020, 1, 1))
    console.print("在册儿童转入，发放上月的钱…")
    money = plan_money(office=office, truth=truth, began=began)
    console.print("比对名册…")
    compare(folder=files, office=office, at=began)
    console.print("度过三周…")
    rounds, callers = Rounds(office), Callers(office)

    def also(day: int, at: datetime) -> None:
        rounds(day, at)
        collect_some(rounds, day, at)
        callers(day, at)
        money(day, at)

    pass_days(office=office, since=began, also=also)
    look_again_at_some(office=office, at=began + timedelta(days=DAYS))
    assign_some(accounts=accounts, at=began + timedelta(days=DAYS))
    people_change(office=office, at=began + timedelta(days=DAYS))
    _keep(players, password, began.date())


def tell(port: int) -> None:
    """Say who there is, and where."""
    cast = kept_cast()
    if cast is None:
        return
    console.print(f"\n演示人员（口令都是 [bold]{cast.password}[/bold]）：")
    for member in cast.members:
        console.print(f"  {member.sign_in_name:<14} {member.name}  {member.role}  {member.place}", highlight=False)
    console.print(f"\n选一个岗位进入：[bold]http://127.0.0.1:{port}/demonstration[/bold]")


def open_doors(port: int) -> None:
    """Serve the site, and open the work table of the district officer once it answers."""
    address = f"http://127.0.0.1:{port}/demonstration/district"
    threading.Thread(target=_look_when_up, args=(address,), daemon=True).start()
    serve.main(["--port", str(port)], standalone_mode=False)


def _look_when_up(address: str) -> None:
    time.sleep(2)
    look_at(address)


def _office(players: tuple[Player, ...], accounts: Mapping[str, Account]) -> Office:
    """Say who does the work of the district."""
    here = [player for player in players if player.division_code.startswith(DISTRICT)]

    def those(role: Role, digits: int) -> dict[str, Account]:
        return {each.division_code[:digits]: accounts[each.sign_in_name] for each in here if each.role == role}

    return Office(
        division_code=pad(DISTRICT),
        commissioner=accounts["commissioner"],
        district=accounts["district"],
        finance=accounts["finance"],
        reviewer=accounts["reviewer"],
        away=accounts["away"],
        supervisors=those(Role.TOWN_SUPERVISOR, 9),
        directors=those(Role.VILLAGE_DIRECTOR, 12),
    )


def _players(truth: Path) -> tuple[Player, ...]:
    """
    Directors work where there is most to do, in one town; elsewhere there is none yet, as in life.

    The first has a lead to verify, and of such villages the most children to visit: most people try her telephone.
    """
    towns = sorted(
        code for code in places_within(DISTRICT) if len(code.rstrip("0")) > len(DISTRICT) and code.endswith("000")
    )
    with truth.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = Counter(row["division_code"] for row in rows if row["findings"])
    known = Counter(row["division_code"] for row in rows if row["category"] and not row["findings"])
    town = Counter(code[:9] for code in found.elements()).most_common(1)[0][0]
    villages = [code for code, _ in found.most_common() if code.startswith(town)]
    first = max(villages, key=known.__getitem__)
    villages.sort(key=first.__ne__)
    away = Player("away", "高文静", Role.TOWN_SUPERVISOR, _AWAY, "")
    here = players_of(district=DISTRICT, town=pad(town), villages=villages[:_DIRECTORS], towns=towns)
    return (*here, away)


def _password() -> str:
    return "-".join(secrets.token_hex(2) for _ in range(4))


def _keep(players: tuple[Player, ...], password: str, on: date) -> None:
    places = full_names(codes={player.division_code for player in players}, on=on)
    members = tuple(
        CastMember(player.sign_in_name, player.name, str(player.role.label), places[player.division_code], player.does)
        for player in players
        if player.does
    )
    keep_cast(Cast(password, members), settings.GONGHU_HOME)
