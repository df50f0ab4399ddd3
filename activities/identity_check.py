"""Is this person who she says she is? A pure look-up at the identity service."""

from activities.step_calls import StepCall


class IdentityCheck(StepCall):
    kind = "identity_check"
