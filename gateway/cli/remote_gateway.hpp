#pragma once
/// \file
/// A gateway that runs somewhere, by its API.

#include <boost/json/object.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace loa::cli {

/// --url and --key-file.
struct remote_options {
    std::string url;       ///< "https://loa.hcm.edu.vn"; empty: the ledger of this machine
    std::string key_file;  ///< holds an API key and nothing else
    std::string ca_file;   ///< empty: the system's
};
void add_remote_options(CLI::App& to, const std::shared_ptr<remote_options>& into);

struct remote_answer {
    unsigned status = 0;
    boost::json::object body;  ///< of a refusal: the problem

    /// A refusal's code; empty if it is none.
    std::string_view code() const;
};

/// One request of the API. What is neither done nor refused (no connection, no permission, not found, a failure inside) ends the
/// command with a sentence. 200 and 409 come back.
remote_answer ask_gateway(const remote_options& where, std::string_view method, const std::string& path, const boost::json::object& body = {});

}  // namespace loa::cli
