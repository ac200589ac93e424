"""The field app on a telephone: a real Chromium with a profile of its own, before a real server."""
