"""The engine of pre-proceedings: stages, requirements and clocks. It knows no web page and no system clock."""
