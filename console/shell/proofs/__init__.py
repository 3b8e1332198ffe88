"""Pages of proofs: the PDF for those who may have it, and verifying for everybody."""
