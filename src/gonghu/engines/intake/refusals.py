"""Why a file is not read (拒收): plain facts with the remedy, never a stop for the other files."""


class Refused(Exception):
    """A file or sheet cannot or must not be read; the message says why and what to do."""
