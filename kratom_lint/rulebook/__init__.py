"""Rule files in, a compiled rule book out."""
