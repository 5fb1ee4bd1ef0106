#include "gateway/core/json_reader.hpp"

#include "gateway/core/unicode.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <unordered_set>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::size_t most_depth = 32;

/// Notes the first key that stands twice in one object.
struct duplicate_key_finder {
    static constexpr std::size_t max_object_size = 10'000;
    static constexpr std::size_t max_array_size = 100'000;
    static constexpr std::size_t max_key_size = 1'000;
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    std::vector<std::unordered_set<std::string>> open_objects;
    std::string key;
    std::string duplicate;

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&)
    {
        open_objects.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, json::error_code&)
    {
        open_objects.pop_back();
        return true;
    }
    bool on_key_part(std::string_view part, std::size_t, json::error_code&)
    {
        key += part;
        return true;
    }
    bool on_key(std::string_view part, std::size_t, json::error_code&)
    {
        key += part;
        if (!open_objects.back().insert(key).second && duplicate.empty())
            duplicate = key;
        key.clear();
        return true;
    }
    bool on_array_begin(json::error_code&) { return true; }
    bool on_array_end(std::size_t, json::error_code&) { return true; }
    bool on_string_part(std::string_view, std::size_t, json::error_code&) { return true; }
    bool on_string(std::string_view, std::size_t, json::error_code&) { return true; }
    bool on_number_part(std::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t, std::string_view, json::error_code&) { return true; }
    bool on_uint64(std::uint64_t, std::string_view, json::error_code&) { return true; }
    bool on_double(double, std::string_view, json::error_code&) { return true; }
    bool on_bool(bool, json::error_code&) { return true; }
    bool on_null(json::error_code&) { return true; }
    bool on_comment_part(std::string_view, json::error_code&) { return true; }
    bool on_comment(std::string_view, json::error_code&) { return true; }
};

problems one_problem(std::string code, std::string text)
{
    problems out;
    out.push_back({"", std::move(code), std::move(text)});
    return out;
}

/// A key of theirs as it may stand in a sentence of ours.
std::string named(std::string_view key)
{
    constexpr std::size_t longest_name = 80;
    return shorten(squeeze(key), longest_name);
}

bool is_control(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

}  // namespace

boost::system::result<json::value, problems> parse_json(std::string_view text, std::size_t most_bytes)
{
    if (text.size() > most_bytes)
        return one_problem(
            "too_long", "is " + std::to_string(text.size()) + " bytes long; at most " + std::to_string(most_bytes) + " are taken"
        );

    json::parse_options options;
    options.max_depth = most_depth;
    json::error_code error;
    json::basic_parser<duplicate_key_finder> finder{options};
    const auto read = finder.write_some(false, text.data(), text.size(), error);
    if (error)
        return one_problem(
            "not_json", "is not JSON (" + error.message() + " at byte " + std::to_string(read) + "); expected one object in UTF-8"
        );
    const auto rest = text.substr(read);
    if (rest.find_first_not_of(" \t\r\n") != std::string_view::npos)
        return one_problem("not_json", "has something after its end, at byte " + std::to_string(read) + "; expected one object");
    if (!finder.handler().duplicate.empty())
        return one_problem("duplicate_key", "has the key \"" + named(finder.handler().duplicate) + "\" twice in one object; which one is meant?");

    auto value = json::parse(text, error, {}, options);
    if (error)
        return one_problem("not_json", "is not JSON (" + error.message() + "); expected one object in UTF-8");
    return value;
}

std::string object_reader::path_of(std::string_view key) const
{
    return path_.empty() ? std::string{key} : path_ + '.' + std::string{key};
}

void object_reader::add(std::string_view key, std::string code, std::string text)
{
    out_.push_back({path_of(key), std::move(code), std::move(text)});
}

bool object_reader::has(std::string_view key) const
{
    const auto* value = object_.if_contains(key);
    return value && !value->is_null();
}

const json::value* object_reader::find(std::string_view key, bool required)
{
    asked_.emplace_back(key);
    const auto* value = object_.if_contains(key);
    if (value && !value->is_null())
        return value;
    if (required)
        add(key, "missing", "is missing");
    return nullptr;
}

std::string object_reader::text(std::string_view key, text_rule rule, bool required)
{
    const auto* value = find(key, required);
    if (!value)
        return {};
    if (!value->is_string()) {
        add(key, "wrong_type", "must be a string");
        return {};
    }
    const auto& raw = value->get_string();
    auto out = to_nfc({raw.data(), raw.size()});
    if (!out) {
        add(key, "not_utf8", "is not valid UTF-8");
        return {};
    }
    if (rule.one_line) {
        // Tabs and line ends are white space that squeeze() takes care of; anything else below 0x20 has no business in a line.
        const bool odd = std::any_of(out->begin(), out->end(), [](char c) {
            return is_control(c) && c != '\t' && c != '\n' && c != '\r';
        });
        if (odd)
            add(key, "control_character", "has a control character; expected plain text");
        *out = squeeze(*out);
    }
    else if (out->find('\0') != std::string::npos)
        add(key, "control_character", "has a NUL character; expected text");
    if (out->size() < rule.least)
        add(key, "too_short", out->empty() ? "must not be empty" : "must have at least " + std::to_string(rule.least) + " bytes");
    if (out->size() > rule.most)
        add(key, "too_long", "is " + std::to_string(out->size()) + " bytes long; at most " + std::to_string(rule.most) + " are taken");
    return *std::move(out);
}

std::optional<std::int64_t> object_reader::number(std::string_view key, std::int64_t least, std::int64_t most, bool required)
{
    const auto* value = find(key, required);
    if (!value)
        return std::nullopt;
    json::error_code error;
    const auto number = value->is_number() ? value->to_number<std::int64_t>(error) : 0;
    if (!value->is_number() || error || number < least || number > most) {
        add(key, "out_of_range", "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
        return std::nullopt;
    }
    return number;
}

const json::array* object_reader::array(std::string_view key, std::size_t most_items)
{
    const auto* value = find(key, false);
    if (!value)
        return nullptr;
    if (!value->is_array()) {
        add(key, "wrong_type", "must be a list");
        return nullptr;
    }
    if (value->get_array().size() > most_items) {
        add(key, "too_long", "has " + std::to_string(value->get_array().size()) + " items; at most " + std::to_string(most_items) + " are taken");
        return nullptr;
    }
    return &value->get_array();
}

const json::object* object_reader::object(std::string_view key)
{
    const auto* value = find(key, false);
    if (value && !value->is_object()) {
        add(key, "wrong_type", "must be an object");
        return nullptr;
    }
    return value ? &value->get_object() : nullptr;
}

void object_reader::refuse_others()
{
    for (const auto& [key, value] : object_)
        if (std::find(asked_.begin(), asked_.end(), std::string_view{key.data(), key.size()}) == asked_.end())
            add(named({key.data(), key.size()}), "unknown_key", "is not part of the contract; see docs/bulletin.md");
}

}  // namespace loa
