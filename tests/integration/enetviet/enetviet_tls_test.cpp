#include "tests/integration/enetviet/partner_test.hpp"
#include "tests/support/authority.hpp"

using loa::outcome_class;
using loa::presence;
using loa::testing::partner_test;
using namespace std::chrono_literals;

namespace {

// Made once: it takes a moment.
struct authority {
    loa::testing::temp_folder folder;
    loa::testing::certificate root = loa::testing::make_authority(folder.path(), "authority");
    loa::testing::certificate own =
        loa::testing::make_certificate(folder.path(), "partner", "DNS:localhost,IP:127.0.0.1", root);
};

const authority& trust()
{
    static const authority once;
    return once;
}

struct tls_test : partner_test {
    const std::string authority_file = trust().root.pem.string();

    void start_tls(const std::string& host, const std::string& ca_file)
    {
        partner_params.cert_file = trust().own.pem.string();
        partner_params.key_file = trust().own.key.string();
        partner = std::make_unique<loa::sandbox>(context, partner_params);
        params.base_url = "https://" + host + ":" + std::to_string(partner->port());
        params.ca_file = ca_file;
        start();
    }
};

}  // namespace

TEST_CASE_METHOD(
    tls_test, "a post goes over verified TLS, and over a resumed session after a reset", "[enetviet][tls]"
)
{
    start_tls("localhost", authority_file);
    CHECK(deliver(many(500)).at(499).what == outcome_class::accepted);
    CHECK(deliver_one("reset_present").what == outcome_class::unknown);
    CHECK(deliver({to(600, "b")}).at(0).what == outcome_class::accepted);
    CHECK(look_up({to(600, "b")}) == std::vector{presence::present});
    CHECK(tally("distinct") == 501);
}

TEST_CASE_METHOD(tls_test, "a partner known by its address is verified by that", "[enetviet][tls]")
{
    start_tls("127.0.0.1", authority_file);
    CHECK(deliver({to(1)}).at(0).what == outcome_class::accepted);
}

TEST_CASE_METHOD(tls_test, "a certificate of an authority nobody knows is refused", "[enetviet][tls]")
{
    start_tls("localhost", "");
    const auto outcome = deliver({to(1)}).at(0);
    CHECK(outcome.what == outcome_class::unavailable);
    CHECK(outcome.cause.find("certificate verify failed") != std::string::npos);
    CHECK(tally("requests") == 0);
}

TEST_CASE_METHOD(tls_test, "a certificate for another name is refused", "[enetviet][tls]")
{
    partner_params.address = "127.0.0.2";  // loopback, too, but not in the certificate
    start_tls("127.0.0.2", authority_file);
    const auto outcome = deliver({to(1)}).at(0);
    CHECK(outcome.what == outcome_class::unavailable);
    CHECK(outcome.cause.find("certificate verify failed") != std::string::npos);
    CHECK(tally("requests") == 0);
}

TEST_CASE_METHOD(tls_test, "a stall costs the deadline and no more over TLS, too", "[enetviet][tls]")
{
    start_tls("localhost", authority_file);
    const auto begin = std::chrono::steady_clock::now();
    CHECK(deliver_one("stall_absent", 300ms).what == outcome_class::unknown);
    CHECK(std::chrono::steady_clock::now() - begin < 3s);
}

TEST_CASE_METHOD(
    partner_test, "a partner that speaks no TLS where it should is unavailable", "[enetviet][tls]"
)
{
    partner = std::make_unique<loa::sandbox>(context, partner_params);
    params.base_url = "https://127.0.0.1:" + std::to_string(partner->port());
    start();
    CHECK(deliver({to(1)}, 2s).at(0).what == outcome_class::unavailable);
}
