"""Commands that are imported when they are asked for: one module each, its function of the same name."""
