"""`gonghu demo`: one command, and a district is at work; nothing in it has to be prepared by hand."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from tests.interfaces.desk.domain_words import PACKS, labels

from gonghu.interfaces.desk.audit.detail_words import DETAILS
from gonghu.interfaces.desk.audit.words import SUBJECTS, VERBS

GONGHU = Path(sys.executable).with_name("gonghu")
WALK_LINKS = Path(__file__).with_name("walk_links.py")
BASES = "\n".join(re.findall("basis: (.+)", (PACKS / "clocks.yaml").read_text(encoding="utf-8")))
"""What limits rest on, which no page translates."""
WALK_IN_ENGLISH = Path(__file__).with_name("walk_in_english.py")
PERSONS = "6000"
MONEY = (
    "/ledger/", "/ledger/month", "/budgets/", "/gaps/", "/help/", "/payrolls/", "/payrolls/stops/", "/benefits/",
    "/benefits/batches", "/applications/",
)  # fmt: skip
PAGES = {
    "finance": MONEY,
    "district": (*MONEY, "/takeovers/", "/benefits/endings", "/insurance/", "/referrals/", "/keying/"),
    "supervisor": ("/applications/", "/applications/elsewhere", "/benefits/", "/help/", "/referrals/"),
}
CHINESE_BY_NATURE = re.compile(
    r"共|中文"  # the mark of the name, and the way back
    r"|.*(?:问题|没有领到)"  # what a form calls a problem
    r"|.*不符合“.*"  # reasons, as the rules of a pack say them
    r"|申请带着自己的期限.*|项目名称见于市级报道.*|本系统建议.*"  # notes of packs
    r"|.*(?:〔\d{4}〕|法第\d).*"  # documents and articles
    r"|人民币.*元整"  # a sum in capitals, as it is signed for
    r"|津南"  # an example of what to look for
)
"""Chinese on English pages that nobody's data is."""
WALK = """
import json, re, sys
from gonghu.interfaces.cli.site import start_site
start_site()
from django.test import Client
def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()
told = {}
for role, paths in json.loads(sys.argv[1]).items():
    client = Client(SERVER_NAME="127.0.0.1")
    assert client.get(f"/demonstration/{role}").status_code == 302
    for path in paths:
        told[f"{role} {path}"] = page = text(client, path)
        if path == "/payrolls/":
            for payroll in re.findall(r'href="(/payrolls/[0-9a-f-]{36}/)"', page):
                told[f"{role} payroll {payroll}"] = page = text(client, payroll)
print(json.dumps(told))
"""


def ran(home: Path, *command: str | Path, said: str = "", **settings: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GONGHU_", "DJANGO_"))}
    env = clean | {"GONGHU_HOME": str(home)} | settings
    done = subprocess.run(command, env=env, input=said, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def demo(home: Path, *arguments: str) -> str:
    return ran(home, GONGHU, *arguments)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "home"
    said = demo(folder, "demo", "--home", str(folder), "--persons", PERSONS, "--prepare-only")
    for name in ("district", "commissioner", "supervisor", "director", "auditor", "technician"):
        assert f"  {name} " in said
    return folder


def counted(home: Path, table: str, condition: str = "1 = 1") -> int:
    with sqlite3.connect(home / "gonghu.sqlite3") as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0])


def test_children_were_found_and_have_files(home: Path) -> None:
    assert counted(home, "policies_finding") >= 30
    found = "SELECT child_id FROM policies_finding"
    # Whoever is rightly on the roll has a file too, and nothing was found about him.
    on_roll = "SELECT child_id FROM people_categoryassignment WHERE first_by_id IS NULL"
    assert counted(home, "people_child", f"person_id IN ({found})") >= 30
    assert counted(home, "people_child", f"person_id NOT IN ({found}) AND person_id IN ({on_roll})") > 0
    by_screening = "source = 'SCREENING'"
    rest = f"person_id NOT IN ({found}) AND person_id NOT IN ({on_roll}) AND {by_screening}"
    assert counted(home, "people_child", rest) == 0


def test_the_audit_has_words_for_whatever_was_done(home: Path) -> None:
    with sqlite3.connect(home / "gonghu.sqlite3") as connection:
        done = set(connection.execute("SELECT DISTINCT verb, subject_kind FROM audit_auditentry"))
        details = connection.execute("SELECT DISTINCT key FROM audit_auditentry, json_each(audit_auditentry.detail)")
        assert sorted({key for (key,) in details} - DETAILS.keys()) == []
    assert len(done) > 50
    assert sorted({verb for verb, _subject in done} - VERBS.keys()) == []
    assert sorted({subject for _verb, subject in done if subject} - SUBJECTS.keys()) == []


def test_whoever_tries_the_first_telephone_has_somebody_to_visit(home: Path) -> None:
    account = "account_id IN (SELECT uuid FROM access_account WHERE sign_in_name = 'director')"
    post = f"SELECT post_id FROM access_tenure WHERE {account}"
    here = f"division_code = (SELECT division_code FROM access_post WHERE uuid IN ({post}))"
    met = "SELECT child_id FROM visits_visit WHERE outcome = 'MET'"
    assert counted(home, "people_child", f"{here} AND state = 'RECOGNISED' AND person_id NOT IN ({met})") > 0
    assert counted(home, "visits_visit", f"{here} AND outcome = 'MET'") > 0
    assert counted(home, "tasks_task", f"{here} AND kind = 'VERIFY_LEAD' AND state = 'OPEN'") > 0
    assert counted(home, "questionnaires_submission", f"{account} AND state = 'SENT_BACK'") > 0


def test_work_is_done_waiting_and_late(home: Path) -> None:
    assert counted(home, "tasks_task", "state = 'DONE' AND outcome = 'CONFIRMED'") > 0
    assert counted(home, "tasks_task", "state = 'OPEN'") > 0
    assert counted(home, "tasks_task", "state = 'OPEN' AND level > 0") > 0


def test_children_were_recognised_by_two_people(home: Path) -> None:
    assert counted(home, "policies_recognition", "state = 'APPROVED' AND first_by_id <> second_by_id") > 0
    assert counted(home, "people_categoryassignment") > 0


def test_children_were_visited_and_something_is_left_to_do(home: Path) -> None:
    assert counted(home, "visits_listedchild") > counted(home, "visits_visit", "outcome = 'MET'") > 0
    assert counted(home, "questionnaires_submission", "state = 'ACCEPTED'") > 0
    assert counted(home, "questionnaires_submission", "state = 'RECEIVED'") == 0
    assert counted(home, "visits_problem") > 0
    assert counted(home, "people_recordeditem") > 20
    assert counted(home, "people_cardconflict", "choice = '' AND field = 'housing'") == 1
    assert counted(home, "visits_wish", "kind = 'WISH'") > 0
    assert counted(home, "visits_wish", "kind <> 'WISH'") >= 3
    assert counted(home, "tasks_task", "kind = 'LATE_WISH' AND state = 'OPEN'") == 1


def test_people_call_for_help_somebody_is_on_duty_and_posts_changed_hands(home: Path) -> None:
    assert counted(home, "visits_helpcall", "state = 'WAITING' AND ring_back_by < datetime('now')") == 1
    assert counted(home, "visits_helpcall", "state = 'WAITING' AND ring_back_by > datetime('now')") == 1
    assert counted(home, "visits_helpcall", "outcome = 'SOLVED'") == 1
    assert counted(home, "visits_helpcall", "outcome = 'HARM' AND harm_report_id IS NOT NULL") == 1
    stations = counted(home, "organisations_organisation", "kind = 'TOWN_STATION'")
    assert counted(home, "organisations_dutyshift") == stations * 14 > 0
    assert counted(home, "workforce_handover") == 2


def test_a_month_was_paid_to_the_fen_and_the_next_is_being_drafted(home: Path) -> None:
    assert counted(home, "payments_payroll", "line = 'LIVING' AND state = 'CLOSED'") == 1
    assert counted(home, "payments_payment", "state = 'REQUEUED'") > 0
    assert counted(home, "payments_payroll", "line = 'LIVING' AND state = 'DRAFT' AND stopped > 0") == 1
    assert counted(home, "payments_stop", "state = 'LET_GO'") > 0
    assert counted(home, "payments_stop", "state = 'OPEN'") > 0
    closed = "payroll_id IN (SELECT uuid FROM payments_payroll WHERE state = 'CLOSED')"
    assert counted(home, "payments_payment", f"{closed} AND state NOT IN ('PAID', 'REQUEUED')") == 0


def test_who_was_paid_before_is_paid_here_and_only_real_gaps_are_left(home: Path) -> None:
    assert counted(home, "takeovers_takeover", "state = 'CONFIRMED' AND rejected = 3") == 1
    taken = "grant_id IN (SELECT grant_id FROM takeovers_takeoverrow WHERE grant_id IS NOT NULL)"
    assert counted(home, "payments_payrollline", f"{taken} AND cause = 'TAKEN_OVER'") > 20
    by_roll = "SELECT child_id FROM people_categoryassignment WHERE first_by_id IS NULL"
    granted = "SELECT child_id FROM benefits_grant"
    left = counted(home, "people_child", f"person_id IN ({by_roll}) AND person_id NOT IN ({granted})")
    assert left * 3 < counted(home, "people_child", f"person_id IN ({by_roll})")


def test_applications_go_every_way_and_most_in_time(home: Path) -> None:
    with sqlite3.connect(home / "gonghu.sqlite3") as connection:
        rows = connection.execute("SELECT state, procedure FROM benefits_application WHERE batch_id IS NULL").fetchall()
        reasons = connection.execute("SELECT reason, state FROM benefits_ending").fetchall()
    states, procedures = ({row[place] for row in rows} for place in (0, 1))
    assert states >= {"DRAFT", "CHECKING", "CHECKED", "SENT_BACK", "CONFIRMED", "REFUSED"}
    assert procedures == {"NORMAL", "SIMPLIFIED", "GREEN", "CROSS_PROVINCE", "TAKEOVER"}
    assert len({reason for reason, _state in reasons}) >= 4
    assert {state for _reason, state in reasons} == {"PROPOSED", "DECIDED", "DROPPED"}
    waiting = "due_on IS NOT NULL AND state IN ('CHECKING', 'CHECKED', 'SENT_BACK')"
    late = counted(home, "benefits_application", f"{waiting} AND due_on < date('now')")
    assert 0 < late * 2 < counted(home, "benefits_application", waiting)


def test_every_page_of_money_shows_something(home: Path) -> None:
    demo_only = {"GONGHU_DEMO": "1", "GONGHU_SECOND_FACTOR_REQUIRED": "0"}
    pages = json.loads(ran(home, sys.executable, "-c", WALK, json.dumps(PAGES), **demo_only))
    assert len(pages) >= sum(map(len, PAGES.values())) + 8
    assert [name for name, page in pages.items() if 'class="nothing"' in page] == []


def test_no_link_leads_where_somebody_may_not_go(home: Path) -> None:
    roles = ("supervisor", "finance", "reviewer", "auditor", "technician", "social-worker")
    said = ran(home, sys.executable, WALK_LINKS, *roles, GONGHU_DEMO="1", GONGHU_SECOND_FACTOR_REQUIRED="0")
    walked = json.loads(said)
    assert [dead for _pages, leading_nowhere in walked.values() for dead in leading_nowhere] == []
    assert sum(pages for pages, _ in walked.values()) > 200


def test_an_english_desk_shows_no_chinese_but_what_is_chinese_by_nature(home: Path) -> None:
    demo_only = {"GONGHU_DEMO": "1", "GONGHU_SECOND_FACTOR_REQUIRED": "0"}
    said = ran(home, sys.executable, WALK_IN_ENGLISH, "district", said=json.dumps(sorted(labels())), **demo_only)
    ((pages, chinese),) = json.loads(said).values()
    assert pages > 30
    left = {run: page for run, page in chinese.items() if run.removesuffix("；") not in BASES}
    assert {run: page for run, page in left.items() if not CHINESE_BY_NATURE.fullmatch(run)} == {}


def test_everything_that_was_done_stands_in_the_audit(home: Path) -> None:
    demo(home, "audit", "verify")
    assert counted(home, "audit_auditentry", "verb = 'tasks.close'") > 0


def test_the_second_time_it_is_there_already(home: Path) -> None:
    before = (home / "demonstration.json").read_bytes()
    assert "虚构" not in demo(home, "demo", "--home", str(home), "--prepare-only").partition("演示人员")[0]
    assert (home / "demonstration.json").read_bytes() == before


def test_no_number_lies_open_in_its_folder(home: Path) -> None:
    truth = home.with_name(f"{home.name}-files.truth.csv").read_text(encoding="utf-8-sig").splitlines()[1:400]
    numbers = [line.split(",")[0].encode() for line in truth if len(line.split(",")[0]) == 18]
    assert len(numbers) > 300
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert [number for number in numbers if number in kept] == []
