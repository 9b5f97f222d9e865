"""The generated parts of the documentation: `python -m repcue.documents` writes them anew, from a checkout."""
