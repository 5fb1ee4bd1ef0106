#include "adapters/net/tls_client.hpp"

#include <boost/asio/ip/address.hpp>

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <new>
#include <stdexcept>
#include <utility>

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using boost::system::error_code;

namespace loa {
namespace {

/// Where an SSL_CTX remembers its tls_client. (Asio has the app data for itself.)
int owner_index()
{
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

}  // namespace

tls_client::tls_client(std::string host, const std::string& ca_file, const std::string& protocol)
    : host_{std::move(host)}, context_{ssl::context::tls_client}
{
    error_code error;
    if (ca_file.empty())
        context_.set_default_verify_paths(error);
    else
        context_.load_verify_file(ca_file, error);
    if (error)
        throw std::runtime_error{
            "cannot read the CA certificates" + (ca_file.empty() ? "" : " in " + ca_file) + ": " +
            error.message()};

    context_.set_verify_mode(ssl::verify_peer);
    auto* native = context_.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    if (!protocol.empty()) {
        const auto offered = static_cast<char>(protocol.size()) + protocol;
        SSL_CTX_set_alpn_protos(
            native,
            reinterpret_cast<const unsigned char*>(offered.data()),
            static_cast<unsigned>(offered.size())
        );
    }
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_set_ex_data(native, owner_index(), this);
    SSL_CTX_sess_set_new_cb(native, &tls_client::keep_session);
}

tls_client::~tls_client()
{
    SSL_SESSION_free(session_);
}

int tls_client::keep_session(SSL* ssl, SSL_SESSION* session) noexcept
{
    auto* self = static_cast<tls_client*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), owner_index()));
    SSL_SESSION_free(std::exchange(self->session_, session));
    return 1;  // the reference is ours now
}

void tls_client::prepare(std::optional<tls_stream>& stream, tcp_socket& socket)
{
    auto* handle = stream.emplace(socket, context_).native_handle();
    error_code not_a_number;
    asio::ip::make_address(host_, not_a_number);
    int named = 0;
    if (not_a_number) {
        named = SSL_set1_host(handle, host_.c_str());
        SSL_set_tlsext_host_name(handle, host_.c_str());
    }
    else {  // RFC 6066 section 3: no literal addresses in SNI
        named = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(handle), host_.c_str());
    }
    if (named != 1)  // never a stream that takes any name
        throw std::bad_alloc{};
    if (session_ != nullptr && SSL_SESSION_is_resumable(session_))
        SSL_set_session(handle, session_);
}

std::string handshake_problem(tls_stream& stream, const error_code& error)
{
    const auto verified = SSL_get_verify_result(stream.native_handle());
    return verified == X509_V_OK ? error.message() : X509_verify_cert_error_string(verified);
}

}  // namespace loa
