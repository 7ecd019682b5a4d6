"""What comes in from other programs' files and goes out to them: typed facts, or problems in plain words.

What another program's words stand for is decided here; what becomes of a fact in a case, in `cases`.
"""
