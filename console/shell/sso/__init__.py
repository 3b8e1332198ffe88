"""Pages of single sign-on: to a provider and back, and the administrator's page of providers."""
