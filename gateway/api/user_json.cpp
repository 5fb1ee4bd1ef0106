#include "gateway/api/user_json.hpp"

#include "gateway/accounts/password_rule.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/problem.hpp"

namespace json = boost::json;

namespace loa {

json::array to_json(user_roles what)
{
    json::array out;
    for (const auto one :
         {user_role::editor,
          user_role::approver,
          user_role::operations,
          user_role::administrator,
          user_role::auditor})
        if (what.has(one))
            out.emplace_back(to_string(one));
    return out;
}

json::object to_json(const user& what)
{
    return {
        {"id", what.id},
        {"name", what.name},
        {"full_name", what.full_name},
        {"mailbox", what.mailbox},
        {"roles", to_json(what.roles)},
        {"active", what.is_active},
        {"must_change_password", what.must_change_password},
        {"has_password", what.has_password},
        {"revision", what.revision},
        {"created", json_time(what.created)},
        {"last_sign_in", json_time(what.last_sign_in)},
    };
}

user_roles read_roles(object_reader& from, problems& out)
{
    user_roles roles;
    const auto* list = from.array("roles", 5);
    if (!list)
        return roles;
    for (std::size_t i = 0; i != list->size(); ++i) {
        const auto* text = (*list)[i].if_string();
        const auto role = text ? parse_user_role(std::string_view{text->data(), text->size()}) : std::nullopt;
        if (role)
            roles.add(*role);
        else
            out.push_back(
                {from.path_of("roles").append("[").append(std::to_string(i)).append("]"),
                 "unknown_word",
                 "must be editor, approver, operator, administrator or auditor"}
            );
    }
    return roles;
}

std::optional<wall_time> time_parameter(const api_call& of, std::string_view name)
{
    const auto text = of.request.parameter(name);
    if (!text)
        return std::nullopt;
    const auto read = parse_rfc3339(*text);
    if (!read)
        throw api_problem{
            400, "bad_parameter", std::string{name}.append(" must be a time like 2026-11-20T08:30:00+07:00")};
    return read;
}

std::string read_password(object_reader& from, std::string_view key)
{
    return from.text(key, {1, most_password_bytes, false});
}

}  // namespace loa
