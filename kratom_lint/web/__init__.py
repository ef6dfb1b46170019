"""The page into which a draft is pasted: its looks, what answers it, and a server for this machine only."""
