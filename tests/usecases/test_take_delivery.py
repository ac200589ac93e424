"""A department's files are taken in: recognised, mapped, tried, remembered, never lying open."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest
from django.conf import settings
from tests.officers import JINNAN, employ
from tests.usecases.deliveries import SAMPLE, STRANGE, acting, arrived, of_sample, taken, worked_off

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Role
from gonghu.domain.policies.models import Run
from gonghu.domain.rosters.models import Delivery, DeliveryFile, RememberedMapping, SheetRead
from gonghu.domain.rosters.operations import undo_delivery
from gonghu.domain.rosters.operations.arriving import DeliveryPast, NothingCame
from gonghu.domain.rosters.operations.mapping import MappingRefused
from gonghu.domain.rosters.operations.settling import NotChecked
from gonghu.domain.rosters.queries import sample_of
from gonghu.domain.rosters.shelf import ContentDestroyed, opened_delivery, returned_rows
from gonghu.domain.rosters.terms import Assurance, DeliveryState, SheetSaid, SheetState
from gonghu.engines.intake import load_profiles, read_rosters
from gonghu.foundation.audit.models import AuditEntry
from gonghu.usecases.take_delivery import confirm_and_screen, correct_and_try, take_delivery

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def wang() -> Account:
    return employ("wang", at=AT)


def sheets(delivery: Delivery) -> list[SheetRead]:
    return list(SheetRead.objects.filter(file__delivery=delivery).order_by("file__turn", "turn"))


def said_as_it_is(delivery: Delivery) -> list[SheetSaid]:
    return [
        SheetSaid(sheet.uuid, sheet.kind, {column["name"]: column["field"] for column in sheet.columns})
        for sheet in sheets(delivery)
    ]


def tried(delivery: Delivery, account: Account, said: list[SheetSaid] | None = None) -> Delivery:
    told = said_as_it_is(delivery) if said is None else said
    correct_and_try(delivery=delivery.pk, said=told, by=acting(account, AT), at=AT)
    worked_off(AT)
    return Delivery.objects.everywhere("test").get(pk=delivery.pk)


def test_every_file_of_the_sample_is_recognised_and_counted_as_the_engine_counts_it(
    wang: Account, tmp_path: Path
) -> None:
    delivery = taken(wang, of_sample(*sorted(path.name for path in SAMPLE.iterdir())), at=AT)
    assert {sheet.state for sheet in sheets(delivery)} == {SheetState.READ, SheetState.SKIPPED}
    checked = tried(delivery, wang)
    assert checked.state == DeliveryState.CHECKED
    with duckdb.connect(str(tmp_path / "plain.duckdb")) as connection:
        plain = read_rosters(SAMPLE, connection=connection, profiles=load_profiles())
    counted = {
        (sheet.path, sheet.kind): (sheet.rows_total, sheet.rows_accepted, sheet.rows_returned, sheet.rows_blank)
        for sheet in sheets(checked)
        if sheet.state == SheetState.READ
    }
    assert counted == {
        (sheet.path, sheet.kind): (
            sheet.counts.total, sheet.counts.accepted, sheet.counts.quarantined, sheet.counts.blank,
        )
        for sheet in plain.sheets
    }  # fmt: skip


def test_nothing_that_came_lies_open_on_disk(wang: Account) -> None:
    delivery = tried(taken(wang, {"名单.csv": STRANGE, **of_sample()}, at=AT), wang)
    home = Path(settings.GONGHU_HOME)
    kept = list((home / "deliveries" / str(delivery.pk)).iterdir())
    assert len(kept) >= 4
    assert not any(b"120112" in path.read_bytes() for path in kept)
    assert not any(path.is_dir() for path in (home / "opened").iterdir())


def test_a_file_is_opened_under_a_name_of_ours_whatever_it_is_called(wang: Account) -> None:
    names = {"../../etc/passwd.csv": STRANGE, "C:\\名单\\残联.csv": STRANGE + b"\n", "a\u202eb.csv": STRANGE + b"\n\n"}
    delivery = taken(wang, names, at=AT)
    with opened_delivery(delivery=delivery.pk) as opened:
        assert sorted(path.name for path in opened.folder.iterdir()) == ["0001.csv", "0002.csv", "0003.csv"]
        assert list(opened.filing.names.values()) == ["passwd.csv", "残联.csv", "a�b.csv"]


def test_of_two_files_with_the_same_content_one_is_kept(wang: Account) -> None:
    delivery = taken(wang, {"一.csv": STRANGE, "二.csv": STRANGE}, at=AT)
    assert [file.name for file in DeliveryFile.objects.filter(delivery=delivery)] == ["一.csv"]


def test_a_file_that_came_before_is_said_to_have_come_before(wang: Account) -> None:
    first = taken(wang, {"一.csv": STRANGE}, at=AT)
    second = taken(wang, {"再来.csv": STRANGE}, at=AT + timedelta(hours=1))
    (file,) = DeliveryFile.objects.filter(delivery=second)
    assert file.same_as is not None
    assert file.same_as.delivery_id == first.pk


def test_nobody_takes_in_rosters_elsewhere(wang: Account) -> None:
    with pytest.raises(NotPermitted):
        taken(wang, {"一.csv": STRANGE}, at=AT, division_code="120111000000")
    director = employ("liu", Role.VILLAGE_DIRECTOR, "120112100201", at=AT)
    with pytest.raises(NotPermitted):
        taken(director, {"一.csv": STRANGE}, at=AT)


def test_no_file_is_no_delivery(wang: Account) -> None:
    with pytest.raises(NothingCame):
        take_delivery(division_code=JINNAN, organisation=None, files=arrived({}), by=acting(wang, AT), at=AT)


def test_a_sample_of_a_sheet_names_nobody(wang: Account) -> None:
    delivery = taken(wang, of_sample(), at=AT)
    scope = acting(wang, AT).scope
    written = [
        cell
        for sheet in sheets(delivery)
        for row in sample_of(sheet=sheet, scope=scope)
        for column, cell in zip(sheet.columns, row, strict=True)
        if cell and column["field"] in {"name", "id_number", "adopter_name"}
    ]
    assert len(written) > 20
    assert all("*" in cell for cell in written)


def test_a_sheet_that_nobody_knows_is_explained_once_and_known_the_next_time(wang: Account) -> None:
    delivery = taken(wang, {"名单.csv": STRANGE}, at=AT)
    (sheet,) = sheets(delivery)
    assert sheet.state == SheetState.UNKNOWN
    again = tried(delivery, wang, [SheetSaid(sheet.uuid, "death")])
    assert again.state == DeliveryState.UPLOADED
    (sheet,) = sheets(delivery)
    assert (sheet.state, sheet.kind) == (SheetState.READ, "death")
    fields = dict.fromkeys((column["name"] for column in sheet.columns), "")
    name, number, _ = fields
    checked = tried(delivery, wang, [SheetSaid(sheet.uuid, "death", {**fields, name: "name", number: "id_number"})])
    assert checked.state == DeliveryState.CHECKED
    (sheet,) = sheets(delivery)
    assert sheet.rows_accepted is not None
    assert sheet.rows_accepted >= 2

    later = taken(wang, {"又一份.csv": STRANGE.replace(b"x", b"z")}, at=AT + timedelta(days=1))
    (known,) = sheets(later)
    assert (known.state, known.kind, known.assurance) == (SheetState.READ, "death", Assurance.REMEMBERED)
    assert [column["field"] for column in known.columns][:2] == ["name", "id_number"]


def test_a_sheet_left_out_is_left_out_the_next_time(wang: Account) -> None:
    delivery = taken(wang, of_sample("残联_持证残疾人.xlsx"), at=AT)
    (sheet,) = sheets(delivery)
    tried(delivery, wang, [SheetSaid(sheet.uuid, "")])
    assert RememberedMapping.objects.everywhere("test").get().kind == ""
    later = taken(wang, of_sample("残联_持证残疾人.xlsx"), at=AT + timedelta(days=1))
    assert [each.state for each in sheets(later)] == [SheetState.SKIPPED]


def test_two_columns_are_not_one_field(wang: Account) -> None:
    delivery = taken(wang, of_sample("残联_持证残疾人.xlsx"), at=AT)
    (sheet,) = sheets(delivery)
    names = [column["name"] for column in sheet.columns]
    with pytest.raises(MappingRefused, match="写给了两列"):
        tried(delivery, wang, [SheetSaid(sheet.uuid, sheet.kind, {names[0]: "name", names[1]: "name"})])


def test_a_sheet_without_a_column_that_says_who_is_refused(wang: Account) -> None:
    delivery = taken(wang, of_sample("残联_持证残疾人.xlsx"), at=AT)
    (sheet,) = sheets(delivery)
    fields = {column["name"]: "" for column in sheet.columns}
    with pytest.raises(MappingRefused, match="说明是谁"):
        tried(delivery, wang, [SheetSaid(sheet.uuid, sheet.kind, {**fields, sheet.columns[-1]["name"]: "state"})])


def test_rows_that_go_back_can_be_taken_as_the_same_sheet(wang: Account) -> None:
    content = "姓名,身份证号,死亡日期\n,,2026-01-01\n张三,120112201001010013,2026-01-02\n".encode()
    delivery = tried(taken(wang, {"死亡.csv": content}, at=AT), wang)
    (sheet,) = sheets(delivery)
    assert (sheet.rows_returned, sheet.has_returned_file) == (1, True)
    assert b"".join(returned_rows(sheet)).startswith(b"PK")


def test_a_delivery_is_confirmed_only_as_it_was_tried(wang: Account) -> None:
    delivery = taken(wang, of_sample(), at=AT)
    with pytest.raises(NotChecked):
        confirmed(delivery, wang)
    tried(delivery, wang)
    run = confirmed(delivery, wang)
    assert run.delivery_id == delivery.pk
    with pytest.raises(DeliveryPast):
        tried(delivery, wang)


def confirmed(delivery: Delivery, account: Account) -> Run:
    return confirm_and_screen(
        delivery=delivery.pk, purpose="比对排查", agreement=None, as_of=AT.date(), by=acting(account, AT), at=AT
    )


@pytest.mark.django_db(transaction=True)
def test_an_undone_delivery_leaves_no_file_but_its_counts() -> None:
    account = employ("wang", at=AT)
    delivery = tried(taken(account, of_sample(), at=AT), account)
    undo_delivery(delivery=delivery.pk, because="报错了单位", by=acting(account, AT), at=AT)
    assert not (Path(settings.GONGHU_HOME) / "deliveries" / str(delivery.pk)).exists()
    with pytest.raises(ContentDestroyed), opened_delivery(delivery=delivery.pk):
        pass
    assert all(sheet.rows_total is not None and sheet.sample is None for sheet in sheets(delivery))


def test_each_step_is_one_entry_in_the_audit(wang: Account) -> None:
    delivery = tried(taken(wang, of_sample(), at=AT), wang)
    entries = AuditEntry.objects.filter(subject_kind="delivery", subject_key=str(delivery.pk)).order_by("sequence")
    assert [entry.verb for entry in entries] == [
        "rosters.receive", "rosters.recognise", "rosters.correct", "rosters.try",
    ]  # fmt: skip
