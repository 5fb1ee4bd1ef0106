# Tests of the HTTP server.
loa_test(http_tests LABEL unit
    SOURCES unit/http/request_reader_test.cpp unit/http/request_target_test.cpp unit/http/gzip_test.cpp
    DEPENDS loa_http)
loa_test(http_server_tests LABEL integration
    SOURCES integration/http/exchange_test.cpp integration/http/hostile_request_test.cpp integration/http/limits_test.cpp
            integration/http/stream_test.cpp integration/http/upload_test.cpp integration/http/tls_test.cpp integration/http/unix_socket_test.cpp
            support/authority.cpp
    DEPENDS loa_http)
