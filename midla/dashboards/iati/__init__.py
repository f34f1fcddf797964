"""Partnerships as the donor world reads them: activities of the standard IATI 2.03."""
