#include "gateway/accounts/password.hpp"
#include "gateway/accounts/password_rule.hpp"
#include "gateway/accounts/user_rule.hpp"
#include "gateway/cli/command.hpp"
#include "gateway/cli/here.hpp"
#include "gateway/cli/password_prompt.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/ledger/desk_parts.hpp"
#include "gateway/ledger/ledger_schema.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace json = boost::json;

namespace loa::cli {
namespace {

/// Users and the audit log without the rest of a desk: there may be no directory yet, and with `create` not even a ledger.
struct accounts {
    accounts(const sqlite_params& params, store_access how)
        : store{params.folder / "ledger.db", ledger_schema(), how},
          users{make_user_desk(store, params)},
          log{make_audit_log(store, params)}
    {
    }
    database store;
    std::unique_ptr<user_desk> users;
    std::unique_ptr<audit_log> log;
};

json::array to_json(user_roles what)
{
    json::array out;
    for (std::uint8_t i = 0; i != 5; ++i)
        if (const auto role = static_cast<user_role>(i); what.has(role))
            out.emplace_back(to_string(role));
    return out;
}

std::string to_text(user_roles what)
{
    std::string out;
    for (const auto& each : to_json(what)) out.append(out.empty() ? "" : ",").append(each.as_string());
    return out;
}

void refuse_if(const problems& list)
{
    if (!list.empty())
        throw failure{to_string(list)};
}

user_roles roles_of(const std::vector<std::string>& words)
{
    user_roles out;
    for (const auto& each : words) {
        const auto role = parse_user_role(each);
        if (!role)
            throw failure{
                fmt::format("\"{}\" is no role; they are editor, approver, operator, administrator and auditor", each), bad_usage};
        out.add(*role);
    }
    return out;
}

struct wanted {
    std::string name, full_name, mailbox;
    std::vector<std::string> roles{"administrator"};
};

void create(context& with, const wanted& what)
{
    user who;
    who.name = what.name;
    who.full_name = what.full_name.empty() ? what.name : what.full_name;
    who.mailbox = what.mailbox;
    who.roles = roles_of(what.roles);
    refuse_if(check_user(who));
    accounts at{with.load().store, store_access::create};
    if (at.users->find(who.name))
        throw failure{fmt::format("there is a user {} already; `loa admin password {}` gives another password", who.name, who.name)};
    const auto password = read_new_password();
    refuse_if(check_password(password, who.name, "password"));
    const auto hash = hash_password(password);

    transaction all{at.store};
    who.id = at.users->add(who, hash);
    at.log->add(
        here(),
        "user.add",
        "user " + who.name,
        {},
        json::serialize(json::object{{"full_name", who.full_name}, {"roles", to_json(who.roles)}, {"active", true}})
    );
    all.commit();
    if (with.json)
        with.print(json::object{{"id", who.id}, {"name", who.name}, {"roles", to_json(who.roles)}});
    else
        std::cout << fmt::format("User {} can sign in now ({}).\n", who.name, to_text(who.roles));
}

void password(context& with, const std::string& name)
{
    accounts at{with.load().store, store_access::existing};
    const auto who = at.users->find(name);
    if (!who)
        throw failure{fmt::format("there is no user {}; `loa admin list` shows them", name)};
    const auto fresh = read_new_password();
    refuse_if(check_password(fresh, who->name, "password"));
    const auto hash = hash_password(fresh);

    transaction all{at.store};
    at.users->set_password(who->id, hash, false);
    const auto ended = at.users->end_sessions(who->id, nullptr);
    at.log->add(here(), "user.reset_password", "user " + who->name, {}, {});
    all.commit();
    if (with.json)
        with.print(json::object{{"name", who->name}, {"sessions_ended", ended}});
    else
        std::cout << fmt::format("User {} has a new password; {} sessions are over.\n", who->name, ended);
}

void list(context& with)
{
    accounts at{with.load().store, store_access::existing};
    json::array out;
    for (const auto& each : at.users->users()) {
        if (with.json)
            out.push_back(json::object{
                {"id", each.id}, {"name", each.name}, {"full_name", each.full_name}, {"roles", to_json(each.roles)}, {"active", each.is_active}
            });
        else
            std::cout << fmt::format(
                "{:<20} {:<9} {:<40} {}\n", each.name, each.is_active ? "active" : "disabled", to_text(each.roles), each.full_name
            );
    }
    if (with.json)
        with.print(out);
}

}  // namespace

void add_admin(CLI::App& to, context& with)
{
    auto& group = *to.add_subcommand("admin", "Users of the API and the console, without the API");
    group.require_subcommand(1);

    auto what = std::make_shared<wanted>();
    auto& making = add_command(group, with, "create", "Make a user, such as the first administrator", [&with, what] { create(with, *what); });
    making.add_option("name", what->name, "What they sign in with: lower case letters, digits, dots, hyphens, underscores")->required();
    making.add_option("--full-name", what->full_name, "For example \"Nguyễn Thị Lan\"");
    making.add_option("--mailbox", what->mailbox, "For test sends");
    making.add_option("--role", what->roles, "editor, approver, operator, administrator (the default), auditor; several times for several");
    making.footer(
        "The password is asked for, or is the first line of standard input: at least 12 characters.\n\n"
        "Example:\n  sudo -u loa loa admin create lan.nguyen --full-name \"Nguyễn Thị Lan\""
    );

    auto name = std::make_shared<std::string>();
    auto& changing = add_command(group, with, "password", "Give a user another password and end their sessions", [&with, name] {
        password(with, *name);
    });
    changing.add_option("name", *name, "Of the user")->required();
    changing.footer("The password is asked for, or is the first line of standard input.\n\nExample:\n  sudo -u loa loa admin password lan.nguyen");

    add_command(group, with, "list", "All users and what they may do", [&with] { list(with); }).footer("Example:\n  sudo -u loa loa admin list");
}

}  // namespace loa::cli
