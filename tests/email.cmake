# Tests of email.
loa_test(email_smtp_unit_test LABEL unit
    SOURCES unit/email/dkim_test.cpp unit/email/smtp_reply_test.cpp unit/email/smtp_outcome_test.cpp unit/email/smtp_dialogue_test.cpp
    DEPENDS loa_email)
loa_test(email_smtp_test LABEL integration
    SOURCES integration/email/dkim_test.cpp integration/email/hostile_server_test.cpp integration/email/postfix_test.cpp integration/email/smtp_failures_test.cpp integration/email/smtp_sink_test.cpp
            integration/email/smtp_tls_test.cpp support/authority.cpp support/postfix.cpp support/program.cpp support/smtp_imposter.cpp
    DEPENDS loa_email)
