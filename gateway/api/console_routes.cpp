#include "gateway/api/console_routes.hpp"

#include "gateway/accounts/token.hpp"
#include "gateway/api/api.hpp"
#include "gateway/api/console_files.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/http/gzip.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace loa {
namespace {

using files = std::shared_ptr<const console_files>;

/// Below these a path is never a page of the console, so that a mistyped one is told as such.
constexpr std::array not_pages{"/api", "/assets", "/u", "/hooks", "/metrics", "/healthz", "/readyz"};

bool is_page(std::string_view path)
{
    return std::ranges::none_of(not_pages, [&](std::string_view each) {
        return path.starts_with(each) && (path.size() == each.size() || path[each.size()] == '/');
    });
}

http_reply page_of(const console_files& from)
{
    const auto nonce = new_token();
    http_reply out;
    out.headers = {
        {"Content-Type", "text/html; charset=utf-8"},
        {"Content-Security-Policy",
         std::string{"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"}.append(nonce).append(
             "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; form-action "
             "'self'; "
             "base-uri 'none'; frame-ancestors 'none'"
         )},
        {"Cache-Control", "no-store"},  // a nonce that a proxy hands out twice is none
    };
    out.body = from.page(nonce);
    return out;
}

/// Whether one of the tags in If-None-Match is of this file, in whatever coding it was sent.
bool is_known(std::string_view if_none_match, const std::string& tag)
{
    return if_none_match == "*" || if_none_match.find('"' + tag) != std::string_view::npos;
}

http_reply file_reply(const console_files::file& what, const http_request& to)
{
    const bool is_smaller = !what.gzipped.empty() && accepts_gzip(to.header("accept-encoding"));
    http_reply out;
    out.headers = {
        {"Cache-Control", what.is_immutable ? "public, max-age=31536000, immutable" : "no-cache"},
        {"ETag", std::string{'"'}.append(what.tag).append(is_smaller ? "-gzip\"" : "\"")},
        {"Vary", "Accept-Encoding"},
    };
    if (is_known(to.header("if-none-match"), what.tag)) {
        out.status = 304;
        return out;
    }
    out.headers.emplace_back("Content-Type", what.media);
    if (is_smaller)
        out.headers.emplace_back("Content-Encoding", "gzip");
    out.body = is_smaller ? what.gzipped : what.content;
    return out;
}

http_reply open(const files& from)
{
    if (!from)
        throw api_problem{404, "no_console"};
    return page_of(*from);
}

http_reply asset(const files& from, const api_call& call)
{
    const auto* const found = from ? from->find("/assets/" + call.path.at(0)) : nullptr;
    if (found == nullptr)
        throw api_problem{404, "not_found"};
    return file_reply(*found, call.request);
}

http_reply rest(const files& from, const api_call& call)
{
    const auto& path = call.request.path;
    if (const auto* const found = from ? from->find(path) : nullptr)
        return file_reply(*found, call.request);
    const bool wants_page = call.request.header("accept").find("text/html") != std::string_view::npos;
    if (!from || !wants_page || !is_page(path))
        throw api_problem{404, "no_such_route"};
    return page_of(*from);
}

}  // namespace

void add_console_routes(router& to, api_parts& with)
{
    const auto& folder = with.how.console;
    const files from = folder.empty() ? nullptr : std::make_shared<const console_files>(folder);
    route page{"GET", "/", access::open(), [from](api_call&) { return open(from); }};
    route part{"GET", "/assets/{file}", access::open(), [from](api_call& call) { return asset(from, call); }};
    route others{"GET", "/{path}", access::open(), [from](api_call& call) { return rest(from, call); }};
    for (auto* each : {&page, &part, &others}) each->is_quick = true;  // all of it is in memory
    to.add(std::move(page));
    to.add(std::move(part));
    to.add_rest(std::move(others));
}

}  // namespace loa
