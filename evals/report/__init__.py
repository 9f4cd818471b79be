"""What a run is told as: a table for people, JSON lines and JUnit for programs, a page to look at."""
