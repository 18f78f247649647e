"""What documents are drawn with: sheets, tables, marks, faces, and what scanning and photographing do to a page."""
