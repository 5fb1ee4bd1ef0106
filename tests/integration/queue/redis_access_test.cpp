#include "tests/integration/queue/redis_fixture.hpp"

#include <cstdlib>

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

/// A CA of our own and a certificate of it for "localhost" (or another name), made with openssl.
class certificates {
public:
    temp_folder folder;
    std::filesystem::path ca = folder / "ca.crt", certificate = folder / "server.crt",
                          key = folder / "server.key";

    explicit certificates(const std::string& names)
    {
        const auto at = "cd " + folder.path().string() + " && ";
        const std::string quiet = " >/dev/null 2>&1";
        const auto run_or_fail = [&](const std::string& command) {
            REQUIRE(std::system((at + command + quiet).c_str()) == 0);
        };
        run_or_fail(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test-ca "
            "-keyout ca.key -out ca.crt"
        );
        run_or_fail(
            "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=server -keyout "
            "server.key -out server.csr"
        );
        run_or_fail(
            "echo subjectAltName=" + names +
            " > names && openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -days 2 " +
            "-extfile names -out server.crt"
        );
    }
};

redis_server_params with_tls(const certificates& of)
{
    redis_server_params out;
    out.certificate = of.certificate;
    out.key = of.key;
    return out;
}

redis_server_params with_tcp()
{
    redis_server_params out;
    out.tcp = true;
    return out;
}

std::string publish_error(loop& in_loop, const redis_params& params)
{
    redis_publisher publisher{in_loop.context, params};
    const auto answer = run(in_loop.context, publisher.publish("{}"));
    return answer ? "" : answer.error().text;
}

}  // namespace

TEST_CASE_METHOD(loop, "bulletins come over TCP, from the database of the URL", "[access]")
{
    redis_server redis{with_tcp()};
    auto params = quick(redis.tcp_url() + "/3");
    CHECK(publish_error(*this, params).empty());
    CHECK(redis.run({"XLEN", "loa:bulletins"}) == "0");  // database 0
    const auto inbox = inbox_of(params);
    CHECK(take(*inbox)[0].payload == "{}");
    CHECK(redis.run({"CLIENT", "LIST"}).find("name=loa:loa-1:read") != std::string::npos);
}

TEST_CASE_METHOD(
    loop, "bulletins come over TLS when the certificate is for the host and of a known authority", "[access]"
)
{
    const certificates files{"DNS:localhost,IP:127.0.0.1"};
    redis_server redis{with_tls(files)};
    const auto port = std::to_string(redis.tls_port());
    auto params = quick("rediss://localhost:" + port);
    params.ca_file = files.ca;
    CHECK(publish_error(*this, params).empty());
    const auto inbox = inbox_of(params);
    CHECK(take(*inbox)[0].payload == "{}");

    params.url = "rediss://127.0.0.1:" + port;
    CHECK(publish_error(*this, params).empty());

    params.ca_file.clear();  // the system's authorities do not know ours
    CHECK(publish_error(*this, params).find("its TLS certificate is refused: ") != std::string::npos);
    const certificates others{"DNS:localhost"};
    params.ca_file = others.ca;
    CHECK(publish_error(*this, params).find("its TLS certificate is refused: ") != std::string::npos);
    params.ca_file = "/nowhere/ca.crt";
    CHECK(
        publish_error(*this, params).find("cannot read the certificates of /nowhere/ca.crt") !=
        std::string::npos
    );
}

TEST_CASE_METHOD(loop, "a certificate for another name is refused", "[access]")
{
    const certificates files{"DNS:other.example,IP:192.0.2.1"};
    redis_server redis{with_tls(files)};
    const auto port = std::to_string(redis.tls_port());
    auto params = quick("rediss://localhost:" + port);
    params.ca_file = files.ca;
    CHECK(
        publish_error(*this, params) ==
        "Redis at localhost:" + port + ": its TLS certificate is refused: hostname mismatch"
    );
    params.url = "rediss://127.0.0.1:" + port;
    CHECK(
        publish_error(*this, params) ==
        "Redis at 127.0.0.1:" + port + ": its TLS certificate is refused: IP address mismatch"
    );
}

TEST_CASE_METHOD(
    loop, "TLS to a port without TLS, and the other way round, ends in a clear error", "[access]"
)
{
    redis_server redis{with_tcp()};
    auto params = quick("rediss://127.0.0.1:" + std::to_string(redis.port()));
    params.reply_limit = 500ms;
    CHECK(publish_error(*this, params).starts_with("Redis at 127.0.0.1:"));
    const certificates files{"DNS:localhost"};
    redis_server with{with_tls(files)};
    params.url = "redis://127.0.0.1:" + std::to_string(with.tls_port());
    CHECK(publish_error(*this, params).starts_with("Redis at 127.0.0.1:"));
}

TEST_CASE_METHOD(loop, "a user signs in with name and password and needs few rights", "[access]")
{
    redis_server redis;
    redis.run(
        {"ACL",
         "SETUSER",
         "loa",
         "on",
         ">s3cret",
         "~loa:*",
         "+xreadgroup",
         "+xautoclaim",
         "+xack",
         "+xdel",
         "+xadd",
         "+xgroup|create",
         "+xlen",
         "+xpending",
         "+type",
         "+multi",
         "+exec",
         "+client|setname"}
    );
    redis.run({"ACL", "SETUSER", "default", "on", "resetpass", ">other"});
    auto params = quick(redis.unix_url());
    params.username = "loa";
    params.password = "s3cret";
    CHECK(publish_error(*this, params).empty());
    {
        const auto inbox = inbox_of(params);
        auto got = take(*inbox);
        CHECK(got[0].payload == "{}");
        CHECK(run(context, inbox->reject(got[0], {})).has_value());
        CHECK(nothing_comes(*inbox, 400ms));
        CHECK(log.lines().size() == 1);  // the group was made; no complaint
    }
    redis_publisher publisher{context, params};
    CHECK(run(context, publisher.state())->rejected == 1);

    params.password = "wrong";
    const auto refused = publish_error(*this, params);
    CHECK(refused.find("Redis refuses the user name or the password") != std::string::npos);
    CHECK(refused.find("wrong)") == std::string::npos);
    params.username.clear();
    params.password = "other";
    CHECK(publish_error(*this, params).empty());
    params.password.clear();
    CHECK(publish_error(*this, params).find("Redis wants a password and got none") != std::string::npos);

    const auto inbox = inbox_of(params);
    CHECK(nothing_comes(*inbox, 300ms));
    const auto told = log.lines();
    REQUIRE(told.size() == 2);  // and not once for each try
    CHECK(told[1].message.starts_with("reading bulletins from Redis fails"));
}

TEST_CASE_METHOD(loop, "a user without a right is told so", "[access]")
{
    redis_server redis;
    redis.run({"ACL", "SETUSER", "loa", "on", ">s3cret", "~loa:*", "+xlen"});
    auto params = quick(redis.unix_url());
    params.username = "loa";
    params.password = "s3cret";
    CHECK(publish_error(*this, params).find("the Redis user has no right to do this") != std::string::npos);
}

TEST_CASE_METHOD(
    loop, "a host nobody knows, or an address nobody answers on, is told with its name", "[access]"
)
{
    auto params = quick("redis://no-such-host.invalid:6379");
    CHECK(publish_error(*this, params).starts_with("Redis at no-such-host.invalid:6379: cannot "));
    params.url = "redis://127.0.0.1:1";
    CHECK(publish_error(*this, params) == "Redis at 127.0.0.1:1: cannot connect: Connection refused");
    params.url = "ftp://x";
    CHECK_THROWS_AS(inbox_of(params), std::invalid_argument);
}
