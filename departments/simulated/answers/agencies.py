"""An authority on no installation of ours (模拟): its office numbers what comes in, and answers by letter."""

from departments.simulated.outcome import Outcome
from departments.simulated.state import State, Task


def letter_send(task: Task, state: State) -> Outcome:
    """Confirms whatever it is asked."""
    return Outcome(
        data={
            "number": f"外函〔{task.accepted_at[:4]}〕{state.serial + 1}号",
            "confirmed": True,
            "text": f"贵机关{task.payload['number']}收悉，经核查，所述情况属实。",
        }
    )


ANSWERS = {"agencies": {"letter_send": letter_send}}
