"""
Commands that are loaded when they are called (按需加载), so that asking for help does not start every engine.

This is the way click's manual shows ("Lazily Loading Subcommands"), with each command's line of help kept here too.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """
    A group whose commands are named by module, with the line that ``--help`` shows of each.

    Where a command may not be called like a function of Python, the module is followed by a colon and the function.

    The commands of the site need Django started before their module can be imported.
    """

    def __init__(
        self,
        *args: Any,
        lazy_commands: Mapping[str, tuple[str, str]],
        site_commands: Mapping[str, tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lazy_commands = {**lazy_commands, **site_commands}
        self.site_commands = frozenset(site_commands)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names in the order they were named in."""
        return [*self.lazy_commands, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; its module is imported now."""
        if cmd_name not in self.lazy_commands:
            return super().get_command(ctx, cmd_name)
        if cmd_name in self.site_commands:
            import_module("gonghu.interfaces.cli.site").start_site()
        place, _ = self.lazy_commands[cmd_name]
        module, _, function = place.partition(":")
        command: click.Command = getattr(import_module(module), function or cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each command with its line of help, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.lazy_commands[name][1]) for name in self.list_commands(ctx)])
