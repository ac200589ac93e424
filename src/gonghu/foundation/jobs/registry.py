"""
Which functions may be jobs (作业登记): a row of the database names one, and nothing else can be called through it.

::

    @job("比对名册")
    def screen_delivery(*, by: Actor, at: datetime, progress: Progress, run: str) -> Mapping[str, int]:
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final, Protocol, TypeVar, cast

Outcome = Mapping[str, Any] | None
Function = TypeVar("Function", bound=Callable[..., Outcome])

_LABEL: Final = "job_label"


class NotAJob(LookupError):
    """A job names a function that is not there, or was never marked as a job."""


class JobFunction(Protocol):
    """A function marked as a job (作业函数)."""

    __module__: str
    __qualname__: str
    job_label: str

    def __call__(self, **parameters: Any) -> Outcome:
        """Do the job."""


def job(label: str) -> Callable[[Function], Function]:
    """
    Mark a function of a module as a job; ``label`` is what people read of it.

    It is called with ``by``, ``at``, ``progress`` and the plain parameters it was enqueued with; what it does not need
    it takes as ``**_context``. What it returns, plain too, is kept as the job's outcome.
    """

    def mark(function: Function) -> Function:
        setattr(function, _LABEL, label)
        return function

    return mark


def name_of(function: Callable[..., Outcome]) -> str:
    """
    Give the name a row keeps of a job.

    :raises NotAJob: the function was never marked
    """
    if not hasattr(function, _LABEL) or "." in function.__qualname__:
        raise NotAJob(f"{function.__module__}:{function.__qualname__}")
    return f"{function.__module__}:{function.__qualname__}"


def job_named(name: str) -> JobFunction:
    """
    Give the job of a name.

    :raises NotAJob: there is none
    """
    module, _, function = name.partition(":")
    try:
        found = getattr(import_module(module), function)
    except (ImportError, AttributeError, ValueError) as problem:
        raise NotAJob(name) from problem
    if not hasattr(found, _LABEL):
        raise NotAJob(name)
    return cast("JobFunction", found)
