#pragma once
/// \file
/// A private key that signs digests, by OpenSSL.

#include "gateway/core/sha256.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

struct signing_key_fault {
    std::string wrong;  ///< "an RSA key of 1024 bits" ...
};

/// RSA of 2048 bits or more (RFC 8301 section 3.2), which signs by PKCS #1 v1.5, or Ed25519. What it is made
/// of is in OpenSSL's hands alone, which wipes it with the key.
///
/// Immutable; any number of threads may sign at once.
class signing_key {
public:
    /// What a key must be, for messages.
    static constexpr std::string_view expected =
        "an RSA key of at least 2048 bits or an Ed25519 key, in PEM form without a password";

    /// Of a PEM file's text.
    static boost::system::result<std::shared_ptr<const signing_key>, signing_key_fault> read(
        std::string_view pem
    );
    ~signing_key();
    signing_key(const signing_key&) = delete;
    signing_key& operator=(const signing_key&) = delete;

    /// "rsa" or "ed25519".
    std::string_view algorithm() const noexcept;
    /// As DNS publishes it, in base64: the whole SubjectPublicKeyInfo of an RSA key (RFC 6376 section 3.6.1),
    /// the 32 bytes alone of an Ed25519 key (RFC 8463 section 4).
    std::string public_key() const;
    /// Bytes of a signature.
    std::size_t signature_size() const noexcept;

    /// Throws std::runtime_error if OpenSSL cannot, which is a broken machine.
    std::vector<std::uint8_t> sign(const sha256_digest& digest) const;

private:
    struct state;
    explicit signing_key(std::unique_ptr<state> what);
    std::unique_ptr<state> state_;
};

}  // namespace loa
