# Tests of drafts, previews and the directory's desk, on stores of their own and over real channels.
loa_test(desk_drafts_test LABEL integration
    SOURCES integration/drafts/directory_desk_test.cpp integration/drafts/draft_desk_test.cpp
    DEPENDS loa_ledger)
