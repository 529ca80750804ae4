"""Thin commands over core, documents and actions: the public interface of ``jiangfang`` (shared contract: cli.md)."""
