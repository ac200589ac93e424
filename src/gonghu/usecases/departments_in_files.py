"""What departments list of a child stands in its file (部门数据进档案): nobody types the school a second time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from gonghu.domain.people.opening.found import DisabilitySaid, SchoolingSaid
from gonghu.domain.people.operations import note_departments
from gonghu.domain.people.terms import SchoolStage, SchoolState
from gonghu.domain.policies.models import Run
from gonghu.engines.reporting import disability_handed, schooling_handed
from gonghu.foundation.acting import Actor
from gonghu.usecases.policy_finds_people import Screening

_STAGES: Final = (
    (SchoolStage.SPECIAL, ("特殊", "特教", "培智", "盲校", "聋校")),
    (SchoolStage.PRESCHOOL, ("学前", "幼儿", "托班", "小班", "中班", "大班")),
    (SchoolStage.VOCATIONAL, ("中职", "职高", "职业高中", "中专", "中等职业", "技校", "技工", "职业学校")),
    (SchoolStage.COLLEGE, ("大学", "大专", "专科", "本科", "高职", "高等", "硕士", "研究生")),
    (SchoolStage.JUNIOR, ("初中", "初一", "初二", "初三", "七年级", "八年级", "九年级")),
    (SchoolStage.SENIOR, ("高中", "高一", "高二", "高三")),
    (SchoolStage.PRIMARY, ("小学", "一年级", "二年级", "三年级", "四年级", "五年级", "六年级")),
)
"""Words by which lists of pupils name a stage; the first that fits counts, for 职业高中 is no 高中."""


def note_what_departments_say(
    run: Run, screening: Screening, files: Mapping[int, UUID], by: Actor, at: datetime
) -> int:
    """Write the schools and disabilities that the rosters of a run show into the files of their children."""
    connection, evaluation = screening.connection, screening.evaluation
    schools = {
        files[each.person]: SchoolingSaid(stage_of(each.stage), SchoolState(each.state), each.school, each.place)
        for each in schooling_handed(connection, evaluation)
        if each.person in files and each.state in SchoolState.values
    }
    disabilities = {
        files[each.person]: DisabilitySaid(
            each.disability_type, each.disability_grade, each.issued_on, each.place, each.expires_on
        )
        for each in disability_handed(connection, evaluation)
        if each.person in files and (each.expires_on is None or each.expires_on > run.as_of)
    }
    return note_departments(schools=schools, disabilities=disabilities, source_key=run.pk, on=run.as_of, by=by, at=at)


def stage_of(words: str) -> SchoolStage:
    """Read the stage of school out of a list's own words (学段)."""
    return next((stage for stage, names in _STAGES if any(name in words for name in names)), SchoolStage.OTHER)
