"""Plain text: its folded view, its words, its sentences. Knows nothing of rules."""
