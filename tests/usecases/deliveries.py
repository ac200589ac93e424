"""Files that arrive in tests, sealed as the pages seal them."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from tests.officers import JINNAN

from gonghu.domain.access.acting_anew import officer_anew
from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.rosters.models import Delivery
from gonghu.domain.rosters.terms import FileKept
from gonghu.foundation.jobs.models import Job, JobState
from gonghu.foundation.jobs.working import work_off
from gonghu.foundation.sealed_files import seal_file
from gonghu.foundation.sealed_uploads import arriving_path, arriving_place
from gonghu.usecases.take_delivery import take_delivery

SAMPLE = Path(__file__).parents[1] / "fixtures/rosters/jinnan"
STRANGE = "甲,乙,丙\n张三,120112201001010013,x\n李四,12011220100101003X,y\n".encode()
SMALL = ("残联_持证残疾人.xlsx", "民政局_收养登记.xlsx", "公安局_失联人员查找结果.xlsx")


def arrived(files: Mapping[str, bytes]) -> list[FileKept]:
    kept = []
    for name, content in files.items():
        key = uuid4()
        sealed = seal_file([content], arriving_path(key), place=arriving_place(key))
        kept.append(FileKept(key, name, sealed.sha256, sealed.size))
    return kept


def of_sample(*names: str) -> dict[str, bytes]:
    return {name: (SAMPLE / name).read_bytes() for name in names or SMALL}


def taken(account: Account, files: Mapping[str, bytes], *, at: datetime, division_code: str = JINNAN) -> Delivery:
    """Take in files and do what is to be done in the background."""
    by = officer(account=account, at=at)
    delivery = take_delivery(division_code=division_code, organisation=None, files=arrived(files), by=by, at=at)
    worked_off(at)
    delivery.refresh_from_db(from_queryset=Delivery.objects.everywhere("test"))
    return delivery


def worked_off(at: datetime) -> list[Job]:
    done = work_off(clock=lambda: at, identify=officer_anew)
    assert [job.error for job in done if job.state == JobState.FAILED] == []
    return done


def acting(account: Account, at: datetime) -> Officer:
    return officer(account=account, at=at)
