"""Slips (查询凭条): how a family looks at its own case without any name."""
