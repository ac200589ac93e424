"""
What stops a line before money leaves (拦截): twelve kinds of double or undue payment, and having nowhere to pay to.

Each kind is a question to the database about all lines of a payroll at once; whom it concerns is few. Of two grants of
one person for one month the older goes on and the younger is stopped, whichever county asks first.
"""

from gonghu.domain.payments.stopping.marking import mark_stops, stop_lines
from gonghu.domain.payments.stopping.stopped import Stopped

__all__ = ["Stopped", "mark_stops", "stop_lines"]
