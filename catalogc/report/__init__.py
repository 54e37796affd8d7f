"""Findings as people and machines read them: in the text and JSON formats of ``registry``."""
