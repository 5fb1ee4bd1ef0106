# Tests of email.
loa_test(email_smtp_unit_test LABEL unit
    SOURCES unit/email/smtp_reply_test.cpp unit/email/smtp_outcome_test.cpp unit/email/smtp_dialogue_test.cpp
    DEPENDS loa_email)
