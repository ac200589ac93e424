"""The `gonghu` command: what an officer or a technician can do without a browser."""

import click

from gonghu.interfaces.cli.demo import demo
from gonghu.interfaces.cli.explain import explain
from gonghu.interfaces.cli.screen import screen


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gonghu", prog_name="gonghu")
def main() -> None:
    """共护 Gonghu：政策找人。比对部门名册，找到每一个应当得到帮助的孩子。"""


main.add_command(screen)
main.add_command(explain)
main.add_command(demo)
