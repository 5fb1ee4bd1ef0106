#pragma once
/// \file
/// A gateway that runs, elsewhere or on this machine, by its API.

#include "adapters/http_client/http_client.hpp"
#include "gateway/cli/command.hpp"

#include <boost/json/object.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace loa::cli {

/// --url, --key-file, --ca-file and --ledger.
struct remote_options {
    std::string url;       ///< "https://loa.hcm.edu.vn"; empty: this machine
    std::string key_file;  ///< holds an API key and nothing else
    std::string ca_file;   ///< empty: the system's
    bool ledger = false;   ///< past a gateway that runs here
};
void add_remote_options(CLI::App& to, const std::shared_ptr<remote_options>& into);

struct remote_answer {
    unsigned status = 0;
    boost::json::object body;  ///< of a refusal: the problem

    /// A refusal's code; empty if it is none.
    std::string_view code() const;
    /// Why it is refused, in a sentence.
    std::string why() const;
};

class remote_gateway {
public:
    /// With neither, over its socket it is known by the user who asks.
    remote_gateway(const http_client_params& to, std::string name, const std::string& key_file);

    /// "the gateway at https://loa.hcm.edu.vn"
    const std::string& name() const noexcept { return name_; }

    /// One request. What is neither done nor refused (no connection, no permission, a failure inside) ends
    /// the command with a sentence. 200, 404 and 409 come back.
    remote_answer ask(std::string_view method, const std::string& path, const boost::json::object& body = {})
        const;

private:
    [[noreturn]] void refuse(const remote_answer& got) const;
    [[noreturn]] void tell_trouble(const http_exchange& got, bool is_write) const;

    const http_client_params to_;
    const std::string name_, key_file_, key_;
};

/// The one at --url, or the one of this machine if it listens at `api.unix_socket`. Nothing: the ledger is
/// the way.
std::optional<remote_gateway> gateway_to_steer(const remote_options& where, const context& with);
/// Whoever may read the ledger needs no gateway for it: only with --url or --key-file.
std::optional<remote_gateway> gateway_to_read(const remote_options& where, const context& with);

/// Says that no gateway listens where the settings say that it does; empty: one does, or nobody can know.
std::string not_running(const settings& how);

/// Ends the command: there is no such broadcast, here or there.
[[noreturn]] void no_such_broadcast(std::int64_t id);

}  // namespace loa::cli
