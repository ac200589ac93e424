"""The site of the demonstration: made once, with three weeks of work in it, and opened."""

import csv
import secrets
import threading
import time
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

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
from gonghu.usecases.demonstration_benefits import Benefits
from gonghu.usecases.demonstration_cast import NAME, Cast, CastMember, keep_cast, kept_cast
from gonghu.usecases.demonstration_money import set_figures
from gonghu.usecases.demonstration_visits import Rounds
from gonghu.usecases.demonstration_weeks import Office, compare, pass_days

DISTRICT: Final = "120112"
_DIRECTORS: Final = 16


def is_ready() -> bool:
    """Tell whether the demonstration was made before."""
    return (settings.GONGHU_HOME / NAME).is_file()


def prepare(files: Path, began: datetime) -> None:
    """Make the site, let its people be invented and their three weeks pass."""
    make_ready()
    console.print("装入行政区划…")
    before = began - timedelta(days=30)
    load_divisions(by=SYSTEM, at=before, area=Area.of(DISTRICT[:2]))
    players, password = _players(files.with_name(f"{files.name}.truth.csv")), _password()
    console.print("各岗位的人员到岗…")
    accounts = employ(players=players, password=password, at=before)
    office = Office(
        division_code=pad(DISTRICT),
        commissioner=accounts["commissioner"],
        district=accounts["district"],
        supervisors={
            player.division_code[:9]: accounts[player.sign_in_name]
            for player in players
            if player.role == Role.TOWN_SUPERVISOR
        },
        directors={
            player.division_code: accounts[player.sign_in_name]
            for player in players
            if player.role == Role.VILLAGE_DIRECTOR
        },
    )
    set_figures(home=settings.GONGHU_HOME, district=DISTRICT, begins=date(2020, 1, 1))
    console.print("比对名册…")
    compare(folder=files, office=office, at=began)
    console.print("度过三周…")
    rounds, benefits = Rounds(office), Benefits(office)

    def also(day: int, at: datetime) -> None:
        rounds(day, at)
        benefits(day, at)

    pass_days(office=office, since=began, also=also)
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


def _players(truth: Path) -> tuple[Player, ...]:
    """Directors work where there is most to do, in one town; elsewhere there is none yet, as in life."""
    towns = sorted(
        code for code in places_within(DISTRICT) if len(code.rstrip("0")) > len(DISTRICT) and code.endswith("000")
    )
    with truth.open(encoding="utf-8-sig", newline="") as file:
        found = Counter(row["division_code"] for row in csv.DictReader(file) if row["findings"])
    town = Counter(code[:9] for code in found.elements()).most_common(1)[0][0]
    villages = [code for code, _ in found.most_common() if code.startswith(town)]
    return players_of(district=DISTRICT, town=pad(town), villages=villages[:_DIRECTORS], towns=towns)


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
