#include "config/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/program.hpp"
#include "tests/unit/config/settings_file.hpp"

using namespace loa;
using namespace loa::testing;

namespace {

const std::string start = "[email]\nfrom_address = \"bantin@tin.hcm.edu.vn\"\n[email.dkim]\n";

/// As openssl makes it, closed to others.
void make_key(const settings_file& in, const std::string& name, std::vector<std::string> how)
{
    const auto path = in.write(name, "").string();
    std::vector<std::string> command{"openssl", "genpkey", "-out", path, "-algorithm"};
    command.insert(command.end(), how.begin(), how.end());
    REQUIRE(run_program(command).exit_code == 0);
    std::filesystem::permissions(path, static_cast<std::filesystem::perms>(0600));
}

void make_keys(const settings_file& in)
{
    make_key(in, "rsa", {"RSA", "-pkeyopt", "rsa_keygen_bits:2048"});
    make_key(in, "ed25519", {"ED25519"});
}

}  // namespace

TEST_CASE("messages are signed with the key that an administrator names, else not at all", "[config][dkim]")
{
    const settings_file file;
    make_keys(file);
    CHECK_FALSE(file.load(start)->email->dkim.has_value());

    const auto one = file.load(start + "selector = \"loa1\"\nkey_file = \"rsa\"\n");
    REQUIRE(one.has_value());
    const auto& alone = one->email->dkim.value();
    CHECK(alone.domain == "tin.hcm.edu.vn");
    CHECK(alone.key.selector == "loa1");
    CHECK(alone.key.key->algorithm() == "rsa");
    CHECK_FALSE(alone.second.has_value());

    const auto two = file.load(
        start +
        "domain = \"hcm.edu.vn\"\nselector = \"loa1\"\nkey_credential = \"ed25519\"\nsecond_selector = "
        "\"loa2\"\nsecond_key_file = \"rsa\"\n"
    );
    REQUIRE(two.has_value());
    CHECK(two->email->dkim->domain == "hcm.edu.vn");
    CHECK(two->email->dkim->key.key->algorithm() == "ed25519");
    CHECK(two->email->dkim->second.value().selector == "loa2");
    CHECK(two->email->dkim->second->key->algorithm() == "rsa");
}

TEST_CASE("the domain that signs goes with that of the sender", "[config][dkim]")
{
    const settings_file file;
    make_keys(file);
    const auto told = [&](const std::string& domain) {
        return file.problems(
            start + "domain = \"" + domain + "\"\nselector = \"loa1\"\nkey_file = \"ed25519\"\n"
        );
    };
    for (const auto* good : {"tin.hcm.edu.vn", "TIN.hcm.edu.vn", "hcm.edu.vn", "a.tin.hcm.edu.vn"}) {
        CAPTURE(good);
        CHECK(told(good).empty());
    }
    for (const auto* other : {"hcm.edu.com", "m.edu.vn", "xtin.hcm.edu.vn", "vn", "so.hcm.edu.vn"}) {
        CAPTURE(other);
        const auto said = told(other);
        CHECK(said.starts_with("loa.toml:4:"));
        CHECK(said.find('"' + std::string{other} + '"') != std::string::npos);
        CHECK(said.find("tin.hcm.edu.vn, the domain of from_address") != std::string::npos);
    }
}

TEST_CASE("a key that cannot sign is told with its line, and not shown", "[config][dkim]")
{
    const settings_file file;
    make_keys(file);
    make_key(file, "short", {"RSA", "-pkeyopt", "rsa_keygen_bits:1024"});
    make_key(file, "curve", {"EC", "-pkeyopt", "ec_paramgen_curve:P-256"});
    make_key(file, "locked", {"ED25519", "-aes256", "-pass", "pass:geheim"});
    make_key(file, "open", {"ED25519"});
    std::filesystem::permissions(file.folder() / "open", static_cast<std::filesystem::perms>(0644));
    file.write("text", "c2VjcmV0LXNlY3JldA==\n");
    file.write("empty", "");
    const auto about = [&](const std::string& toml, const std::string& where, const std::string& expected) {
        const auto told = file.problems(start + toml);
        INFO(told);
        CHECK(told.starts_with("loa.toml:" + where));
        CHECK(told.find(expected) != std::string::npos);
        CHECK(told.find('\n') == std::string::npos);
        CHECK(told.find("c2VjcmV0") == std::string::npos);
    };
    const auto key = [](const std::string& name) {
        return "selector = \"loa1\"\nkey_file = \"" + name + "\"\n";
    };
    about(key("nowhere"), "5:", "no such file");
    about(key("open"), "5:", "open to everybody (mode 0644)");
    about(key("empty"), "5:", "it is empty");
    about(key("text"), "5:", "not a private key that can be read");
    about(key("locked"), "5:", "not a private key that can be read");
    about(key("short"), "5:", "an RSA key of 1024 bits");
    about(key("curve"), "5:", "neither an RSA nor an Ed25519 key");
    about(
        key("short"),
        "5:",
        "an RSA key of at least 2048 bits or an Ed25519 key, in PEM form without a password"
    );
    about("selector = \"loa1\"\nkey = \"c2VjcmV0\"\n", "5:", "secrets are not written into this file");

    about("selector = \"loa1\"\n", "4:", "key_file or key_credential");
    about("key_file = \"rsa\"\n", "4:", "a selector and its key");
    about("domain = \"hcm.edu.vn\"\n", "4:", "a selector and its key");
    about("selector = \"a b\"\nkey_file = \"rsa\"\n", "4:", "a name in the DNS");
    about(key("rsa") + "second_selector = \"loa2\"\n", "6:", "together");
    about(key("rsa") + "second_key_file = \"ed25519\"\n", "6:", "together");
    about(
        key("rsa") + "second_selector = \"loa1\"\nsecond_key_file = \"ed25519\"\n", "6:", "another selector"
    );
    about(
        key("rsa") + "second_selector = \"loa2\"\nsecond_key_file = \"rsa\"\n", "7:", "one RSA, one Ed25519"
    );
}

TEST_CASE("whoever only looks at the stores needs no key to sign with", "[config][dkim]")
{
    const settings_file file;
    const auto path = file.write("loa.toml", start + "selector = \"loa1\"\nkey_file = \"nowhere\"\n");
    CHECK(load_settings(path, "", secret_files::none).has_value());
    CHECK_FALSE(load_settings(path, "", secret_files::all).has_value());
    const auto off = file.problems(
        "[enetviet]\ntoken_file = \"token\"\n[email]\nenabled = false\n[email.dkim]\nselector = "
        "\"loa1\"\nkey_file = "
        "\"nowhere\"\n"
    );
    CHECK(off.find("dkim") == std::string::npos);
}
