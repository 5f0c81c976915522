"""One check, one file. Checks do not know each other; what two share is in `verification/`."""
