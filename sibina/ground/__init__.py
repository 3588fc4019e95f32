"""What is true before the year starts: people, competencies, cycles, and how they are taken in."""
