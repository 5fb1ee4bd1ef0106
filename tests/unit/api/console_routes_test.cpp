// The console's page and files, as a browser asks for them.

#include "gateway/api/console_routes.hpp"
#include "gateway/api/api.hpp"
#include "gateway/api/problem.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/recorded_log.hpp"
#include "tests/support/scripted_desk.hpp"
#include "tests/support/temp_folder.hpp"

#include <algorithm>
#include <fstream>

using namespace loa;
using namespace loa::testing;

namespace {

struct console {
    console()
    {
        write(
            "index.html",
            "<style nonce=\"__CSP_NONCE__\"></style><meta name=\"nonce\" content=\"__CSP_NONCE__\">"
        );
        write("assets/index-4f2a.js", script);
        write("assets/index-4f2a.js.map", "{}");
        write("assets/mark-1.svg", "<svg/>");
        write("favicon.svg", "<svg id=\"icon\"/>");
        write(".secret", "not for anybody");
    }

    void write(const std::string& name, const std::string& content)
    {
        std::filesystem::create_directories((folder / name).parent_path());
        std::ofstream{folder / name} << content;
    }

    void serve(const std::filesystem::path& from)
    {
        parts.how.console = from;
        routes.add({"POST", "/hooks/enetviet", access::open(), [](api_call&) { return http_reply{}; }});
        routes.add({"GET", "/healthz", access::open(), [](api_call&) { return http_reply{}; }});
        add_console_routes(routes, parts);
    }

    http_reply get(const std::string& path, http_fields headers = {{"accept", "text/html,*/*;q=0.8"}})
    {
        http_request what;
        what.method = "GET";
        what.path = path;
        what.headers = std::move(headers);
        const auto found = routes.find(what.method, what.path);
        if (found.to == nullptr)
            return to_reply({found.allowed.empty() ? 404u : 405u, "no_such_route"}, what, language::english);
        api_call call{what, found.path, {}, desk, parts, language::english};
        try {
            return found.to->handler(call);
        } catch (const api_problem& e) {
            return to_reply(e, what, language::english);
        }
    }

    static std::string header(const http_reply& of, std::string_view name)
    {
        const auto at = std::ranges::find(of.headers, name, [](const auto& each) { return each.first; });
        return at == of.headers.end() ? std::string{} : at->second;
    }

    const std::string script = std::string(5'000, 'a') + "()";
    temp_folder folder;
    recorded_log log;
    channel_board board;
    scripted_store store;
    scripted_desk desk{store};
    api_parts parts{
        .how = {},
        .log = log,
        .open_desk = [] { return std::unique_ptr<loa::desk>{}; },
        .wake = [] {},
        .board = board,
        .is_alive = [] { return true; },
        .channels = {},
    };
    router routes;
};

std::string nonce_of(const http_reply& page)
{
    const auto policy = console::header(page, "Content-Security-Policy");
    const auto at = policy.find("'nonce-") + 7;
    return policy.substr(at, policy.find('\'', at) - at);
}

}  // namespace

TEST_CASE_METHOD(console, "each page of the console has a nonce that no other had", "[console]")
{
    serve(folder.path());
    const auto one = get("/"), other = get("/");
    CHECK(header(one, "Content-Type") == "text/html; charset=utf-8");
    CHECK(nonce_of(one).size() >= 22);  // 128 bits
    CHECK(nonce_of(one) != nonce_of(other));
    const auto nonce = nonce_of(one);
    CHECK(
        one.body == "<style nonce=\"" + nonce + "\"></style><meta name=\"nonce\" content=\"" + nonce + "\">"
    );
    CHECK(header(one, "Cache-Control") == "no-store");
    const auto policy = header(one, "Content-Security-Policy");
    for (const char* each :
         {"default-src 'none'",
          "script-src 'self';",
          "style-src 'self' 'nonce-",
          "connect-src 'self'",
          "frame-ancestors 'none'"})
        CHECK(policy.find(each) != std::string::npos);
    CHECK(policy.find("unsafe") == std::string::npos);
}

TEST_CASE_METHOD(
    console,
    "a page of the console can be opened by its address, and what is mistyped of the API is no page",
    "[console]"
)
{
    serve(folder.path());
    for (const char* path : {"/login", "/bulletins/17/versions", "/users", "/apidoc"}) {
        INFO(path);
        CHECK(get(path).status == 200);
        CHECK(get(path).body.starts_with("<style"));
        CHECK(get(path, {{"accept", "*/*"}}).status == 404);
        CHECK(get(path, {}).status == 404);
    }
    for (const char* path :
         {"/api/nowhere",
          "/api",
          "/u",
          "/u/a/b/c",
          "/hooks",
          "/hooks/other",
          "/healthz/x",
          "/metrics",
          "/assets/x/y",
          "/assets"}) {
        INFO(path);
        CHECK(get(path).status == 404);
    }
    CHECK(get("/hooks/enetviet").status == 405);
    CHECK(get("/healthz").body.empty());
    CHECK(routes.find("POST", "/login").to == nullptr);
}

TEST_CASE_METHOD(console, "an asset is fetched once, and small", "[console]")
{
    serve(folder.path());
    const auto plain = get("/assets/index-4f2a.js", {});
    CHECK(plain.status == 200);
    CHECK(plain.body == script);
    CHECK(header(plain, "Content-Type") == "text/javascript; charset=utf-8");
    CHECK(header(plain, "Cache-Control") == "public, max-age=31536000, immutable");
    const auto small = get("/assets/index-4f2a.js", {{"accept-encoding", "gzip, br"}});
    CHECK(header(small, "Content-Encoding") == "gzip");
    CHECK(header(small, "Vary") == "Accept-Encoding");
    CHECK(small.body.size() < 100);
    CHECK(header(small, "ETag") != header(plain, "ETag"));
    for (const auto& tag :
         {header(plain, "ETag"),
          header(small, "ETag"),
          "W/" + header(plain, "ETag"),
          "\"x\", " + header(small, "ETag")}) {
        const auto known = get("/assets/index-4f2a.js", {{"if-none-match", tag}});
        CHECK(known.status == 304);
        CHECK(known.body.empty());
    }
    CHECK(get("/assets/index-4f2a.js", {{"if-none-match", "\"0123456789abcdef\""}}).status == 200);
    CHECK(get("/assets/nowhere.js").status == 404);
    CHECK(get("/assets/index-4f2a.js.map").status == 404);
}

TEST_CASE_METHOD(
    console, "other files of the console are looked for anew, and hidden ones are nowhere", "[console]"
)
{
    serve(folder.path());
    const auto icon = get("/favicon.svg", {{"accept", "image/*"}});
    CHECK(icon.body == "<svg id=\"icon\"/>");
    CHECK(header(icon, "Content-Type") == "image/svg+xml");
    CHECK(header(icon, "Cache-Control") == "no-cache");
    CHECK(get("/favicon.svg", {{"if-none-match", header(icon, "ETag")}}).status == 304);
    CHECK(get("/.secret", {{"accept", "*/*"}}).status == 404);
    CHECK(get("/index.html", {{"accept", "*/*"}}).status == 404);
}

TEST_CASE_METHOD(console, "a gateway without a console says so", "[console]")
{
    serve({});
    CHECK(get("/").status == 404);
    CHECK(get("/").body.find("no_console") != std::string::npos);
    CHECK(get("/login").status == 404);
    CHECK(get("/assets/index-4f2a.js").status == 404);
}

TEST_CASE_METHOD(console, "a console that cannot be read stops the start, with its name", "[console]")
{
    const auto why = [this](const std::filesystem::path& from) {
        try {
            serve(from);
        } catch (const std::runtime_error& e) {
            return std::string{e.what()};
        }
        return std::string{};
    };
    CHECK(why(folder / "nowhere").find("nowhere") != std::string::npos);
    std::filesystem::remove(folder / "index.html");
    CHECK(why(folder.path()).find("index.html cannot be read") != std::string::npos);
}
