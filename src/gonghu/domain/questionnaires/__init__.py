"""Questionnaires (问卷): forms as data, their versions, filled forms as they came."""
