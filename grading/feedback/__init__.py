"""What people read: the report of a cell, a student's page, pictures, formulas, translations."""
