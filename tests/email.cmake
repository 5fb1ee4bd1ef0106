# Tests of email.
