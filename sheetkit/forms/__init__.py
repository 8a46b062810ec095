"""Forms: a small workbook for each person with their open hand-offs, and what comes back in it."""
