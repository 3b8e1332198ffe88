"""Pages of information, contacts, and the banners of outages."""
