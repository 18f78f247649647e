"""Atlas simulator: a local stand-in for the Atlas document-verification API that really reads documents."""

__version__ = "0.1.0"
