"""`python -m plo_workflow.cli`: the `plo` command where its script is not on the path."""

from plo_workflow.cli import main

main(prog_name="plo")
