#pragma once
/// \file
/// Certification authorities and certificates of any name, good for a day, made by the openssl program.

#include <filesystem>
#include <string>

namespace loa::testing {

struct certificate {
    std::filesystem::path pem, key;
};

/// A new authority. Throws std::runtime_error if openssl is not there. `name` becomes the files' name.
certificate make_authority(const std::filesystem::path& folder, const std::string& name);

/// \param subject  "DNS:localhost,IP:127.0.0.1"
certificate make_certificate(
    const std::filesystem::path& folder,
    const std::string& name,
    const std::string& subject,
    const certificate& issuer
);

}  // namespace loa::testing
