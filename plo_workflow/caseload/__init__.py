"""Every read: worklists, one case, its history. Overdue is worked out here when it is asked for, never stored."""
