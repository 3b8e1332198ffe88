"""The official norm as tables: rubrics, blocks, usages and codes by version and nature."""
