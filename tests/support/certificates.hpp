#pragma once
/// \file
/// A certification authority of the test's own, made with the openssl command.

#include "tests/support/temp_folder.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace loa::testing {

/// ca.pem, and a key and a certificate for "localhost" and 127.0.0.1 signed by it.
class certificates {
public:
    certificates()
    {
        const auto at = [this](const char* name) { return " '" + (folder_ / name).string() + "'"; };
        const std::string key = "openssl ecparam -name prime256v1 -genkey -noout -out";
        run(key + at("ca.key"));
        run("openssl req -x509 -new -days 2 -subj '/CN=Test CA' -key" + at("ca.key") + " -out" + at("ca.pem")
        );
        run(key + at("server.key"));
        run("openssl req -new -subj '/CN=localhost' -key" + at("server.key") + " -out" + at("server.csr"));
        run("printf 'subjectAltName=DNS:localhost,IP:127.0.0.1' >" + at("names"));
        run("openssl x509 -req -days 2 -CAcreateserial -in" + at("server.csr") + " -CA" + at("ca.pem") +
            " -CAkey" + at("ca.key") + " -extfile" + at("names") + " -out" + at("server.pem"));
    }

    std::string ca_file() const { return (folder_ / "ca.pem").string(); }
    std::string cert_file() const { return (folder_ / "server.pem").string(); }
    std::string key_file() const { return (folder_ / "server.key").string(); }

private:
    static void run(const std::string& command)
    {
        if (std::system((command + " 2>/dev/null").c_str()) != 0)
            throw std::runtime_error{"failed: " + command};
    }

    temp_folder folder_;
};

}  // namespace loa::testing
