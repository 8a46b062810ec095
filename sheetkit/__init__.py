"""sheetkit: one log of everything you handed off, and a weekly review of it.

The folders are the stations the data passes, each importing only from those before it:
ooxml (the file format), expression (the rule language), template (what a log looks like),
log (create, read, validate, carry over), review (log + moment -> plain data), workbook and
report (how a review is shown), commands, cli (the only clock, the only printing, the only exit codes).
"""

__version__ = "0.1.0"
