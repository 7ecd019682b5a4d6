"""A made-up caseload, told through the commands people use: for trying the product out, never beside real cases."""

from plo_workflow.demo.colleagues import DemoPerson, demo_people
from plo_workflow.demo.loading import DemoLoaded, is_empty, load_demo

__all__ = ["DemoLoaded", "DemoPerson", "demo_people", "is_empty", "load_demo"]
