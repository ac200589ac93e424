"""The contexts of child protection, one Django app each; their order is in pyproject.toml."""
