"""Files that are broken on purpose, brought in one after the other by a process that is watched."""
