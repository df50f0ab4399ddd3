"""Does the library of electronic certificates hold what a paper would prove? A pure look-up."""

from activities.step_calls import StepCall


class CertificateLookup(StepCall):
    kind = "certificate_lookup"
