// TLS, as curl and openssl see it.

#include "tests/integration/http/http_stage.hpp"
#include "tests/integration/http/raw_client.hpp"
#include "tests/support/authority.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/temp_folder.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

std::string output_of(const std::string& command)
{
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe{::popen((command + " 2>&1").c_str(), "r"), ::pclose};
    std::string out;
    std::array<char, 4096> buffer;
    for (std::size_t count = 0; (count = ::fread(buffer.data(), 1, buffer.size(), pipe.get())) != 0;)
        out.append(buffer.data(), count);
    return out;
}

struct tls_house {
    temp_folder folder;
    certificate authority = make_authority(folder.path(), "authority");
    certificate first = make_certificate(folder.path(), "first", "DNS:localhost,IP:127.0.0.1", authority);

    http_server_params params() const
    {
        auto out = quick_params();
        out.certificate_file = first.pem.string();
        out.key_file = first.key.string();
        return out;
    }
    std::string curl(std::uint16_t port, const std::string& more) const
    {
        return output_of(
            "curl -sS -m 5 --cacert '" + authority.pem.string() + "' " + more +
            " 'https://localhost:" + std::to_string(port) + "/hello'"
        );
    }
    std::string openssl(std::uint16_t port, const std::string& more) const
    {
        return output_of(
            "openssl s_client -connect 127.0.0.1:" + std::to_string(port) + " -CAfile '" +
            authority.pem.string() + "' " + more + " </dev/null"
        );
    }
};

}  // namespace

TEST_CASE_METHOD(
    tls_house, "TLS 1.2 and 1.3 are spoken, older versions and other protocols are not", "[http]"
)
{
    http_stage stage{params()};
    CHECK(contains(curl(stage.port(), "--tlsv1.3"), "GET /hello peer=127.0.0.1 secure=1"));
    CHECK(contains(curl(stage.port(), "--tls-max 1.2"), "secure=1"));
    CHECK(contains(openssl(stage.port(), "-tls1_1 -cipher DEFAULT@SECLEVEL=0"), "Cipher is (NONE)"));
    CHECK_FALSE(contains(openssl(stage.port(), "-tls1_2 -cipher AES128-SHA"), "Cipher is AES128-SHA"));
    CHECK(contains(openssl(stage.port(), "-alpn h2,http/1.1"), "ALPN protocol: http/1.1"));
    CHECK(contains(openssl(stage.port(), "-alpn h2"), "no application protocol"));
    CHECK(contains(openssl(stage.port(), ""), "Verification: OK"));
}

TEST_CASE_METHOD(tls_house, "many requests and a stream go over one TLS connection", "[http]")
{
    http_stage stage{params()};
    const auto url = "https://localhost:" + std::to_string(stage.port());
    const auto said = curl(
        stage.port(),
        "'" + url + "/text?bytes=300000' '" + url + "/events?bytes=1&most=3' -w '[%{num_connects}]'"
    );
    CHECK(contains(said, std::string(300'000, 'a') + "[1]"));
    CHECK(contains(said, "data: x\n\ndata: x\n\ndata: x\n\n[0]"));
}

TEST_CASE_METHOD(tls_house, "whoever does not finish the handshake is hung up on", "[http]")
{
    http_stage stage{params()};
    raw_client mute{stage.port()}, plain{stage.port()};
    plain.say("GET / HTTP/1.1\r\nHost: loa\r\n\r\n");
    CHECK_FALSE(contains(plain.rest(3s), "200"));
    CHECK(plain.has_ended);
    CHECK(mute.rest(3s).empty());
    CHECK(mute.has_ended);
}

TEST_CASE_METHOD(
    tls_house,
    "a new certificate is used after a reload; one that is no good is not, and the log says why",
    "[http]"
)
{
    http_stage stage{params()};
    const auto subject = [&] { return openssl(stage.port(), ""); };
    CHECK(contains(subject(), "subject=CN = first"));

    const auto second = make_certificate(folder.path(), "second", "DNS:localhost,IP:127.0.0.1", authority);
    std::filesystem::copy_file(second.pem, first.pem, std::filesystem::copy_options::overwrite_existing);
    stage.server.reload_certificate();  // the key is still that of the first
    CHECK(contains(subject(), "subject=CN = first"));
    bool is_explained = false;
    for (const auto& line : stage.log.lines())
        for (const auto& field : line.fields)
            if (const auto* text = std::get_if<std::string>(&field.value))
                is_explained = is_explained || contains(*text, "is not that of the certificate in");
    CHECK(is_explained);

    std::filesystem::copy_file(second.key, first.key, std::filesystem::copy_options::overwrite_existing);
    stage.server.reload_certificate();
    CHECK(contains(subject(), "subject=CN = second"));
}

TEST_CASE_METHOD(tls_house, "files that are no certificate and key are told apart at the start", "[http]")
{
    const auto problem = [&](const std::string& pem, const std::string& key) {
        auto params = quick_params();
        params.certificate_file = pem;
        params.key_file = key;
        return complaint([&] { const http_stage stage{params}; });
    };
    std::ofstream{folder / "text"} << "hello\n";
    std::ofstream{folder / "empty"};
    const auto text = (folder / "text").string(), none = (folder / "none").string(),
               empty = (folder / "empty").string();
    CHECK(contains(
        problem(none, first.key.string()), "cannot read the certificate in " + none + ": No such file"
    ));
    CHECK(contains(problem(first.pem.string(), none), "cannot read the key in " + none));
    CHECK(contains(problem(empty, first.key.string()), "cannot read the certificate in " + empty));
    CHECK(contains(problem(text, first.key.string()), "there is no certificate (PEM) in " + text));
    CHECK(contains(problem(first.pem.string(), text), "there is no key (PEM, without a password) in " + text)
    );
    CHECK(contains(problem(first.pem.string(), authority.key.string()), "is not that of the certificate"));
}
