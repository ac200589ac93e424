"""Words of the ledger (台账用语): accounts, kinds of journals, levels of funds, help that is not the state's."""

from gonghu.foundation.labels import TextChoices


class Ledger(TextChoices):
    """
    The accounts of the ledger (台账科目).

    Entries of a journal add up to nothing. What a child is owed stands in ENTITLED with a plus and in PAYABLE with a
    minus until it is sent; what left a fund stands in BANK with a minus.
    """

    ENTITLED = "ENTITLED", "应发"
    PAYABLE = "PAYABLE", "应付未付"
    BANK = "BANK", "银行付出"
    RETURNED = "RETURNED", "退回待重发"
    RECEIVABLE = "RECEIVABLE", "应收追回"


class JournalKind(TextChoices):
    """What a journal tells of (凭证种类)."""

    PAYROLL = "PAYROLL", "发放"
    RETURN = "RETURN", "银行退回"
    REQUEUE = "REQUEUE", "退回重发"
    RECOVERY = "RECOVERY", "追回"
    REPAID = "REPAID", "收回款项"
    CORRECTION = "CORRECTION", "更正"
    GIFT = "GIFT", "一次性慰问"


class FundLevel(TextChoices):
    """Whose money a fund is (资金层级)."""

    CENTRAL = "CENTRAL", "中央"
    PROVINCE = "PROVINCE", "省（市）级"
    CITY = "CITY", "地市级"
    DISTRICT = "DISTRICT", "区县级"
    LOTTERY = "LOTTERY", "福彩公益金"
    CHARITY = "CHARITY", "慈善捐赠"


class Gap(TextChoices):
    """Where a child's money stops on its way (应享未享环节)."""

    NOT_APPLIED = "NOT_APPLIED", "应享未申请"
    NOT_CONFIRMED = "NOT_CONFIRMED", "已申请未确认"
    NOT_PAID = "NOT_PAID", "已确认未发放"
    RETURNED = "RETURNED", "已发放被退回"


class HelpKind(TextChoices):
    """What kind of help came from others than the state (社会帮扶种类)."""

    MONEY = "MONEY", "资金"
    GOODS = "GOODS", "物资"
    SCHOOL = "SCHOOL", "助学"
    MEDICAL = "MEDICAL", "医疗康复"
    HOUSING = "HOUSING", "居住改善"
    COMPANY = "COMPANY", "陪伴关爱"
    OTHER = "OTHER", "其他"
