#include "gateway/core/bulletin.hpp"

#include "gateway/core/audience_json.hpp"
#include "gateway/core/json_reader.hpp"
#include "gateway/core/portal_address.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::size_t most_problems = 100;  ///< said of one bulletin; a megabyte of rubbish could have a hundred thousand
constexpr std::array<std::string_view, 3> urgency_names{"urgent", "normal", "bulk"};

constexpr text_rule one_line(std::size_t most)
{
    return {1, most, true};
}
constexpr text_rule may_be_empty(std::size_t most)
{
    return {0, most, true};
}

/// Letters, digits and the signs that names of things are made of.
bool is_word(std::string_view text, std::string_view signs)
{
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || signs.find(c) != std::string_view::npos;
    });
}

std::string word(object_reader& from, std::string_view key, std::size_t most, std::string_view signs, bool required)
{
    auto text = from.text(key, one_line(most), required);
    if (!is_word(text, signs))
        from.add(key, "not_a_word", "may hold letters, digits and " + std::string{signs} + " only");
    return text;
}

/// Whether the host is one of ours is for the channels to say; here it must only be an address of the web.
std::string web_address(object_reader& from, std::string_view key)
{
    auto url = from.text(key, one_line(2'000));
    const bool web = url.starts_with("https://") || url.starts_with("http://");
    if (!url.empty() && (!web || url.find_first_of(" \"<>\\^`{|}") != std::string::npos))
        from.add(key, "not_a_url", "must be an address that starts with https:// or http://, without spaces");
    return url;
}

std::optional<wall_time> moment(object_reader& from, std::string_view key, bool required)
{
    const auto text = from.text(key, one_line(40), required);
    if (text.empty())
        return std::nullopt;
    auto when = parse_rfc3339(text);
    if (!when)
        from.add(key, "not_a_time", "must be a time with its offset, like 2026-11-20T08:30:00+07:00");
    return when;
}

template <class T, class Parse>
std::vector<T> words(object_reader& from, std::string_view key, Parse parse, std::string_view expected)
{
    std::vector<T> out;
    const auto* list = from.array(key, 100);
    for (std::size_t i = 0; list && i != list->size(); ++i) {
        const auto& item = (*list)[i];
        const auto found = item.is_string() ? parse(std::string_view{item.get_string()}) : std::nullopt;
        if (!found)
            from.add(std::string{key} + '[' + std::to_string(i) + ']', "unknown_word", "must be one of " + std::string{expected});
        else if (std::find(out.begin(), out.end(), *found) == out.end())
            out.push_back(*found);
    }
    return out;
}

std::vector<audience_term> terms(object_reader& from, std::string_view key, bool staff_by_default, problems& wrong)
{
    std::vector<audience_term> out;
    const auto* list = from.array(key, 1'000);
    for (std::size_t i = 0; list && i != list->size(); ++i) {
        const auto path = from.path_of(key) + '[' + std::to_string(i) + ']';
        const auto* object = (*list)[i].if_object();
        if (!object) {
            wrong.push_back({path, "wrong_type", "must be an object with a unit"});
            continue;
        }
        object_reader reader{*object, path, wrong};
        audience_term term;
        term.unit = word(reader, "unit", 100, "-_.", true);
        term.roles = words<role>(reader, "roles", parse_role, "staff, teacher, parent");
        term.levels = words<school_level>(reader, "levels", parse_school_level, "mn, th, thcs, thpt, gdtx");
        // Never parents unless the bulletin says so.
        if (term.roles.empty() && staff_by_default)
            term.roles.push_back(role::staff);
        reader.refuse_others();
        out.push_back(std::move(term));
    }
    return out;
}

audience read_audience(object_reader& from, const bulletin_limits& limits, problems& wrong)
{
    const auto* object = from.object("audience");
    if (!object)
        return staff_of(limits.root_unit);
    object_reader reader{*object, "audience", wrong};
    audience out;
    out.include = terms(reader, "include", true, wrong);
    out.exclude = terms(reader, "exclude", false, wrong);
    if (out.include.empty())
        reader.add("include", "missing", "must name at least one unit; leave the audience out for the staff of the whole Department");
    reader.refuse_others();
    return out;
}

std::vector<bulletin_attachment> read_attachments(object_reader& from, problems& wrong)
{
    std::vector<bulletin_attachment> out;
    const auto* list = from.array("attachments", 50);
    for (std::size_t i = 0; list && i != list->size(); ++i) {
        const auto path = "attachments[" + std::to_string(i) + ']';
        const auto* object = (*list)[i].if_object();
        if (!object) {
            wrong.push_back({path, "wrong_type", "must be an object with a name and a url"});
            continue;
        }
        object_reader reader{*object, path, wrong};
        bulletin_attachment each;
        each.name = reader.text("name", one_line(250));
        each.url = web_address(reader, "url");
        each.bytes = static_cast<std::uint64_t>(reader.number("bytes", 0, INT64_MAX, false).value_or(0));
        each.media_type = word(reader, "media_type", 150, "/+-.;=", false);
        reader.refuse_others();
        out.push_back(std::move(each));
    }
    return out;
}

bulletin read(object_reader& from, const bulletin_limits& limits, problems& wrong)
{
    bulletin out;
    out.source = word(from, "source", 40, "-_.", true);
    out.url = web_address(from, "url");
    // The portal's own number is in its address; one that does not say it again is understood all the same.
    const auto from_address = portal_article_id(out.url);
    out.id = word(from, "id", 100, "-_.:/", !from_address);
    if (out.id.empty() && from_address)
        out.id = *from_address;
    out.version = static_cast<std::uint32_t>(from.number("version", 1, INT32_MAX, true).value_or(1));

    out.title = from.text("title", one_line(1'000));
    out.summary = from.text("summary", may_be_empty(4'000), false);
    out.body_html = from.text("body_html", {1, std::max<std::size_t>(limits.bytes, 1), false});

    if (const auto* object = from.object("image")) {
        object_reader reader{*object, "image", wrong};
        out.image.emplace();
        out.image->url = web_address(reader, "url");
        out.image->alt = reader.text("alt", may_be_empty(500), false);
        reader.refuse_others();
    }
    out.attachments = read_attachments(from, wrong);
    if (const auto* object = from.object("document")) {
        object_reader reader{*object, "document", wrong};
        out.document.emplace();
        out.document->number = reader.text("number", one_line(100));
        out.document->issued_on = reader.text("issued_on", one_line(10));
        if (!out.document->issued_on.empty() && !parse_rfc3339(out.document->issued_on + "T00:00:00Z"))
            reader.add("issued_on", "not_a_date", "must be a date like 2022-01-21");
        reader.refuse_others();
    }

    out.category = word(from, "category", 60, "-_.", true);
    if (const auto area = from.number("content_area", 1, 6, false))
        out.content_area = static_cast<int>(*area);
    if (const auto text = from.text("urgency", one_line(20), false); !text.empty()) {
        if (const auto found = parse_urgency(text))
            out.urgency = *found;
        else
            from.add("urgency", "unknown_word", "must be one of urgent, normal, bulk");
    }
    out.department = from.text("department", one_line(250));
    out.author = from.text("author", one_line(100));
    out.approved_by = from.text("approved_by", may_be_empty(100), false);
    out.published_at = moment(from, "published_at", true).value_or(wall_time{});
    out.expires_at = moment(from, "expires_at", false);
    if (out.expires_at && *out.expires_at <= out.published_at)
        from.add("expires_at", "out_of_range", "must be later than published_at");

    out.audience = read_audience(from, limits, wrong);
    const auto any_name = [](std::string_view text) -> std::optional<std::string> {
        return text.empty() || text.size() > 40 || !is_word(text, "-_") ? std::nullopt : std::optional<std::string>{text};
    };
    out.channels = words<std::string>(from, "channels", any_name, "the channels of this gateway, e.g. enetviet, email");
    from.refuse_others();
    return out;
}

template <class Range>
json::array names_of(const Range& range)
{
    json::array out;
    for (const auto each : range)
        out.emplace_back(to_string(each));
    return out;
}

json::array to_json(const std::vector<audience_term>& list)
{
    json::array out;
    for (const auto& term : list) {
        json::object one{{"unit", term.unit}};
        if (!term.roles.empty())
            one["roles"] = names_of(term.roles);
        if (!term.levels.empty())
            one["levels"] = names_of(term.levels);
        out.push_back(std::move(one));
    }
    return out;
}

}  // namespace

std::string_view to_string(urgency what) noexcept
{
    return urgency_names[static_cast<std::size_t>(what)];
}

std::optional<urgency> parse_urgency(std::string_view text) noexcept
{
    for (std::size_t i = 0; i != urgency_names.size(); ++i)
        if (urgency_names[i] == text)
            return static_cast<urgency>(i);
    return std::nullopt;
}

boost::system::result<bulletin, problems> parse_bulletin(std::string_view text, const bulletin_limits& limits)
{
    const auto value = parse_json(text, limits.bytes);
    if (!value)
        return value.error();
    problems wrong;
    if (!value->is_object()) {
        wrong.push_back({"", "wrong_type", "must be a JSON object"});
        return wrong;
    }
    object_reader reader{value->get_object(), "", wrong};
    auto out = read(reader, limits, wrong);
    if (wrong.size() > most_problems) {
        const auto more = wrong.size() - most_problems;
        wrong.resize(most_problems);
        wrong.push_back({"", "more_problems", "has " + std::to_string(more) + " more problems"});
    }
    if (!wrong.empty())
        return wrong;
    return out;
}

boost::system::result<audience, problems> parse_audience(const json::object& from, const bulletin_limits& limits)
{
    problems wrong;
    object_reader reader{from, "", wrong};
    auto out = read_audience(reader, limits, wrong);
    reader.refuse_others();
    if (!wrong.empty())
        return wrong;
    return out;
}

std::string to_json(const bulletin& what)
{
    json::object out{
        {"id", what.id},
        {"version", what.version},
        {"source", what.source},
        {"url", what.url},
        {"title", what.title},
        {"summary", what.summary},
        {"body_html", what.body_html},
    };
    if (what.image)
        out["image"] = {{"url", what.image->url}, {"alt", what.image->alt}};
    auto& attachments = out["attachments"].emplace_array();
    for (const auto& each : what.attachments) {
        json::object one{{"name", each.name}, {"url", each.url}, {"bytes", each.bytes}};
        if (!each.media_type.empty())
            one["media_type"] = each.media_type;
        attachments.push_back(std::move(one));
    }
    if (what.document)
        out["document"] = {{"number", what.document->number}, {"issued_on", what.document->issued_on}};
    out["category"] = what.category;
    if (what.content_area)
        out["content_area"] = *what.content_area;
    out["urgency"] = to_string(what.urgency);
    out["department"] = what.department;
    out["author"] = what.author;
    out["approved_by"] = what.approved_by;
    out["published_at"] = format_rfc3339(what.published_at);
    if (what.expires_at)
        out["expires_at"] = format_rfc3339(*what.expires_at);
    json::object audience{{"include", to_json(what.audience.include)}};
    if (!what.audience.exclude.empty())
        audience["exclude"] = to_json(what.audience.exclude);
    out["audience"] = std::move(audience);
    if (!what.channels.empty()) {
        auto& channels = out["channels"].emplace_array();
        for (const auto& each : what.channels)
            channels.emplace_back(each);
    }
    return json::serialize(out);
}

}  // namespace loa
