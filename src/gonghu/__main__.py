"""`python -m gonghu`: the same as the `gonghu` command."""

from gonghu.interfaces.cli.main import main

main(prog_name="gonghu")
