"""The tests, laid out like the packages they speak of; their names are sentences of the field."""
