"""A department's own system does its part: a registration, a number, a card."""

from activities.step_calls import StepCall


class SystemCall(StepCall):
    kind = "system_call"
