"""Work for later is done at least once: what a worker had begun when it died goes back into the queue.

So every task must be harmless when it runs again; those of the house do their work once by its key.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

LEASE = timedelta(seconds=5)
"""How long a task may take before somebody else may begin it too."""
_BUSY = "django.db.utils.OperationalError"


def put_back(lease: timedelta = LEASE) -> int:
    """Let tasks be done again that began before `lease` ago and never ended, or that found the database busy; says how many."""
    since = timezone.now() - lease
    died = Q(status=TaskResultStatus.RUNNING, started_at__lte=since)
    busy = Q(status=TaskResultStatus.FAILED, finished_at__lte=since, exception_class_path=_BUSY)
    return int(DBTaskResult.objects.filter(died | busy).update(status=TaskResultStatus.READY))
