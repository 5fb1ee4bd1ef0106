#pragma once
/// \file
/// OpenID Connect over HTTPS.

#include "adapters/oidc/oidc_params.hpp"
#include "gateway/accounts/oidc_provider.hpp"
#include "gateway/core/logger.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>

namespace loa {

/// Talks on `loop`, which is run by somebody else; loop and log outlive it. Asks the provider for nothing
/// until somebody signs in, so that the gateway starts without it.
std::unique_ptr<oidc_provider> make_oidc_provider(
    boost::asio::io_context& loop, oidc_params params, logger& log
);

}  // namespace loa
