"""What is measured, beside what, and the budget. Never a test's verdict."""
