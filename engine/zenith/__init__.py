"""Zenith."""
