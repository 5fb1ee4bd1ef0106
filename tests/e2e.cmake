# The program as a person or systemd runs it, between a real Redis, a real Postfix and the sandbox partner.
loa_test(e2e_tests LABEL e2e LIMIT 120
    SOURCES e2e/house.cpp e2e/outside_test.cpp e2e/steering_test.cpp e2e/story_test.cpp support/authority.cpp support/postfix.cpp support/program.cpp
    DEPENDS Boost::json fmt::fmt loa_ledger test_redis_server)
add_dependencies(e2e_tests loa)
