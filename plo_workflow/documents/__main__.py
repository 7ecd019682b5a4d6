"""`python -m plo_workflow.documents`: writes the files of docs/ that are made from the tables (`make docs`)."""

from pathlib import Path

from plo_workflow.documents import FILES

for name, write in FILES.items():
    (Path("docs") / name).write_text(write(), encoding="utf-8")
