#include "gateway/core/signing_key.hpp"

#include "gateway/core/base64.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <stdexcept>
#include <utility>

namespace loa {
namespace {

constexpr int least_rsa_bits = 2048;

template <auto Free>
struct freed_by {
    void operator()(auto* what) const noexcept { Free(what); }
};
template <class T, auto Free>
using held = std::unique_ptr<T, freed_by<Free>>;
using key_ptr = held<EVP_PKEY, EVP_PKEY_free>;
using key_context = held<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

// OpenSSL would ask the terminal.
int no_password(char*, int, int, void*)
{
    return 0;
}

[[noreturn]] void fail()
{
    throw std::runtime_error{"OpenSSL cannot sign"};
}

std::vector<std::uint8_t> sign_rsa(EVP_PKEY_CTX* prepared, std::size_t size, const sha256_digest& digest)
{
    const key_context context{EVP_PKEY_CTX_dup(prepared)};
    std::vector<std::uint8_t> out(size);
    if (!context || EVP_PKEY_sign(context.get(), out.data(), &size, digest.data(), digest.size()) != 1)
        fail();
    return out;
}

// PureEdDSA over the digest (RFC 8463 section 3).
std::vector<std::uint8_t> sign_ed25519(EVP_PKEY* key, std::size_t size, const sha256_digest& digest)
{
    const held<EVP_MD_CTX, EVP_MD_CTX_free> context{EVP_MD_CTX_new()};
    std::vector<std::uint8_t> out(size);
    if (!context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key) != 1 ||
        EVP_DigestSign(context.get(), out.data(), &size, digest.data(), digest.size()) != 1)
        fail();
    return out;
}

}  // namespace

struct signing_key::state {
    key_ptr key;
    key_context rsa;  ///< ready to sign but for the digest; nothing: Ed25519
};

signing_key::signing_key(std::unique_ptr<state> what) : state_{std::move(what)} {}
signing_key::~signing_key() = default;

boost::system::result<std::shared_ptr<const signing_key>, signing_key_fault> signing_key::read(
    std::string_view pem
)
{
    const held<BIO, BIO_free_all> in{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    auto what = std::make_unique<state>();
    what->key.reset(in ? PEM_read_bio_PrivateKey(in.get(), nullptr, no_password, nullptr) : nullptr);
    ERR_clear_error();
    if (!what->key)
        return signing_key_fault{"not a private key that can be read"};
    auto* const key = what->key.get();
    if (EVP_PKEY_is_a(key, "RSA") == 1) {
        if (EVP_PKEY_get_bits(key) < least_rsa_bits)
            return signing_key_fault{
                std::string{"an RSA key of "}.append(std::to_string(EVP_PKEY_get_bits(key))).append(" bits")};
        what->rsa.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
        if (!what->rsa || EVP_PKEY_sign_init(what->rsa.get()) != 1 ||
            EVP_PKEY_CTX_set_rsa_padding(what->rsa.get(), RSA_PKCS1_PADDING) != 1 ||
            EVP_PKEY_CTX_set_signature_md(what->rsa.get(), EVP_sha256()) != 1)
            return signing_key_fault{"OpenSSL cannot sign with it"};
    }
    else if (EVP_PKEY_is_a(key, "ED25519") != 1)
        return signing_key_fault{"neither an RSA nor an Ed25519 key"};
    return std::shared_ptr<const signing_key>{new signing_key{std::move(what)}};
}

std::string_view signing_key::algorithm() const noexcept
{
    return state_->rsa ? "rsa" : "ed25519";
}

std::string signing_key::public_key() const
{
    std::vector<std::uint8_t> out;
    if (state_->rsa) {
        unsigned char* der = nullptr;
        const int size = i2d_PUBKEY(state_->key.get(), &der);
        if (size > 0)
            out.assign(der, der + size);
        OPENSSL_free(der);
    }
    else {
        std::size_t size = 32;
        out.resize(size);
        EVP_PKEY_get_raw_public_key(state_->key.get(), out.data(), &size);
    }
    return to_base64(out);
}

std::size_t signing_key::signature_size() const noexcept
{
    return static_cast<std::size_t>(EVP_PKEY_get_size(state_->key.get()));
}

std::vector<std::uint8_t> signing_key::sign(const sha256_digest& digest) const
{
    return state_->rsa ? sign_rsa(state_->rsa.get(), signature_size(), digest)
                       : sign_ed25519(state_->key.get(), signature_size(), digest);
}

}  // namespace loa
