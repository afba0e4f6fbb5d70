"""What participants fill in: pages for a browser, sheets of paper, and the kit as documents."""
