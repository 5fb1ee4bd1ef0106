#pragma once
/// \file
/// Which handler answers which request, and who may ask.

#include "gateway/api/call.hpp"
#include "gateway/core/directory_imports.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// Who may use a route.
struct access {
    enum class kind : std::uint8_t { open, signed_in, roles } how = kind::roles;
    user_roles roles;

    static access open() { return {kind::open, {}}; }            ///< anybody, also without signing in
    static access signed_in() { return {kind::signed_in, {}}; }  ///< any user
    static access only(user_roles of) { return {kind::roles, of}; }
    /// Everybody who works here reads; see docs/api.md.
    static access readers()
    {
        return {
            kind::roles,
            {user_role::editor,
             user_role::approver,
             user_role::operations,
             user_role::administrator,
             user_role::auditor}};
    }
};

using api_handler = std::function<http_reply(api_call&)>;

struct route {
    std::string method;  ///< "GET", "POST", "PUT", "PATCH", "DELETE"
    std::string path;    ///< "/api/broadcasts/{id}/pause"
    access who;
    api_handler handler;
    /// A write that may be repeated with the same Idempotency-Key: the API keeps its reply. Of no meaning for
    /// GET.
    bool keeps_reply = true;
    /// Served before signing in is looked at and without CSRF protection: the caller proves itself by what it
    /// sends (hooks, unsubscribe).
    bool is_outer = false;
    /// Answered on the API's loop, however busy the threads are. Its handler reads no store and never waits.
    bool is_quick = false;
    /// Its body, of any size up to api_params::import_bytes, goes into the file that this opens; see uploaded().
    /// Called once the caller may use the route, before the body is read.
    std::function<std::shared_ptr<incoming_file>(api_call&)> open_file = {};
};

class router {
public:
    void add(route what);
    /// What answers reads of paths that no other route has, by any method. Call at most once.
    void add_rest(route what);

    struct found {
        const route* to = nullptr;
        std::vector<std::string> path;  ///< values of the {names}
        std::string allowed;            ///< no such method here: the ones that are, for the Allow header
    };
    found find(std::string_view method, std::string_view path) const;
    std::span<const route> routes() const noexcept { return routes_; }

private:
    std::vector<route> routes_;
    std::optional<std::size_t> rest_;  ///< which of them
};

}  // namespace loa
