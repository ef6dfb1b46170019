"""From finding to fixed: honest suggestions, worked out as edits and proved by reading and linting the edited text."""
