"""The `gonghu` command."""
