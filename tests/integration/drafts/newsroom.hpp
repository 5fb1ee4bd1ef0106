#pragma once
/// \file
/// Where editors work: the draft routes over real stores and real channels, a mail server and the sandbox
/// partner on loopback.

#include "adapters/email/email_channel.hpp"
#include "adapters/enetviet/enetviet_channel.hpp"
#include "adapters/enetviet/sandbox.hpp"
#include "gateway/api/api.hpp"
#include "gateway/api/approval_routes.hpp"
#include "gateway/api/directory_routes.hpp"
#include "gateway/api/draft_routes.hpp"
#include "gateway/api/own_channels.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/api/suppression_routes.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/core/desk_refusal.hpp"
#include "gateway/core/user_desk.hpp"
#include "tests/integration/drafts/small_city.hpp"
#include "tests/support/smtp_imposter.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <mutex>
#include <optional>
#include <thread>

namespace loa::testing {

struct newsroom : small_city {
    /// What the API answered; `what` and `code` are of a problem as well.
    struct answer {
        unsigned status = 0;
        boost::json::value body;
        std::string etag, code;
        std::string page;  ///< instead of the body, if it is text

        const boost::json::value& at(std::string_view pointer) const { return body.at_pointer(pointer); }
        std::string text(std::string_view pointer) const
        {
            const auto& found = at(pointer).as_string();
            return {found.data(), found.size()};
        }
        std::int64_t number(std::string_view pointer) const { return at(pointer).to_number<std::int64_t>(); }
        bool flag(std::string_view pointer) const { return at(pointer).as_bool(); }
        std::size_t items() const { return at("/items").as_array().size(); }
        bool has_code(std::string_view code_wanted, std::string_view list = "errors") const
        {
            for (const auto& one : body.as_object().at(list).as_array())
                if (std::string_view{one.at("code").as_string()} == code_wanted)
                    return true;
            return false;
        }
    };

    newsroom()
        : mail_server{[this](smtp_imposter::peer& to, int) {
              to.greet("250-PIPELINING\r\n250 8BITMIME\r\n");
              for (;;) {
                  to.take_envelope();
                  auto text = to.hear_text();
                  {
                      const std::lock_guard hold{mutex};
                      mail.push_back(std::move(text));
                  }
                  to.say("250 queued\r\n");
              }
          }},
          partner{
              own_loop,
              [] {
                  sandbox_params out;
                  out.token = "right-token";
                  return out;
              }()},
          parts{
              {},
              log,
              [] { return std::unique_ptr<loa::desk>{}; },
              [this] { ++woken; },
              board,
              [] { return true; },
              {}}
    {
        std::ofstream{folder / "token"} << "right-token\n";
        mail_params.host = "localhost";
        mail_params.port = mail_server.port();
        mail_params.tls = smtp_tls::none;
        mail_params.from_address = "bantin@school.test";
        mail_params.from_name = "Sở Giáo dục và Đào tạo";
        mail_params.bounce_domain = "bounce.school.test";
        app_params.base_url = "http://127.0.0.1:" + std::to_string(partner.port());
        app_params.token_file = folder / "token";
        std::vector<std::unique_ptr<channel>> all;
        all.push_back(make_enetviet_channel(own_loop, app_params, log));
        all.push_back(make_email_channel(own_loop, mail_params, log));
        own.emplace(own_loop, std::move(all), ledger->secret(), log);
        parts.own = &*own;
        parts.bulletins.root_unit = "so";
        add_person("lan.nguyen", "an@hcm.edu.vn");
        add_person("minh.tran", "");
        add_person("duyet.le", "");
        add_draft_routes(routes, parts);
        add_directory_routes(routes, parts);
        add_suppression_routes(routes, parts);
        add_approval_routes(routes, parts);
        running = std::thread{[this] { own_loop.run(); }};
    }
    ~newsroom()
    {
        staying.reset();
        own_loop.stop();
        running.join();
        own.reset();
    }

    void add_person(const std::string& name, const std::string& mailbox)
    {
        user out;
        out.name = name;
        out.full_name = "Nguyễn Thị Lan";
        out.mailbox = mailbox;
        out.roles = {user_role::editor, user_role::approver};
        desk->users().add(out, {});
        names.push_back(name);
    }
    audit_entry last_audited() { return desk->audit().entries({}, 1).at(0); }

    /// As the API runs a handler, for the user of that id.
    answer ask(
        std::int64_t user,
        const std::string& method,
        const std::string& path,
        const boost::json::value& body = {},
        const std::string& if_match = {}
    )
    {
        http_request request;
        request.method = method;
        const auto query = path.find('?');
        request.path = path.substr(0, query);
        for (auto at = query; at != std::string::npos;) {
            const auto end = path.find('&', at + 1);
            const auto pair = path.substr(at + 1, end - at - 1);
            request.query.emplace_back(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
            at = end;
        }
        request.headers = {{"content-type", "application/json"}};
        if (!if_match.empty())
            request.headers.emplace_back("if-match", if_match);
        request.body = body.is_null() ? "{}" : boost::json::serialize(body);
        const auto found = routes.find(request.method, request.path);
        REQUIRE(found.to != nullptr);
        actor who{
            user,
            user == 0 ? "key:portal" : names.at(static_cast<std::size_t>(user - 1)),
            {user_role::editor, user_role::approver},
            "test"};
        api_call call{request, found.path, who, *desk, parts, language::english};
        answer out;
        try {
            const auto reply = found.to->handler(call);
            out.status = reply.status;
            for (const auto& [name, value] : reply.headers) {
                if (name == "ETag")
                    out.etag = value;
                if (name == "Content-Type" && value.starts_with("text/"))
                    out.page = reply.body;
            }
            if (out.page.empty() && !reply.body.empty())
                out.body = boost::json::parse(reply.body);
        } catch (const api_problem& e) {
            out.status = e.status;
            out.code = e.code;
            out.body = boost::json::parse(to_reply(e, request, language::english).body);
        } catch (const desk_refusal& e) {
            out.status = 409;
            out.code = e.code();
        }
        return out;
    }

    static boost::json::object notice()
    {
        return {
            {"title", "Thông báo nghỉ học"},
            {"summary", "Các trường nghỉ ngày mai."},
            {"body_html", "<p>Kính gửi các đơn vị.</p><p>.chấm đầu dòng</p>"},
            {"category", "cchc"},
            {"department", "Văn phòng Sở"},
            {"audience",
             {{"include",
               boost::json::array{{{"unit", "so"}, {"roles", boost::json::array{"teacher", "parent"}}}}}}},
        };
    }
    answer written(const boost::json::object& content = notice())
    {
        return ask(1, "POST", "/api/drafts", {{"content", content}});
    }
    std::string path_of(const answer& draft, const std::string& rest = {}) const
    {
        return "/api/drafts/" + std::to_string(draft.at("/id").to_number<std::int64_t>()) + rest;
    }
    std::vector<std::string> received() const
    {
        const std::lock_guard hold{mutex};
        return mail;
    }

    mutable std::mutex mutex;
    std::vector<std::string> mail;
    smtp_imposter mail_server;
    boost::asio::io_context own_loop;
    std::optional<boost::asio::executor_work_guard<executor>> staying{own_loop.get_executor()};
    sandbox partner;
    email_params mail_params;
    enetviet_params app_params;
    channel_board board;
    int woken = 0;
    std::vector<std::string> names;  ///< of the users, by id
    api_parts parts;
    std::optional<own_channels> own;
    router routes;
    std::thread running;
};

}  // namespace loa::testing
