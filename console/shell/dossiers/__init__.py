"""The pages of dossiers: lists by theme, one dossier, its documents, receipt by document type, print runs."""
