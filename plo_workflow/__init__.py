"""The engine of PLO Workflow: stages, requirements and clocks of pre-proceedings. It knows no web page and no system clock."""
