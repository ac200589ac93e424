"""Cells as departments fill them in, made up at random but always the same for the same seed."""

from collections.abc import Callable
from random import Random
from typing import Final

from gonghu.engines.intake.profiles import Field, FieldType
from gonghu.standards.citizen_number import check_character

_SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙"
_GIVEN: Final = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞"
_WORDS: Final = {
    "sex": ("男", "女"),
    "ethnic_group": ("汉族", "回族"),
    "relation": ("户主", "配偶", "长子", "女儿"),
    "hukou_type": ("农业家庭户口", "非农业"),
    "ruling": ("宣告死亡", "宣告失踪", "撤销监护人资格"),
    "measure": ("强制隔离戒毒", "其他限制人身自由"),
    "disability_type": ("肢体", "视力残疾"),
    "disability_grade": ("一级", "三级"),
    "result": ("查无下落", "已找到"),
    "payer": ("个人缴费", "全额资助"),
    "relief_kind": ("城市低保", "特困供养", "低保边缘"),
    "category": ("孤儿", "事实无人抚养儿童", "重残儿童"),
    "event": ("结婚登记", "离婚登记"),
    "allowance": ("困难残疾人生活补贴", "重度残疾人护理补贴"),
}
_STATES: Final = {
    "imprisonment": ("在押", "刑满释放", "假释"),
    "liberty_restriction": ("执行中", "已解除"),
    "disability_certificate": ("有效", "注销"),
    "school_enrolment": ("在读", "休学", "辍学"),
    "child_welfare_roll": ("正常发放", "停发"),
    "disability_allowance": ("享受中", "已退出"),
    "bank_return": ("交易成功", "交易失败"),
}


def name(chance: Random) -> str:
    """Make up a name."""
    return chance.choice(_SURNAMES) + "".join(chance.choice(_GIVEN) for _ in range(chance.choice((1, 2, 2))))


def citizen_number(chance: Random) -> str:
    """Make up a valid citizen number."""
    born = f"{chance.randint(1950, 2022)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    seventeen = f"{chance.choice((120112, 420101, 360102))}{born}{chance.randint(0, 999):03d}"
    return seventeen + check_character(seventeen)


def date(chance: Random) -> str:
    """Make up a date."""
    return f"{chance.randint(2010, 2026)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"


def cell(kind: str, field: Field, chance: Random) -> str:
    """Make up a cell of a field."""
    if field.type == FieldType.CODE:
        return chance.choice(_STATES[kind] if field.name == "state" else _WORDS[field.name])
    if field.type == FieldType.TEXT:
        return _text(kind, field.name, chance)
    makers: dict[FieldType, Callable[[Random], str]] = {
        FieldType.NAME: name,
        FieldType.CITIZEN_ID: citizen_number,
        FieldType.DATE: date,
        FieldType.YEAR: lambda _: "2026",
        FieldType.MONEY: lambda chance: str(chance.choice((1060, 3130, 500))),
        FieldType.DIVISION: lambda chance: f"1201121030{chance.randint(1, 30):02d}",
    }
    return makers[field.type](chance)


def _text(kind: str, field: str, chance: Random) -> str:
    number = chance.randint(1, 99_999)
    texts = {
        "household": f"H{number:05d}",
        "address": f"幸福村{number}号",
        "certificate": f"S{number:09d}" if kind == "birth_certificate" else f"{citizen_number(chance)}43",
        "illness": chance.choice(("白血病", "尿毒症")),
        "document": f"(2025)津01民特{number}号",
        "receipt": f"公失{number}号",
        "passport": f"E{number:08d}",
        "nationality": "越南",
        "stage": chance.choice(("小学", "初中")),
        "school": "第一小学",
        "person_class": chance.choice(("普通居民", "职工")),
        "bank_account": f"62284801{chance.randint(10**10, 10**11 - 1)}",
        "institution": "市儿童福利院",
        "place": chance.choice(("北京市", "广东省深圳市")),
        "reason": chance.choice(("突发疾病", "交通事故")),
        "note": "无",
    }
    return texts[field]
