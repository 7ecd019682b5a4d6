"""Every write: commands by subject, each one transaction, each saying by whom and on which day."""
