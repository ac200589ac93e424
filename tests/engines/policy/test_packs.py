"""Packs are read strictly: a mistake is named with its file and its remedy; later folders win."""

from datetime import date
from pathlib import Path

import pytest

from gonghu.engines.policy import PackInvalid, evaluate, law_on, load_packs
from gonghu.engines.policy.packs import divisions_above

from .population import CHILD_NO, Population

POLICY = """
id: {id}
name: 试点
kind: {kind}
basis: [{{document: 试点方案, status: O}}]
who: {who}
"""


def folder_with(tmp_path: Path, who: str, *, identifier: str = "pilot", kind: str = "mark") -> Path:
    folder = tmp_path / "CN" / identifier
    folder.mkdir(parents=True, exist_ok=True)
    text = POLICY.format(id=identifier, kind=kind, who=who)
    (folder / "policy.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_deployment_adds_a_policy_of_its_own(tmp_path: Path) -> None:
    packs = load_packs(folder_with(tmp_path, "all: [child.minor, child.disabled]".join("{}")))
    population = Population(packs).family()
    population.record("disability_certificate", CHILD_NO, state="IN_FORCE", issued_on=date(2020, 1, 1))
    population.evaluate()
    assert population.decision()["pilot"] is True


def test_a_deployment_sets_an_amount_the_shipped_pack_leaves_open(tmp_path: Path) -> None:
    folder = tmp_path / "120000" / "standards" / "parameters"
    folder.mkdir(parents=True)
    (folder / "standards.yaml").write_text(
        "- id: defacto_standard\n  values: [{from: 2026-01-01, value: 3130.5, source: 津民发〔2026〕1号, status: V}]\n",
        encoding="utf-8",
    )
    packs = load_packs(tmp_path, division="120112")
    assert law_on(packs, date(2026, 11, 1)).constants["defacto_standard"] == 313050
    assert law_on(packs, date(2025, 11, 1)).constants["defacto_standard"] is None
    other = load_packs(tmp_path, division="420000")
    assert law_on(other, date(2026, 11, 1)).constants["defacto_standard"] is None


@pytest.mark.parametrize(
    ("division", "folders"),
    [
        ("", ("CN",)),
        ("120112", ("CN", "120000", "120100", "120112")),
        ("120112103012", ("CN", "120000", "120100", "120112", "120112103000", "120112103012")),
        ("360000", ("CN", "360000", "360000", "360000")),
    ],
)
def test_overlays_go_from_wide_to_narrow(division: str, folders: tuple[str, ...]) -> None:
    assert divisions_above(division) == tuple(dict.fromkeys(folders))


@pytest.mark.parametrize(
    ("who", "message"),
    [
        ("{all: [child.ruch]}", "事实“child.ruch”未声明"),
        ("{all: [policy.pilot]}", "条件循环引用：pilot → pilot"),
        ("{all: [policy.missing]}", "政策“missing”不存在"),
        ("{all: [dead]}", "应写作 child.、father.、mother. 或 policy. 开头"),
        ("{all: [child.subsistence_fen]}", "是金额"),
        ("{all: ['child.age < legal_age']}", "“legal_age”既不是 child. 的字段，也不是参数"),
        ("{all: ['child.age <']}", "表达式在“结尾”处无法继续"),
        ("{all: ['child.age ; 3']}", "无法识别"),
        ("{al: [child.minor]}", "有且只有一个"),
        ("{all: [child.minor], any: [child.minor]}", "有且只有一个"),
        ("{not: [child.minor, child.disabled]}", "not 的条件数量不对"),
        ("{all: [], why: 空}", "all 的条件数量不对"),
        ("{all: [child.minor], wy: 拼错}", "不认识的键 wy"),
    ],
)
def test_a_mistake_in_a_condition_is_named(tmp_path: Path, who: str, message: str) -> None:
    with pytest.raises(PackInvalid, match=message) as raised:
        Population(load_packs(folder_with(tmp_path, who))).family().evaluate()
    assert "pilot" in str(raised.value) or "“" in str(raised.value)


def test_an_unknown_kind_of_policy_is_named_with_its_file(tmp_path: Path) -> None:
    with pytest.raises(PackInvalid, match=r"pilot/policy.yaml pilot：“kind”只能是"):
        load_packs(folder_with(tmp_path, "child.minor", kind="allowance"))


def test_an_amount_that_names_nothing_is_refused(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "child.minor\nwhat: [{amount: golden_standard}]", kind="entitlement")
    packs = load_packs(folder)
    population = Population(packs).family()
    with pytest.raises(PackInvalid, match="金额算式中的“golden_standard”"):
        evaluate(population.connection, packs, as_of=date(2026, 11, 1), kinds_supplied=packs.kinds)


def test_a_fact_over_a_field_its_files_do_not_have_is_refused(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "more.yaml").write_text(
        "- {id: dead_long, name: 早已死亡, over: death, holds: dyed_on <= as_of}\n", encoding="utf-8"
    )
    with pytest.raises(PackInvalid, match=r"“dead_long”.*“dyed_on”"):
        load_packs(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackInvalid, match="策略包目录不存在"):
        load_packs(tmp_path / "nowhere")


def test_what_is_from_memory_or_second_hand_warns(population: Population) -> None:
    warnings = population.family().evaluate().warnings
    assert any("国办发〔2010〕54号" in text and "凭记忆" in text for text in warnings)
    assert any("津民发〔2014〕48号" in text and "二手资料" in text for text in warnings)


def test_an_amount_nobody_configured_is_told_and_read_off_the_roll(population: Population) -> None:
    population.family()
    warnings = population.evaluate().warnings
    assert any("未配置“天津市事实无人抚养儿童基本生活补贴月标准”，相关金额留空" in text for text in warnings)
    for _ in range(2):
        population.record("child_welfare_roll", CHILD_NO, category="DEFACTO", standard_fen=313000, state="PAID")
    population.record("child_welfare_roll", CHILD_NO, category="DEFACTO", standard_fen=1, state="PAID")
    warnings = population.evaluate().warnings
    assert any("暂按在册名单多数发放标准 3130 元 估算" in text for text in warnings)
