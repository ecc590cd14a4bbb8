"""What a team shows of its office to applicants: its official name, logo, contact and page."""
