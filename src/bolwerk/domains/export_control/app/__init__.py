"""What export control adds to the office: applying, and what comes after it."""
