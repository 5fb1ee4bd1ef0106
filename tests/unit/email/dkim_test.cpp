#include "adapters/email/dkim_canonical.hpp"
#include "adapters/email/dkim_signer.hpp"
#include "gateway/core/base64.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using namespace loa;

namespace {

std::string relaxed(std::string_view field)
{
    std::string out;
    append_relaxed_field(out, field);
    return out;
}

std::string body_hash(std::string_view sent)
{
    return to_base64(relaxed_body_hash(sent));
}

std::string hash_of(std::string_view text)
{
    sha256 hash;
    hash.add(text);
    return to_base64(hash.finish());
}

// RFC 8463 appendix A: the message, the keys and both signatures.
const std::vector<std::string> published_fields{
    "From: Joe SixPack <joe@football.example.com>\r\n",
    "To: Suzie Q <suzie@shopping.example.net>\r\n",
    "Subject: Is dinner ready?\r\n",
    "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n",
    "Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n",
};
constexpr std::string_view published_body =
    "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n.\r\n";
constexpr std::string_view published_body_hash = "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=";
constexpr std::string_view published_ed25519_field =
    "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
    " d=football.example.com; i=@football.example.com;\r\n"
    " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
    " subject : date : message-id : from : subject : date;\r\n"
    " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
    " b=";
constexpr std::string_view published_ed25519_signature =
    "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==";
constexpr std::string_view published_ed25519_key =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "-----END PRIVATE KEY-----\n";
constexpr std::string_view published_ed25519_public = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

std::string without_spaces(std::string text)
{
    std::erase_if(text, [](char c) { return c == ' ' || c == '\r' || c == '\n'; });
    return text;
}

/// What stands behind "name=" up to the next semicolon, without white space.
std::string tag(const std::string& field, const std::string& name)
{
    const auto at = field.find(' ' + name + '=');
    REQUIRE(at != std::string::npos);
    const auto begin = at + name.size() + 2;
    return without_spaces(field.substr(begin, field.find(';', begin) - begin));
}

dkim_params by(std::string_view pem)
{
    const auto key = signing_key::read(pem);
    REQUIRE(key.has_value());
    dkim_params out;
    out.domain = "football.example.com";
    out.key = {"brisbane", *key};
    return out;
}

}  // namespace

TEST_CASE("the signature that RFC 8463 publishes comes out of its message and its key", "[dkim]")
{
    CHECK(body_hash(published_body) == published_body_hash);

    sha256 hash;
    const auto add = [&](std::size_t index) { hash.add(relaxed(published_fields[index]) + "\r\n"); };
    for (const auto index : {0, 1, 2, 3, 4}) add(static_cast<std::size_t>(index));
    hash.add(relaxed(published_ed25519_field));
    const auto key = signing_key::read(published_ed25519_key);
    REQUIRE(key.has_value());
    CHECK((*key)->public_key() == published_ed25519_public);
    CHECK((*key)->algorithm() == "ed25519");
    CHECK((*key)->signature_size() == 64);
    CHECK(to_base64((*key)->sign(hash.finish())) == published_ed25519_signature);
}

TEST_CASE("header fields are signed in the form of RFC 6376 whatever their folding and white space", "[dkim]")
{
    CHECK(relaxed("A: X\r\n") == "a:X");  // section 3.4.5
    CHECK(relaxed("B : Y\t\r\n\tZ  \r\n") == "b:Y Z");
    CHECK(relaxed("Subject:none\r\n") == "subject:none");
    CHECK(relaxed("SUBJECT  \t:\t  none  none\t\t\r\n") == "subject:none none");
    CHECK(relaxed("Subject:\r\n") == "subject:");
    CHECK(relaxed("Subject: \t \r\n") == "subject:");
    CHECK(relaxed("Subject: a: b\r\n") == "subject:a: b");
    CHECK(
        relaxed("To: =?utf-8?B?Tmd1?=\r\n =?utf-8?B?eeG7?=\r\n <an@hcm.edu.vn>\r\n") ==
        "to:=?utf-8?B?Tmd1?= =?utf-8?B?eeG7?= <an@hcm.edu.vn>"
    );
    CHECK(
        relaxed("To: Nguy\xe1\xbb\x85n \xc3\x81n <\xc3\xa1n@hcm.edu.vn>\r\n") ==
        "to:Nguy\xe1\xbb\x85n \xc3\x81n <\xc3\xa1n@hcm.edu.vn>"
    );
}

TEST_CASE("a body is signed in the form of RFC 6376 and without what SMTP adds", "[dkim]")
{
    const auto nothing = hash_of("");
    CHECK(nothing == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");  // section 3.4.4
    CHECK(body_hash(".\r\n") == nothing);
    CHECK(body_hash("\r\n\r\n \t\r\n.\r\n") == nothing);
    CHECK(body_hash(" C \r\nD \t E\r\n\r\n\r\n.\r\n") == hash_of(" C\r\nD E\r\n"));  // section 3.4.5
    CHECK(body_hash("a\r\n.\r\n") == hash_of("a\r\n"));
    CHECK(body_hash("a\r\n\r\n\r\nb\r\n.\r\n") == hash_of("a\r\n\r\n\r\nb\r\n"));
    CHECK(body_hash("a\r\n  \r\nb\t\r\n.\r\n") == hash_of("a\r\n\r\nb\r\n"));
    CHECK(body_hash("\ta\tb\r\n.\r\n") == hash_of(" a b\r\n"));
    CHECK(body_hash("a  b\r\n.\r\n") == hash_of("a b\r\n"));
    CHECK(body_hash("..\r\n..hidden\r\n...\r\n a.b\r\n.\r\n") == hash_of(".\r\n.hidden\r\n..\r\n a.b\r\n"));
    CHECK(body_hash("..  \r\n.\r\n") == hash_of(".\r\n"));
    CHECK(body_hash("K\xc3\xadnh g\xe1\xbb\xadi\r\n.\r\n") == hash_of("K\xc3\xadnh g\xe1\xbb\xadi\r\n"));
    CHECK(body_hash("\r\na\r\n.\r\n") == hash_of("\r\na\r\n"));
}

TEST_CASE("a signature names its domain, key and time, and seals what readers look at", "[dkim]")
{
    std::string message;
    for (const auto& each : published_fields) message += each;
    message +=
        "List-Unsubscribe: <https://loa.test/u/1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
        "X-Other: not signed\r\n\r\n";
    message += published_body;
    const dkim_signer signer{by(published_ed25519_key)};
    std::string out;
    signer.append_signatures(out, message, std::chrono::sys_seconds{std::chrono::seconds{1'528'637'909}});

    CHECK(out.starts_with("DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;"));
    CHECK(tag(out, "d") == "football.example.com");
    CHECK(tag(out, "s") == "brisbane");
    CHECK(tag(out, "t") == "1528637909");
    CHECK(tag(out, "bh") == published_body_hash);
    CHECK(out.find(" l=") == std::string::npos);
    const auto names = ':' + tag(out, "h") + ':';
    CHECK(
        names ==
        ":From:From:To:To:Cc:Reply-To:Subject:Subject:Date:Date:Message-ID:Message-ID:MIME-Version:Content-"
        "Type:List-"
        "Unsubscribe:List-Unsubscribe:List-Unsubscribe-Post:List-Unsubscribe-Post:"
    );
    CHECK(out.size() <= signer.size());
    CHECK(out.ends_with("\r\n"));
    for (std::size_t at = 0, end = 0; at != out.size(); at = end + 2) {
        end = out.find("\r\n", at);
        CHECK(end - at <= 78);
        CHECK((at == 0 || out[at] == ' '));
    }
    std::string again;
    signer.append_signatures(again, message, std::chrono::sys_seconds{std::chrono::seconds{1'528'637'909}});
    CHECK(again == out);
}
