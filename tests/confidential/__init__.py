"""Confidential prices stay inside."""
