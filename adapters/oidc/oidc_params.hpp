#pragma once
/// \file
/// The provider of OpenID Connect that users may sign in by.

#include <chrono>
#include <string>
#include <vector>

namespace loa {

struct oidc_params {
    std::string
        issuer;  ///< "https://sso.hcm.edu.vn/realms/so", exactly as the provider calls itself; empty: none
    std::string client_id, client_secret;
    std::string name_claim =
        "preferred_username";  ///< says which user it is; "email": by his mailbox, if verified
    std::vector<std::string> scopes = {"openid", "profile", "email"};
    std::string ca_file;             ///< PEM; empty: the system's
    std::chrono::seconds limit{10};  ///< for all that one sign-in asks of it
};

}  // namespace loa
