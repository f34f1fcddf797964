"""Bringing in what offices have in spreadsheets and address books.

A file is read into a table (`tables`), its columns are recognised (`columns`), each row is read and compared with what
is recorded (`planning`), and the plan that was shown is carried out as one batch (`writing`) that can be taken back
(`undoing`). What differs from one kind of record to another each app declares in its own `importing.py` (`types`).
"""
