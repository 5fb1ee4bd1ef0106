#pragma once
/// \file
/// The API over a real ledger, with a clock the test turns: who works there signs in and calls it.

#include "gateway/accounts/password.hpp"
#include "gateway/api/api.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/core/user_desk.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/ledger_schema.hpp"
#include "gateway/ledger/sqlite_desk.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/recorded_log.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temp_folder.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace loa::testing {

using namespace std::chrono_literals;

inline constexpr auto good_password = "con voi ăn chuối";

/// Somebody who calls, perhaps signed in.
struct visitor {
    std::string cookie, csrf, key, peer = "10.0.0.1";
};

struct office {
    struct answer {
        http_reply reply;
        boost::json::value body;

        unsigned status() const { return reply.status; }
        std::string code() const { return text("/code"); }
        std::string text(std::string_view pointer) const
        {
            boost::system::error_code error;
            const auto* found = body.find_pointer(pointer, error);
            return found && found->is_string() ? std::string{found->as_string()} : std::string{};
        }
        std::int64_t number(std::string_view pointer) const
        {
            return body.at_pointer(pointer).to_number<std::int64_t>();
        }
        std::string first_error() const { return text("/errors/0/code"); }
        std::string header(std::string_view name) const
        {
            for (const auto& [key, value] : reply.headers)
                if (key == name)
                    return value;
            return {};
        }
    };

    office() : desk{first_desk()}, server{loop, parts()} {}

    std::unique_ptr<loa::desk> first_desk()
    {
        const database fresh{folder / "ledger.db", ledger_schema(), store_access::create};
        return open_desk(params());
    }

    sqlite_params params()
    {
        sqlite_params out;
        out.folder = folder.path();
        out.now = [this] { return now; };
        return out;
    }

    api_parts parts()
    {
        api_parts out{
            .how = {},
            .log = log,
            .open_desk = [this] { return open_desk(params()); },
            .wake = [] {},
            .board = board,
            .is_alive = [] { return true; },
            .channels = {"email"}};
        out.how.threads = 2;
        out.how.now = [this] { return now; };
        return out;
    }

    std::int64_t employ(
        const std::string& name, user_roles roles, const std::string& password = good_password
    )
    {
        user who;
        who.name = who.full_name = name;
        who.roles = roles;
        return desk->users().add(who, password.empty() ? std::string{} : hash_password(password));
    }

    http_request request(std::string method, std::string path, const visitor& by = {})
    {
        http_request out;
        out.method = std::move(method);
        const auto query = path.find('?');
        out.path = path.substr(0, query);
        while (query != std::string::npos && path.size() > query + 1) {
            auto rest = path.substr(query + 1);
            const auto equals = rest.find('=');
            out.query.emplace_back(rest.substr(0, equals), rest.substr(equals + 1));
            break;
        }
        out.peer = by.peer;
        out.id = "test";
        out.headers = {{"host", "loa.test"}, {"accept-language", "en"}};
        if (!by.cookie.empty())
            out.headers.emplace_back("cookie", by.cookie);
        if (!by.csrf.empty())
            out.headers.emplace_back("x-csrf-token", by.csrf);
        if (!by.key.empty())
            out.headers.emplace_back("authorization", "Bearer " + by.key);
        return out;
    }

    answer send(http_request what)
    {
        answer out;
        out.reply = run(loop, server.answer(std::move(what)));
        boost::system::error_code error;
        out.body = boost::json::parse(out.reply.body, error);
        return out;
    }

    answer call(
        std::string method,
        std::string path,
        const visitor& by,
        const std::optional<boost::json::value>& body = {},
        const std::string& if_match = {}
    )
    {
        auto what = request(std::move(method), std::move(path), by);
        if (body) {
            what.headers.emplace_back("content-type", "application/json");
            what.body = boost::json::serialize(*body);
        }
        if (!if_match.empty())
            what.headers.emplace_back("if-match", if_match);
        return send(std::move(what));
    }

    answer try_sign_in(const std::string& name, const std::string& password, const visitor& by = {})
    {
        return call("POST", "/api/session", by, boost::json::object{{"name", name}, {"password", password}});
    }

    static visitor visitor_of(const answer& signed_in)
    {
        visitor out;
        const auto cookie = signed_in.header("Set-Cookie");
        out.cookie = cookie.substr(0, cookie.find(';'));
        out.csrf = signed_in.text("/csrf");
        return out;
    }

    visitor sign_in(const std::string& name, const std::string& password = good_password)
    {
        const auto answered = try_sign_in(name, password);
        REQUIRE(answered.status() == 201);
        return visitor_of(answered);
    }

    temp_folder folder;
    wall_time now{1'795'000'000'000ms};
    boost::asio::io_context loop;
    recorded_log log;
    channel_board board;
    std::unique_ptr<loa::desk> desk;
    api server;
};

}  // namespace loa::testing
