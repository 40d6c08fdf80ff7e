"""Writes what students read: cell reports, feedback pages, charts, formulas and translations."""
