"""Workflow ids and queue names, made in one place, with their inverse. They hold no personal data."""

WAKE_SIGNAL = "wake"
CASE_WORKFLOW = "matter_case"
ERRAND_WORKFLOW = "errand"


def workflow_id(installation: str, subject: str) -> str:
    """`subject` is a case number, or what an errand is for (`application/<id>`, `ticket/<id>`)."""
    return f"{installation}/{subject}"


def subject_of(workflow_id: str, *, installation: str) -> str | None:
    """The inverse of `workflow_id`; None for a workflow of another installation."""
    prefix = f"{installation}/"
    return workflow_id[len(prefix) :] if workflow_id.startswith(prefix) else None


def task_queue(installation: str) -> str:
    """Cases, errands and their effects share one queue, so that a worker may start an effect at once."""
    return f"{installation}-cases"
