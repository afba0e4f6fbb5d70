"""Measures: values in, values out; nothing is read, written or plotted."""
