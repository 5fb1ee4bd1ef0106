# Tests of drafts, previews and the directory's desk, on stores of their own and over real channels.
loa_test(desk_drafts_test LABEL integration
    SOURCES integration/drafts/directory_desk_test.cpp integration/drafts/draft_desk_test.cpp
    DEPENDS loa_ledger)
loa_test(draft_routes_test LABEL integration
    SOURCES integration/drafts/draft_routes_test.cpp integration/drafts/preview_link_test.cpp support/authority.cpp support/smtp_imposter.cpp
    DEPENDS loa_api loa_ledger loa_email loa_enetviet)
