"""stub"""


def write_reconciliation_workbook(found, stand, path):
    pass
