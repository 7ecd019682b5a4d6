"""A process of its own that finds what is due and sends what is waiting. What is late is decided in the engine."""
