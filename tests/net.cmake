# Tests of what the TCP clients share.
loa_test(net_tests LABEL unit SOURCES unit/net/known_addresses_test.cpp unit/net/connect_test.cpp unit/net/deadline_watch_test.cpp DEPENDS loa_net)
