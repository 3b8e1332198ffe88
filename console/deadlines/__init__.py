"""How long things may take, what is late or coming, who is told of it, and the calendars people subscribe to."""
