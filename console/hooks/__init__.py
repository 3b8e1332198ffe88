"""How plugins are found, checked and asked. Plugins themselves import `console.plugin` only."""
