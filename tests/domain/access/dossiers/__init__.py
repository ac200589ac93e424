"""A Django app for tests of scope: dossiers that lie in a division."""
