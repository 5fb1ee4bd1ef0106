#pragma once
/// \file
/// Files that hold a secret, one line or a private key: not for everybody's eyes.

#include "gateway/core/signing_key.hpp"

#include <boost/system/result.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace loa {

struct secret_fault {
    std::string wrong;  ///< "no such file", "readable by everybody (mode 0644)" ...
};

/// What a secret file must be, for messages.
inline constexpr const char* secret_file_expected =
    "a file with the secret on one line, closed to others (chmod o= FILE)";

/// The secret without the line end after it.
boost::system::result<std::string, secret_fault> read_secret(const std::filesystem::path& file);

/// The private key in a file that is closed to others, too.
boost::system::result<std::shared_ptr<const signing_key>, secret_fault> read_signing_key(
    const std::filesystem::path& file
);

/// Whether it is a readable file of certificates in PEM form.
bool is_certificate_file(const std::filesystem::path& file);

}  // namespace loa
