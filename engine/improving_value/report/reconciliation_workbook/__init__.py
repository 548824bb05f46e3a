"""The reconciliation as a workbook of live formulas: the room's sheets, one module for each."""
