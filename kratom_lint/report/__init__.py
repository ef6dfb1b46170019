"""Reports: one module per output format, each with a `render(run, ...)` that returns text."""
