"""Programmes as they were loaded: immutable revisions, so that the rules of an application stay."""
