"""Divisions (行政区划) on the desk."""
