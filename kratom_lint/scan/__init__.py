"""Scans of large collections of documents: readers of many files, one function on Arrow batches, two engines."""
