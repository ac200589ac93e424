"""Organisations and stations (机构与站点) on the desk."""
