#include "gateway/api/router.hpp"

#include <utility>

namespace loa {
namespace {

std::string_view take_segment(std::string_view& rest) noexcept
{
    rest.remove_prefix(1);  // the '/'
    const auto out = rest.substr(0, rest.find('/'));
    rest.remove_prefix(out.size());
    return out;
}

/// Nothing if the path is not of the template's shape.
std::optional<std::vector<std::string>> match(std::string_view shape, std::string_view path)
{
    std::vector<std::string> values;
    while (!shape.empty() && !path.empty()) {
        const auto wanted = take_segment(shape);
        const auto given = take_segment(path);
        if (wanted.starts_with('{'))
            values.emplace_back(given);
        else if (wanted != given)
            return std::nullopt;
    }
    if (!shape.empty() || !path.empty())
        return std::nullopt;
    return values;
}

}  // namespace

void router::add(route what)
{
    routes_.push_back(std::move(what));
}

void router::add_rest(route what)
{
    rest_ = routes_.size();
    add(std::move(what));
}

router::found router::find(std::string_view method, std::string_view path) const
{
    found out;
    if (!path.starts_with('/'))
        return out;
    const auto* const rest = rest_ ? &routes_[*rest_] : nullptr;
    for (const auto& one : routes_) {
        if (&one == rest)
            continue;
        auto values = match(one.path, path);
        if (!values)
            continue;
        if (one.method == method || (method == "HEAD" && one.method == "GET"))
            return {&one, std::move(*values), {}};
        out.allowed.append(out.allowed.empty() ? "" : ", ").append(one.method);
    }
    if (rest != nullptr && out.allowed.empty() && (method == "GET" || method == "HEAD"))
        return {rest, {std::string{path}}, {}};
    return out;
}

}  // namespace loa
