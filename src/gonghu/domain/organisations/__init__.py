"""Organisations (机构): departments, offices, stations, agencies, their places and their contracts."""
