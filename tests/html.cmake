# Tests of html, of the Unicode functions it stands on, and of the email made from it.
loa_test(html_tests LABEL unit
    SOURCES unit/core/unicode_test.cpp unit/html/link_test.cpp unit/html/sanitise_test.cpp unit/html/to_text_test.cpp
    DEPENDS loa_html)
loa_test(email_template_tests LABEL unit
    SOURCES unit/email/email_template_test.cpp unit/email/header_injection_test.cpp unit/email/received_mail.cpp unit/email/unsubscribe_link_test.cpp
    DEPENDS loa_email_template PkgConfig::gmime)
