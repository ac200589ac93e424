"""Words of access: roles (角色), permissions (权限), what is sealed (密)."""

from typing import Final

from gonghu.foundation.labels import TextChoices


class Role(TextChoices):
    """What somebody is appointed as (角色)."""

    PROVINCE_OFFICER = "PROVINCE_OFFICER", "省级工作人员"
    CITY_OFFICER = "CITY_OFFICER", "市级工作人员"
    DISTRICT_OFFICER = "DISTRICT_OFFICER", "区县工作人员"
    CHILD_COMMISSIONER = "CHILD_COMMISSIONER", "区级儿童工作专员"
    TOWN_SUPERVISOR = "TOWN_SUPERVISOR", "儿童督导员"
    VILLAGE_DIRECTOR = "VILLAGE_DIRECTOR", "儿童主任"
    CENTRE_WORKER = "CENTRE_WORKER", "未成年人救助保护中心工作人员"
    INSTITUTION_WORKER = "INSTITUTION_WORKER", "儿童福利机构工作人员"
    AGENCY_SOCIAL_WORKER = "AGENCY_SOCIAL_WORKER", "机构社工"
    COUNSELLOR = "COUNSELLOR", "心理咨询师"
    VOLUNTEER = "VOLUNTEER", "志愿者"
    FINANCE_OFFICER = "FINANCE_OFFICER", "财务人员"
    REVIEWER = "REVIEWER", "审核人员"
    AUDITOR = "AUDITOR", "审计人员"
    TECHNICIAN = "TECHNICIAN", "技术人员"


class Permission(TextChoices):
    """What a role may do in the area of its post (权限)."""

    SEE_CHILDREN = "SEE_CHILDREN", "查看儿童档案"
    UNMASK = "UNMASK", "查看未脱敏内容"
    EDIT_CHILDREN = "EDIT_CHILDREN", "维护儿童档案"
    RECORD_VISITS = "RECORD_VISITS", "登记走访"
    SEE_TASKS = "SEE_TASKS", "查看任务"
    ASSIGN_TASKS = "ASSIGN_TASKS", "分派任务"
    IMPORT_ROSTERS = "IMPORT_ROSTERS", "导入名册"
    REVIEW_LINKS = "REVIEW_LINKS", "人工核对"
    RUN_SCREENING = "RUN_SCREENING", "运行比对"
    RECOGNISE_FIRST = "RECOGNISE_FIRST", "认定初审"
    RECOGNISE_SECOND = "RECOGNISE_SECOND", "认定复核"
    RECEIVE_APPLICATIONS = "RECEIVE_APPLICATIONS", "受理待遇申请"
    CHECK_APPLICATIONS = "CHECK_APPLICATIONS", "查验待遇申请"
    CONFIRM_APPLICATIONS = "CONFIRM_APPLICATIONS", "确认待遇"
    SEE_MONEY = "SEE_MONEY", "查看待遇和发放"
    PREPARE_PAYMENT = "PREPARE_PAYMENT", "编制发放"
    CHECK_PAYMENT = "CHECK_PAYMENT", "复核发放"
    APPROVE_PAYMENT = "APPROVE_PAYMENT", "审批发放"
    RELEASE_PAYMENT = "RELEASE_PAYMENT", "拨付发放"
    MANAGE_BUDGETS = "MANAGE_BUDGETS", "维护资金和预算"
    MANAGE_INSURANCE = "MANAGE_INSURANCE", "办理参保和转介"
    EXPORT = "EXPORT", "导出"
    PUBLISH = "PUBLISH", "发布"
    SEE_SEALED_HIV = "SEE_SEALED_HIV", "查看艾滋病病毒感染情况"
    SEE_SEALED_PRISON = "SEE_SEALED_PRISON", "查看服刑情况"
    SEE_SEALED_DETOX = "SEE_SEALED_DETOX", "查看强制隔离戒毒情况"
    SEE_SEALED_ADOPTION = "SEE_SEALED_ADOPTION", "查看收养情况"
    SEE_SEALED_REPORTER = "SEE_SEALED_REPORTER", "查看报告人"
    SEE_SEALED_PROTECTED_ADDRESS = "SEE_SEALED_PROTECTED_ADDRESS", "查看受保护地址"
    SEE_FIGURES = "SEE_FIGURES", "查看汇总数字"
    APPROVE_ACCESS = "APPROVE_ACCESS", "审批授权"
    READ_AUDIT = "READ_AUDIT", "查看审计"
    MANAGE_ACCOUNTS = "MANAGE_ACCOUNTS", "管理账号和岗位"
    MAKE_CARDS = "MAKE_CARDS", "制作登录卡"
    MANAGE_ORGANISATIONS = "MANAGE_ORGANISATIONS", "管理机构"
    MANAGE_DIVISIONS = "MANAGE_DIVISIONS", "维护行政区划"
    SET_RULES = "SET_RULES", "维护参数"
    OPERATE_SYSTEM = "OPERATE_SYSTEM", "系统运维"


class SealedKind(TextChoices):
    """What is kept secret even from many who see the child (密)."""

    HIV = "HIV", "艾滋病病毒感染"
    PRISON = "PRISON", "服刑"
    DETOX = "DETOX", "强制隔离戒毒"
    ADOPTION = "ADOPTION", "收养"
    REPORTER = "REPORTER", "报告人"
    PROTECTED_ADDRESS = "PROTECTED_ADDRESS", "受保护地址"

    @property
    def permission(self) -> Permission:
        """The permission that opens it."""
        return Permission(f"SEE_SEALED_{self.value}")


VERIFIED: Final = "情况已核实"
"""What everybody else is told of a sealed fact; the same words whatever the fact is."""

NOT_OF_CHILDREN: Final = frozenset(
    {
        Permission.SEE_FIGURES,
        Permission.READ_AUDIT,
        Permission.MANAGE_ORGANISATIONS,
        Permission.MANAGE_DIVISIONS,
        Permission.SET_RULES,
        Permission.OPERATE_SYSTEM,
    }
)
"""The permissions that show nothing of a single child, nor let anybody act as somebody who sees one."""

BLIND_ROLES: Final = frozenset({Role.TECHNICIAN, Role.AUDITOR})
"""Roles that never see a child, whatever the table of permissions says: the database refuses it."""

LISTED_ROLES: Final = frozenset({Role.INSTITUTION_WORKER, Role.AGENCY_SOCIAL_WORKER, Role.COUNSELLOR})
"""Roles that reach only children assigned to their post: residents, those of a contract (个人信息保护法第二十一条)."""

CARD_ROLES: Final = frozenset({Role.VILLAGE_DIRECTOR, Role.VOLUNTEER})
"""Roles that may sign in with a card; all others use a password and a code."""

_SEALED: Final = frozenset(kind.permission for kind in SealedKind)
_FIELD_WORK: Final = frozenset({Permission.SEE_CHILDREN, Permission.RECORD_VISITS, Permission.SEE_TASKS})
_OFFICE: Final = frozenset(
    {
        Permission.SEE_CHILDREN, Permission.UNMASK, Permission.SEE_TASKS, Permission.ASSIGN_TASKS,
        Permission.SEE_FIGURES, Permission.APPROVE_ACCESS, Permission.READ_AUDIT, Permission.MANAGE_ACCOUNTS,
        Permission.MAKE_CARDS, Permission.MANAGE_ORGANISATIONS, Permission.EXPORT, Permission.PUBLISH,
        Permission.SET_RULES,
    }
)  # fmt: skip
_CHECKS: Final = frozenset({Permission.RECEIVE_APPLICATIONS, Permission.CHECK_APPLICATIONS, Permission.SEE_MONEY})
_CONFIRMS: Final = frozenset({Permission.CONFIRM_APPLICATIONS, Permission.SEE_MONEY, Permission.MANAGE_INSURANCE})
_ROSTERS: Final = frozenset({Permission.IMPORT_ROSTERS, Permission.REVIEW_LINKS, Permission.RUN_SCREENING})

FIRST_PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.PROVINCE_OFFICER: _OFFICE | {Permission.MANAGE_DIVISIONS},
    Role.CITY_OFFICER: _OFFICE | _ROSTERS,
    Role.DISTRICT_OFFICER: _OFFICE
    | _ROSTERS
    | _SEALED
    | _CONFIRMS
    | {Permission.EDIT_CHILDREN, Permission.RECOGNISE_SECOND, Permission.CHECK_PAYMENT},
    Role.CHILD_COMMISSIONER: _FIELD_WORK
    | _ROSTERS
    | _CONFIRMS
    | {Permission.UNMASK, Permission.EDIT_CHILDREN, Permission.ASSIGN_TASKS, Permission.RECOGNISE_FIRST}
    # Whoever proposes must know what: else no two people of a district could recognise every category.
    | {Permission.SEE_FIGURES, Permission.EXPORT, Permission.MAKE_CARDS, Permission.SEE_SEALED_HIV},
    Role.TOWN_SUPERVISOR: _FIELD_WORK
    | _CHECKS
    | {Permission.UNMASK, Permission.EDIT_CHILDREN, Permission.ASSIGN_TASKS, Permission.RECOGNISE_FIRST}
    | {Permission.SEE_FIGURES, Permission.MAKE_CARDS},
    Role.VILLAGE_DIRECTOR: _FIELD_WORK | {Permission.UNMASK, Permission.EDIT_CHILDREN, Permission.SEE_MONEY},
    Role.CENTRE_WORKER: _FIELD_WORK | {Permission.UNMASK, Permission.EDIT_CHILDREN, Permission.SEE_SEALED_REPORTER},
    Role.INSTITUTION_WORKER: _FIELD_WORK | {Permission.UNMASK, Permission.EDIT_CHILDREN},
    Role.AGENCY_SOCIAL_WORKER: _FIELD_WORK,
    Role.COUNSELLOR: _FIELD_WORK,
    # Fills in forms that show nothing of a child, and sees none.
    Role.VOLUNTEER: frozenset({Permission.RECORD_VISITS}),
    Role.FINANCE_OFFICER: frozenset(
        {
            Permission.SEE_CHILDREN,
            Permission.UNMASK,
            Permission.SEE_MONEY,
            Permission.PREPARE_PAYMENT,
            Permission.RELEASE_PAYMENT,
            Permission.MANAGE_BUDGETS,
            Permission.EXPORT,
        }
    ),
    Role.REVIEWER: frozenset(
        {
            Permission.SEE_CHILDREN,
            Permission.UNMASK,
            Permission.SEE_MONEY,
            Permission.RECOGNISE_SECOND,
            Permission.APPROVE_PAYMENT,
        }
    ),
    Role.AUDITOR: frozenset({Permission.READ_AUDIT, Permission.SEE_FIGURES}),
    Role.TECHNICIAN: frozenset({Permission.OPERATE_SYSTEM, Permission.MANAGE_DIVISIONS}),
}
"""What each role may do until a deployment decides otherwise; the table in the database is what counts."""

SEPARATE_PERMISSIONS: Final = frozenset(
    {
        frozenset({Permission.RECOGNISE_FIRST, Permission.RECOGNISE_SECOND}),
        frozenset({Permission.CHECK_APPLICATIONS, Permission.CONFIRM_APPLICATIONS}),
        frozenset({Permission.PREPARE_PAYMENT, Permission.CHECK_PAYMENT}),
        frozenset({Permission.PREPARE_PAYMENT, Permission.APPROVE_PAYMENT}),
        frozenset({Permission.CHECK_PAYMENT, Permission.APPROVE_PAYMENT}),
        frozenset({Permission.CHECK_PAYMENT, Permission.RELEASE_PAYMENT}),
        frozenset({Permission.APPROVE_PAYMENT, Permission.RELEASE_PAYMENT}),
    }
)
"""Steps of one case that two people must take (两人办理)."""

_ALONE: Final = {
    frozenset({blind, other}) for blind in BLIND_ROLES for other in Role if other is not blind
}  # fmt: skip
SEPARATE_ROLES: Final = frozenset({*_ALONE, frozenset({Role.FINANCE_OFFICER, Role.REVIEWER})})
"""Roles that one person never holds at one time (不相容岗位)."""
