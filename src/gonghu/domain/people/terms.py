"""The words of the people (人员用语): categories, states, kinds of number, of address, of circumstance."""

from typing import Final

from gonghu.domain.access.terms import SealedKind
from gonghu.foundation.labels import TextChoices
from gonghu.standards import sex


class Sex(TextChoices):
    """Sex codes of GB/T 2261.1 (性别)."""

    UNKNOWN = sex.UNKNOWN, "未知"
    MALE = sex.MALE, "男"
    FEMALE = sex.FEMALE, "女"
    UNSTATED = sex.UNSTATED, "未说明"


class Category(TextChoices):
    """What a child is recognised as (儿童类别), in the order in which one of several is shown first."""

    ORPHAN = "ORPHAN", "孤儿"
    DEFACTO = "DEFACTO", "事实无人抚养儿童"
    HIV = "HIV", "艾滋病病毒感染儿童"
    DESTITUTE = "DESTITUTE", "特困未成年人"
    SEVERE = "SEVERE", "重病重残儿童"
    POOR = "POOR", "困境家庭儿童"
    GUARD = "GUARD", "监护困境未成年人"
    STREET = "STREET", "流浪儿童"
    DIFFICULT = "DIFFICULT", "困境儿童"
    LEFT_BEHIND = "LEFT_BEHIND", "农村留守儿童"
    MIGRANT = "MIGRANT", "流动儿童"


class FileState(TextChoices):
    """How far a child's file has come (档案状态)."""

    LEAD = "LEAD", "线索"
    ON_FILE = "ON_FILE", "在档"
    RECOGNISED = "RECOGNISED", "已认定"
    CLOSED = "CLOSED", "已结案"


class FileSource(TextChoices):
    """Where a child's file comes from (档案来源)."""

    SCREENING = "SCREENING", "名册比对"
    BY_HAND = "BY_HAND", "人工登记"
    REPORT = "REPORT", "报告线索"
    ROLL = "ROLL", "在册名单导入"


class ClosingReason(TextChoices):
    """Why a child's file is closed (结案原因)."""

    GROWN_UP = "GROWN_UP", "年满十八周岁"
    DIED = "DIED", "死亡"
    ADOPTED = "ADOPTED", "被收养"
    MOVED_AWAY = "MOVED_AWAY", "迁出本地"
    SETTLED = "SETTLED", "困境解除"
    NOT_IN_NEED = "NOT_IN_NEED", "核实不属实"
    MERGED = "MERGED", "并入同一人的另一档案"
    OTHER = "OTHER", "其他"


class EndKind(TextChoices):
    """Why a recognition ends (终止原因)."""

    GROWN_UP = "GROWN_UP", "年满十八周岁"
    DIED = "DIED", "死亡"
    PARENTS_BACK = "PARENTS_BACK", "父母恢复履行抚养职责"
    ADOPTED = "ADOPTED", "被收养"
    CONDITION_GONE = "CONDITION_GONE", "不再符合认定条件"
    MISTAKEN = "MISTAKEN", "认定有误"
    OTHER = "OTHER", "其他"


class ReviewCause(TextChoices):
    """Why a recognition is to be looked at again (复核事由); what has changed is not told here."""

    PERIOD = "PERIOD", "到期"
    EVENT = "EVENT", "情况有变化"


class DateKind(TextChoices):
    """Days in a child's life that come by themselves (将到日期的种类); of a circumstance not even its kind is told."""

    SIXTEEN = "SIXTEEN", "满十六周岁"
    EIGHTEEN = "EIGHTEEN", "满十八周岁"
    SCHOOL = "SCHOOL", "到入学年龄"
    CIRCUMSTANCE = "CIRCUMSTANCE", "登记的情形到期"
    CERTIFICATE = "CERTIFICATE", "残疾人证到期"
    CARE = "CARE", "委托照护或寄养到期"


class RiskLevel(TextChoices):
    """The four levels of risk (风险等级); a scheme says what an area calls them."""

    EXTREME = "EXTREME", "极高"
    HIGH = "HIGH", "高"
    MIDDLE = "MIDDLE", "中"
    LOW = "LOW", "低"


class NumberKind(TextChoices):
    """What a number is (证件类型)."""

    CITIZEN = "CITIZEN", "居民身份证"
    PERMIT = "PERMIT", "港澳台居民居住证"
    FOREIGNER = "FOREIGNER", "外国人永久居留身份证"
    PASSPORT = "PASSPORT", "护照"
    TRAVEL_PERMIT = "TRAVEL_PERMIT", "来往内地（大陆）通行证"
    BIRTH_CERTIFICATE = "BIRTH_CERTIFICATE", "出生医学证明"
    OTHER = "OTHER", "其他证件"


class WithoutNumber(TextChoices):
    """Why somebody has no citizen number (无身份证号原因)."""

    NOT_REGISTERED = "NOT_REGISTERED", "未办理户口登记"
    FOUNDLING = "FOUNDLING", "查找不到生父母，身份待查"
    FOREIGN = "FOREIGN", "外国籍或无国籍"
    NOT_KNOWN = "NOT_KNOWN", "有号码但尚未取得"


class FactKind(TextChoices):
    """Kinds of what is known of a child's life from one day to another (登记种类)."""

    KIN = "KIN", "家庭成员"
    CARER = "CARER", "照护人"
    HOUSEHOLD = "HOUSEHOLD", "同住人员"
    PHONE = "PHONE", "电话"
    ADDRESS = "ADDRESS", "住址"
    SCHOOLING = "SCHOOLING", "就学"
    HEALTH = "HEALTH", "健康"
    CIRCUMSTANCE = "CIRCUMSTANCE", "情形"


class AddressKind(TextChoices):
    """What an address is (地址种类)."""

    REGISTERED = "REGISTERED", "户籍地址"
    LIVING = "LIVING", "现住地址"


class PhoneKind(TextChoices):
    """Whose line a telephone is (电话种类)."""

    OWN = "OWN", "本人电话"
    FAMILY = "FAMILY", "家庭电话"
    OTHER = "OTHER", "其他联系电话"


class HukouType(TextChoices):
    """Kinds of household registration (户口性质)."""

    AGRICULTURAL = "AGRICULTURAL", "农业"
    NON_AGRICULTURAL = "NON_AGRICULTURAL", "非农业"
    RESIDENT = "RESIDENT", "居民"


class CareKind(TextChoices):
    """By what right somebody looks after a child (照护方式)."""

    PARENT = "PARENT", "父母照护"
    GUARDIAN = "GUARDIAN", "其他监护人照护"
    ENTRUSTED = "ENTRUSTED", "委托照护"
    FOSTER = "FOSTER", "家庭寄养"
    INSTITUTION = "INSTITUTION", "机构养育"
    NONE = "NONE", "无人照护"


class SchoolStage(TextChoices):
    """Stages of school (就学阶段)."""

    PRESCHOOL = "PRESCHOOL", "学前"
    PRIMARY = "PRIMARY", "小学"
    JUNIOR = "JUNIOR", "初中"
    SENIOR = "SENIOR", "普通高中"
    VOCATIONAL = "VOCATIONAL", "中等职业学校"
    COLLEGE = "COLLEGE", "高等学校"
    SPECIAL = "SPECIAL", "特殊教育"
    NONE = "NONE", "未入学"
    OTHER = "OTHER", "其他"


class SchoolState(TextChoices):
    """How a child stands with the school (就学状态)."""

    ENROLLED = "ENROLLED", "在读"
    SUSPENDED = "SUSPENDED", "休学"
    DROPPED_OUT = "DROPPED_OUT", "辍学"
    GRADUATED = "GRADUATED", "毕业"
    NEVER = "NEVER", "未入学"


class HealthKind(TextChoices):
    """What a record of health is about (健康记录种类)."""

    HEALTHY = "HEALTHY", "健康"
    DISABILITY = "DISABILITY", "残疾"
    ILLNESS = "ILLNESS", "重病或慢性病"
    HIV = "HIV", "艾滋病病毒感染"
    INSURANCE = "INSURANCE", "医疗保险"
    OTHER = "OTHER", "其他"


class CircumstanceKind(TextChoices):
    """States of a parent or child that law asks for (情形)."""

    DEAD = "DEAD", "死亡"
    DECLARED_MISSING = "DECLARED_MISSING", "宣告失踪"
    SEVERE_DISABILITY = "SEVERE_DISABILITY", "重残"
    SEVERE_ILLNESS = "SEVERE_ILLNESS", "重病"
    IMPRISONED = "IMPRISONED", "服刑在押"
    COMPULSORY_DETOX = "COMPULSORY_DETOX", "强制隔离戒毒"
    OTHER_LIBERTY = "OTHER_LIBERTY", "被执行其他限制人身自由的措施"
    LOST_CONTACT = "LOST_CONTACT", "失联"
    GUARDIANSHIP_REVOKED = "GUARDIANSHIP_REVOKED", "被撤销监护资格"
    DEPORTED = "DEPORTED", "被遣送（驱逐）出境"
    NOT_FOUND = "NOT_FOUND", "查找不到"
    AWAY_FOR_WORK = "AWAY_FOR_WORK", "外出务工"
    HIV_INFECTED = "HIV_INFECTED", "艾滋病病毒感染"
    ADOPTED = "ADOPTED", "被收养"
    NORMAL = "NORMAL", "能够履行监护抚养职责"


class ConflictChoice(TextChoices):
    """Which of two values of a card somebody chose (冲突的选定)."""

    STOOD = "STOOD", "保留档案内容"
    BROUGHT = "BROUGHT", "采用走访内容"
    OTHER = "OTHER", "另行填写"


SEALED_CIRCUMSTANCES: Final = {
    CircumstanceKind.IMPRISONED: SealedKind.PRISON,
    CircumstanceKind.OTHER_LIBERTY: SealedKind.PRISON,
    CircumstanceKind.COMPULSORY_DETOX: SealedKind.DETOX,
    CircumstanceKind.HIV_INFECTED: SealedKind.HIV,
    CircumstanceKind.ADOPTED: SealedKind.ADOPTION,
}
"""Circumstances that below the district are told as verified only (戒毒条例第七条、艾滋病防治条例第三十九条)."""

SEALED_CATEGORIES: Final = {Category.HIV: SealedKind.HIV}
"""Categories whose name is a sealed fact."""

SEALED_HEALTH: Final = {HealthKind.HIV: SealedKind.HIV}
"""Records of health that are sealed facts."""

EXCLUDING_CATEGORIES: Final = frozenset(
    {
        frozenset({Category.ORPHAN, Category.DEFACTO}),
        frozenset({Category.ORPHAN, Category.DESTITUTE}),
        frozenset({Category.DEFACTO, Category.DESTITUTE}),
        frozenset({Category.ORPHAN, Category.LEFT_BEHIND}),
    }
)
"""
Categories that nobody is in at one time; all others may stand side by side.

An orphan has no parent who might be away or fail; who is either is no longer taken as destitute (民发〔2021〕43号, from
memory).
"""

ENDED_BY_LAW: Final = frozenset({EndKind.GROWN_UP, EndKind.DIED})
"""Reasons that law and a date give, so that one officer may write them down; all others are decided by two."""

ADULT_AGE: Final = 18
"""The age at which childhood ends in law (未成年人保护法第二条)."""


def open_category(category: str) -> Category:
    """Give the category under whose name one goes where anybody may read it: of a sealed one the wider one."""
    return Category.DIFFICULT if category in SEALED_CATEGORIES else Category(category)


def first_category(categories: set[str]) -> str:
    """Give the one of some categories that is shown first, or nothing."""
    return next((category.value for category in Category if category.value in categories), "")
