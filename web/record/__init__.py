"""What is recorded on a case, in words for people: nothing of the field is decided here."""
