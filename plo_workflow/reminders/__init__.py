"""Reminders: who is told what and when, and how it is put into messages. How a message travels is not known here."""
