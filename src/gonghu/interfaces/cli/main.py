"""The `gonghu` command: what an officer or a technician can do without a browser."""

import click

from gonghu.interfaces.cli.lazy_group import LazyGroup

COMMANDS = {
    "screen": ("gonghu.interfaces.cli.screen", "比对一个文件夹的部门名册，找出应当得到帮助和待核实的孩子。"),
    "explain": ("gonghu.interfaces.cli.explain", "说明一个孩子为什么得出这样的结论。"),
    "demo": ("gonghu.interfaces.cli.demo", "虚构一个区的名册和三周的工作，打开网站。"),
    "healthy": ("gonghu.interfaces.cli.healthy", "本机的网站是否在应答。"),
}

SITE_COMMANDS = {
    "init": ("gonghu.interfaces.cli.init", "准备站点：文件夹、密钥、数据库结构和第一个账号。"),
    "load-divisions": ("gonghu.interfaces.cli.load_divisions", "装入行政区划：全国，或一个省市区县。"),
    "import": (
        "gonghu.interfaces.cli.import_rosters:import_rosters",
        "把一个文件夹的名册加密收下、识别、试读，可直接提交比对。",
    ),
    "create-user": ("gonghu.interfaces.cli.create_user", "建立账号并任命到岗位。"),
    "role": ("gonghu.interfaces.cli.rules:role", "角色权限：查看、增加、取消。"),
    "retention": ("gonghu.interfaces.cli.rules:retention", "保存期限：查看、设定。"),
    "serve": ("gonghu.interfaces.cli.serve", "启动网站。"),
    "worker": ("gonghu.interfaces.cli.worker", "处理后台作业。"),
    "beat": ("gonghu.interfaces.cli.beat", "时钟：到点提交每天的例行作业。"),
    "audit": ("gonghu.interfaces.cli.audit", "核验审计链，导出链头。"),
    "backup": ("gonghu.interfaces.cli.backup", "把整个站点备份到一个文件，并试恢复核对。"),
    "restore": ("gonghu.interfaces.cli.backup", "从备份恢复，先核对再替换。"),
    "rotate-keys": ("gonghu.interfaces.cli.rotate_keys", "换密钥：数据库和磁盘上的加密内容全部重新加密。"),
    "check-scope": ("gonghu.interfaces.cli.check_scope", "自检可见范围：有没有人看得到辖区以外的记录。"),
    "doctor": ("gonghu.interfaces.cli.doctor", "检查站点是否就绪、设置是否安全。"),
}


@click.group(
    cls=LazyGroup,
    lazy_commands=COMMANDS,
    site_commands=SITE_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="gonghu", prog_name="gonghu")
def main() -> None:
    """共护 Gonghu：政策找人。比对部门名册，找到每一个应当得到帮助的孩子。"""
