"""Printed forms and slips of applications (文书和查询凭条)."""
