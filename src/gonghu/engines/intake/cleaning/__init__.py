"""
Cleaning cells (单元格清洗), a column at a time in SQL.

Every type has an expression that settles nearly all cells; for names, dates and amounts the few different cells it
leaves NULL are read one by one in Python (``read``) and joined back.
"""
