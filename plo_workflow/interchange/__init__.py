"""What comes in from other programs' files and goes out to them: typed facts, or problems in plain words.

Nothing here decides what a fact means for a case: that is for the commands in `cases`.
"""
