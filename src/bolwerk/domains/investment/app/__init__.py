"""What measure 2.1 adds to the office: the call's kit, facts of a case, size and aid of an application, guards and effects."""
