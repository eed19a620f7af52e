"""What measures 1.2 and 1.3 add to the office: each part (applying, handling, licences, supervision) in its own package."""
