"""Divisions (行政区划): the five levels from province to village, and their changes over time."""
