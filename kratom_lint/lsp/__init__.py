"""The language server: what the command line finds, shown in editors while copy is written."""
