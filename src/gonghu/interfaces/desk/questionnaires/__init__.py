"""Pages of the questionnaires (问卷页面)."""
