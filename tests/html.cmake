# Tests of html, of the Unicode functions it stands on, and of the email made from it.
loa_test(html_tests LABEL unit
    SOURCES unit/core/unicode_test.cpp
    DEPENDS loa_core)
