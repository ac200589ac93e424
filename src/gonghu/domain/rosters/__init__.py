"""Rosters (名册): agreements, deliveries of departments' files, remembered mappings, doubtful links."""
