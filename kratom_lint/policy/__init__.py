"""What becomes of findings: excused, accepted, or counted."""
