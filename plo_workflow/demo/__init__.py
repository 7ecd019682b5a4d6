"""Made-up families for showing and trying the product, carried through the same commands that people use."""

from plo_workflow.demo.loading import DemoLoaded, demo_people, is_empty, load_demo

__all__ = ["DemoLoaded", "demo_people", "is_empty", "load_demo"]
