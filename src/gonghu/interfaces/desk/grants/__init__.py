"""Standing grants (授权) on the desk."""
