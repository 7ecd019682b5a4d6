"""The numbers and local names an authority works by: england.toml, and what a council's file changes in it.

A policy is checked as it is read, hashed by content and never changed; what it governs is decided elsewhere.
"""

from plo_workflow.policy.clock import ClockPolicy
from plo_workflow.policy.comparing import Difference, compare, numbers
from plo_workflow.policy.drift import Span
from plo_workflow.policy.faults import Fault, PolicyFaults
from plo_workflow.policy.reading import calendar_for, default_policy, policy_from_stored, read_policy
from plo_workflow.policy.reminders import OWNER, RemindersPolicy, SendingPolicy, Step
from plo_workflow.policy.whole import Policy, policy_text

__all__ = [
    "OWNER",
    "ClockPolicy",
    "Difference",
    "Fault",
    "Policy",
    "PolicyFaults",
    "RemindersPolicy",
    "SendingPolicy",
    "Span",
    "Step",
    "calendar_for",
    "compare",
    "default_policy",
    "numbers",
    "policy_from_stored",
    "policy_text",
    "read_policy",
]
