"""Do a department's own data agree with the form? A pure look-up."""

from activities.step_calls import StepCall


class DataCheck(StepCall):
    kind = "data_check"
