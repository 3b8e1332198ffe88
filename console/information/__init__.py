"""What an institution tells its people: information pages, leaflets, outage notices, and how it is reached."""
