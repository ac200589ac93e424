"""Telephones of the field app (走访手机): whose they are, sealed when lost, and what they could not send."""
