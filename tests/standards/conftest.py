"""Settings of this folder's property tests."""

from hypothesis import settings

# The first example of a test may read a table from disk; how long that takes is no fault.
settings.register_profile("tables", deadline=None)
settings.load_profile("tables")
