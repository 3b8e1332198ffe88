"""What the shell may use of the open API."""

from console.api.doors import whole_document
from console.api.repeats import sweep

__all__ = ["sweep", "whole_document"]
