#include "gateway/http/server_tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

namespace loa {
namespace {

constexpr int warn_days = 14;
constexpr auto ciphers_of_tls_1_2 = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!eNULL";

/// OpenSSL's own words for a file that is not there are none for people.
void must_be_readable(const std::string& file, const char* what)
{
    errno = 0;
    if (std::ifstream in{file}; !in || in.peek() == std::ifstream::traits_type::eof())
        throw std::runtime_error{
            std::string{"cannot read the "}.append(what).append(" in ").append(file).append(": ").append(
                errno != 0 ? std::generic_category().message(errno) : "the file is empty or a folder"
            )};
}

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* in, unsigned in_length, void*)
{
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, out_length, ours, sizeof ours - 1, in, in_length) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

void look_at_date(SSL_CTX* context, const std::string& file, logger& log)
{
    int days = 0, seconds = 0;
    const X509* certificate = SSL_CTX_get0_certificate(context);
    if (ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate)) != 1)
        return;
    if (days < 0 || seconds < 0)
        log.error("the certificate of the API has expired", {{"file", file}, {"days", -days}});
    else if (days < warn_days)
        log.warn("the certificate of the API expires soon", {{"file", file}, {"days", days}});
}

}  // namespace

std::shared_ptr<ssl::context> make_server_tls(
    const std::string& certificate_file, const std::string& key_file, logger& log
)
{
    must_be_readable(certificate_file, "certificate");
    must_be_readable(key_file, "key");

    auto out = std::make_shared<ssl::context>(ssl::context::tls_server);
    auto* const native = out->native_handle();
    // A key with a password would ask for it on the terminal.
    SSL_CTX_set_default_passwd_cb(native, [](char*, int, int, void*) { return 0; });
    error_code error;
    ERR_clear_error();
    out->use_certificate_chain_file(certificate_file, error);
    if (error)
        throw std::runtime_error{
            "there is no certificate (PEM) in " + certificate_file + ": " + error.message()};
    out->use_private_key_file(key_file, ssl::context::pem, error);
    if (error && ERR_GET_REASON(static_cast<unsigned long>(error.value())) != X509_R_KEY_VALUES_MISMATCH)
        throw std::runtime_error{
            "there is no key (PEM, without a password) in " + key_file + ": " + error.message()};
    if (error || SSL_CTX_check_private_key(native) != 1)
        throw std::runtime_error{
            "the key in " + key_file + " is not that of the certificate in " + certificate_file};
    look_at_date(native, certificate_file, log);

    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(native, ciphers_of_tls_1_2);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_options(
        native,
        SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
            SSL_OP_PRIORITIZE_CHACHA
    );
    SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
    return out;
}

}  // namespace loa
