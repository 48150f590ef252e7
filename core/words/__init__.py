"""Results in English; numbers as text. The only home of wording."""
