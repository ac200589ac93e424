"""What the log says of a request that failed (运行日志): its number, as its error page shows it, and nothing typed."""

import logging


class RequestNumbered(logging.Filter):
    """Put the number of the request beside what went wrong (日志中的请求编号)."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything through, with the number or a dash."""
        record.reference = getattr(getattr(record, "request", None), "reference", "-")
        return True
