"""What programs talk to: the lists in force by HTTP, in the shapes that clients of the field know already."""
