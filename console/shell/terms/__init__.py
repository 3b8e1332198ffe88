"""Pages over the terms of use: a company reads and accepts them, the institution publishes them."""
