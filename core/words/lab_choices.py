"""What the laboratory page offers, in words."""

TEST_NAME, SCALE_NAME, COMPARE_NAME, VERSION_NAME = "Test", "Show", "Compare by", "Grades"
