#include "tests/integration/email/sender.hpp"
#include "tests/support/smtp_imposter.hpp"
#include "tests/support/temp_folder.hpp"

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;
using peer = smtp_imposter::peer;

namespace {

// Made once: it takes a moment.
struct authority {
    temp_folder folder;
    certificate root = make_authority(folder.path(), "authority");
    certificate good = make_certificate(folder.path(), "good", "DNS:localhost,IP:127.0.0.1", root);
    certificate other = make_certificate(folder.path(), "other", "DNS:mail.example", root);
    certificate strange = make_certificate(
        folder.path(), "strange", "DNS:localhost", make_authority(folder.path(), "strangers")
    );
};

const authority& trust()
{
    static const authority once;
    return once;
}

email_params tls_params(std::uint16_t port, smtp_tls tls)
{
    auto params = sender::to_port(port, tls);
    params.ca_file = trust().root.pem.string();
    return params;
}

void serve_starttls(peer& p, const certificate& own)
{
    p.greet("250 STARTTLS\r\n");
    p.hear();
    p.say("220 go\r\n");
    p.start_tls(own);
    p.hear();
    p.say("250-imposter\r\n250 PIPELINING\r\n");
    p.serve();
}

}  // namespace

TEST_CASE("mail goes out encrypted, and the next connection resumes the session", "[email][smtp]")
{
    const auto tls = GENERATE(smtp_tls::starttls, smtp_tls::implicit);
    const std::string host = GENERATE("localhost", "127.0.0.1");
    smtp_imposter server{[&](peer& p, int) {
        if (tls == smtp_tls::starttls)
            return serve_starttls(p, trust().good);
        p.start_tls(trust().good);
        p.greet();
        p.serve();
    }};
    auto params = tls_params(server.port(), tls);
    params.messages_per_connection = 2;
    params.host = host;
    sender s{params};
    CHECK(sender::texts(s.deliver({an, binh, chi})) == strings(3, "accepted"));
    CHECK(server.connections() == 2);
    std::vector<std::string> modes;
    for (const auto& line : s.log.lines())
        for (const auto& field : line.fields)
            if (field.key == "tls")
                modes.push_back(std::get<std::string>(field.value));
    REQUIRE(modes.size() == 2);
    CHECK(modes[0] == "TLSv1.3");
    // The imposter makes a new context for each connection, so it cannot resume; Postfix can, see
    // postfix_test.
    CHECK(modes[1].starts_with("TLSv1.3"));
}

TEST_CASE("a server that cannot prove its name gets nothing", "[email][smtp]")
{
    const auto tls = GENERATE(smtp_tls::starttls, smtp_tls::implicit);
    const auto [who, cause] = GENERATE(table<std::string, std::string>(
        {{"other", "unavailable: TLS: hostname mismatch"},
         {"strange", "unavailable: TLS: unable to get local issuer certificate"}}
    ));
    std::atomic<bool> heard{false};
    smtp_imposter server{[&](peer& p, int) {
        const auto& own = who == "other" ? trust().other : trust().strange;
        if (tls == smtp_tls::starttls) {
            p.greet("250 STARTTLS\r\n");
            p.hear();
            p.say("220 go\r\n");
        }
        p.start_tls(own);
        p.hear();
        heard = true;
    }};
    auto params = tls_params(server.port(), tls);
    params.username = "loa";
    params.password = "secret";
    sender s{params};
    CHECK(sender::texts(s.deliver({an, binh})) == strings(2, cause));
    CHECK_FALSE(heard);
}

TEST_CASE("encryption is never given up", "[email][smtp]")
{
    SECTION("STARTTLS stripped by somebody between")
    {
        smtp_imposter server{[](peer& p, int) {
            p.greet("250 PIPELINING\r\n");
            p.serve();
        }};
        sender s{tls_params(server.port(), smtp_tls::starttls)};
        CHECK(
            sender::texts(s.deliver({an})) == strings{"unavailable: TLS: the server does not offer STARTTLS"}
        );
    }
    SECTION("answers injected before the handshake")
    {
        smtp_imposter server{[](peer& p, int) {
            p.greet("250 STARTTLS\r\n");
            p.hear();
            p.say("220 go\r\n250-imposter\r\n250 AUTH PLAIN\r\n");
            p.wait_for_close();
        }};
        sender s{tls_params(server.port(), smtp_tls::starttls)};
        CHECK(sender::texts(s.deliver({an})) == strings{"unavailable: TLS: bytes injected after STARTTLS"});
    }
    SECTION("no TLS on the port for it")
    {
        smtp_imposter server{[](peer& p, int) {
            p.greet();
            p.serve();
        }};
        sender s{tls_params(server.port(), smtp_tls::implicit)};
        const auto ended = s.deliver({an});
        CHECK(ended[0].what == outcome_class::unavailable);
        CHECK(ended[0].cause.starts_with("TLS: "));
    }
    SECTION("a handshake that never ends")
    {
        smtp_imposter server{[](peer& p, int) { p.wait_for_close(); }};
        auto params = tls_params(server.port(), smtp_tls::implicit);
        params.connect_limit = 1s;
        sender s{params};
        CHECK(
            sender::texts(s.deliver({an})) == strings{"unavailable: no session with the server within 1 s"}
        );
    }
}

TEST_CASE("a dropped encrypted connection leaves the message unknown", "[email][smtp]")
{
    smtp_imposter server{[](peer& p, int) {
        p.start_tls(trust().good);
        p.greet();
        p.take_envelope();
        p.hear_text();
        p.drop();
    }};
    sender s{tls_params(server.port(), smtp_tls::implicit)};
    CHECK(s.deliver({an})[0].what == outcome_class::unknown);
}

TEST_CASE("an encrypted connection that stalls costs the deadline and no more", "[email][smtp]")
{
    smtp_imposter server{[](peer& p, int) {
        p.start_tls(trust().good);
        p.greet();
        p.take_envelope();
        p.wait_for_close();
    }};
    sender s{tls_params(server.port(), smtp_tls::implicit)};
    CHECK(
        sender::texts(s.deliver({an, binh}, 500ms)) ==
        strings{"unknown: no answer before the deadline", "transient: no answer before the deadline"}
    );
}

TEST_CASE("an authority that cannot be read is told at the start", "[email][smtp]")
{
    boost::asio::io_context context;
    recorded_log log;
    auto params = tls_params(25, smtp_tls::starttls);
    params.ca_file = "/no/such/file.pem";
    CHECK_THROWS_WITH(
        make_email_channel(context, params, log),
        "cannot read the CA certificates in /no/such/file.pem: No such file or directory"
    );
}
