"""The page on which people review copy, and what becomes of their decisions."""
