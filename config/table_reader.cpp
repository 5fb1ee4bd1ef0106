#include "config/table_reader.hpp"

#include "config/duration_text.hpp"
#include "config/nearest_name.hpp"

#include <algorithm>

namespace loa {
namespace {

using kind = document_value::kind;

std::string joined(const auto& names)
{
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ", ") + std::string{name};
    return out;
}

bool contains(const std::vector<std::string>& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool fits(const document_value& value, const setting_rule& rule)
{
    return value.what == kind::text && (value.text.empty() ? rule.optional : rule.fits(value.text));
}

std::string toml_list(const std::vector<std::string>& texts)
{
    std::string out;
    for (const auto& each : texts) out += (out.empty() ? "" : ", ") + toml_quoted(each);
    return "[" + out + "]";
}

bool is_bare(std::string_view key)
{
    return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
               c == '-';
    });
}

std::string toml_table(const std::map<std::string, std::string>& texts)
{
    std::string out;
    for (const auto& [key, value] : texts)
        out +=
            (out.empty() ? " " : ", ") + (is_bare(key) ? key : toml_quoted(key)) + " = " + toml_quoted(value);
    return out.empty() ? "{}" : "{" + out + " }";
}

}  // namespace

table_reader::table_reader(
    reading& in, const document_value* table, document_position where, std::string path
)
    : in_{in}, table_{table}, where_{where}, path_{std::move(path)}
{
}

table_reader table_reader::table(std::string_view key)
{
    tables_.emplace_back(key);
    const auto* entry = find(key);
    if (entry != nullptr && entry->value.what != kind::table) {
        fail(*entry, {}, "a table, [" + full(key) + "]");
        entry = nullptr;
    }
    table_reader out{in_, entry ? &entry->value : nullptr, entry ? entry->where : where_, full(key)};
    out.only_read_ = only_read_;
    return out;
}

void table_reader::flag(std::string_view key, bool& target)
{
    const std::string allowed = "true or false";
    const auto* entry = declare(key, target ? "true" : "false", allowed);
    if (entry == nullptr)
        return;
    if (entry->value.what != kind::flag)
        return fail(*entry, {}, allowed);
    target = entry->value.flag;
}

void table_reader::read_number(
    std::string_view key, std::int64_t& value, std::int64_t least, std::int64_t most, std::string_view of
)
{
    auto allowed = "a whole number" + (of.empty() ? "" : " of " + std::string{of}) + " from " +
                   std::to_string(least) + " to " + std::to_string(most);
    const auto* entry = declare(key, std::to_string(value), allowed);
    if (entry == nullptr)
        return;
    const auto& given = entry->value;
    if (given.what != kind::number || given.number < least || given.number > most)
        return fail(*entry, {}, allowed);
    value = given.number;
}

void table_reader::read_duration(
    std::string_view key,
    std::chrono::milliseconds& value,
    std::chrono::milliseconds step,
    std::chrono::milliseconds least,
    std::chrono::milliseconds most
)
{
    const auto allowed = "a duration in quotes from " + toml_quoted(format_duration(least)) + " to " +
                         toml_quoted(format_duration(most)) + " (units: " + duration_units(step) + ")";
    const auto* entry = declare(key, toml_quoted(format_duration(value)), allowed);
    if (entry == nullptr)
        return;
    const auto given = entry->value.what == kind::text ? parse_duration(entry->value.text) : std::nullopt;
    if (!given || *given < least || *given > most || *given % step != std::chrono::milliseconds::zero())
        return fail(*entry, {}, allowed);
    value = *given;
}

void table_reader::read_choice(
    std::string_view key, std::size_t& index, const std::vector<std::string_view>& names
)
{
    std::string allowed;
    for (std::size_t i = 0; i != names.size(); ++i)
        allowed += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + toml_quoted(names[i]);
    const auto* entry = declare(key, toml_quoted(names[index]), allowed);
    if (entry == nullptr)
        return;
    const auto found = std::find(names.begin(), names.end(), entry->value.text);
    if (entry->value.what != kind::text || found == names.end())
        return fail(*entry, {}, allowed);
    index = static_cast<std::size_t>(found - names.begin());
}

void table_reader::text(std::string_view key, std::string& target, const setting_rule& rule)
{
    const auto allowed = std::string{rule.expected} + (rule.optional ? ", or \"\"" : "");
    const auto* entry = declare(key, toml_quoted(target), allowed);
    if (entry == nullptr)
        return;
    if (!fits(entry->value, rule))
        return fail(*entry, {}, allowed);
    target = entry->value.text;
}

void table_reader::texts(
    std::string_view key, std::vector<std::string>& target, const setting_rule& each, emptiness how
)
{
    const auto allowed = std::string{how == emptiness::allowed ? "a list" : "a list, not empty,"} +
                         " of which each is " + std::string{each.expected};
    const auto* entry = declare(key, toml_list(target), allowed);
    if (entry == nullptr)
        return;
    const auto& items = entry->value.items;
    if (entry->value.what != kind::array || (items.empty() && how == emptiness::refused) ||
        !std::all_of(items.begin(), items.end(), [&](const auto& item) { return fits(item, each); }))
        return fail(*entry, {}, allowed);
    target.clear();
    for (const auto& item : items) target.push_back(item.text);
}

void table_reader::named_texts(
    std::string_view key,
    std::map<std::string, std::string>& target,
    const setting_rule& each,
    std::span<const std::string_view> names
)
{
    const auto allowed = "a table of which each value is " + std::string{each.expected};
    const auto* entry = declare(key, toml_table(target), allowed);
    if (entry == nullptr)
        return;
    if (entry->value.what != kind::table)
        return fail(*entry, {}, allowed);
    target.clear();
    table_reader inside{in_, &entry->value, entry->where, full(key)};
    inside.known_.assign(names.begin(), names.end());
    for (const auto& named : entry->value.entries) {
        if (names.empty())
            inside.known_.push_back(named.key);
        if (fits(named.value, each))
            target.emplace(named.key, named.value.text);
        else
            inside.fail(named, {}, each.expected);
    }
    inside.finish();
}

const std::vector<document_value>* table_reader::declare_rows(std::string_view key, std::string value)
{
    const std::string allowed = "a list, not empty, of tables";
    const auto* entry = declare(key, std::move(value), allowed);
    if (entry == nullptr)
        return nullptr;
    const auto& items = entry->value.items;
    if (!items.empty() &&
        std::all_of(items.begin(), items.end(), [](const auto& item) { return item.what == kind::table; }))
        return &items;
    fail(*entry, {}, allowed);
    return nullptr;
}

std::string table_reader::inline_table(const std::vector<setting>& entries)
{
    std::string out;
    for (const auto& each : entries)
        if (each.value != "\"\"")
            out += (out.empty() ? "" : ", ") + each.key + " = " + each.value;
    return "{ " + out + " }";
}

void table_reader::path(std::string_view key, std::filesystem::path& target)
{
    setting_rule rule{is_line, "a path"};
    rule.optional = target.empty();
    auto written = target.string();
    text(key, written, rule);
    if (find(key) != nullptr && !failed(key))
        target = from_folder(written);
}

void table_reader::check(bool ok, std::initializer_list<std::string_view> keys, std::string_view expected)
{
    if (ok || only_read_ || std::any_of(keys.begin(), keys.end(), [&](auto key) { return failed(key); }))
        return;
    for (const auto key : keys)
        if (const auto* entry = find(key); entry != nullptr)
            return fail(*entry, {}, expected);
    in_.errors.push_back(
        {in_.file, where_.line, where_.column, full(*keys.begin()), {}, {}, std::string{expected}}
    );
}

void table_reader::finish()
{
    if (table_ == nullptr)
        return;
    for (const auto& entry : table_->entries) {
        if (contains(known_, entry.key) || contains(tables_, entry.key) || contains(refused_, entry.key))
            continue;
        // The value is not shown: it may be a secret under a mistyped name.
        const bool is_table = entry.value.what == kind::table;
        const auto& names = is_table ? tables_ : known_;
        std::string wrong = is_table ? "unknown table" : "unknown key";
        const auto bracketed = [&](std::string_view name) {
            return is_table ? "[" + full(name) + "]" : std::string{name};
        };
        if (const auto near = nearest_name(entry.key, names); !near.empty())
            wrong += "; did you mean " + bracketed(near) + "?";
        else if (!names.empty())
            wrong += "; there are " + joined(names);
        fail(entry, wrong, {}, true);
    }
}

const document_entry* table_reader::declare(std::string_view key, std::string value, std::string allowed)
{
    known_.emplace_back(key);
    in_.declared.push_back({path_, std::string{key}, std::move(value), std::move(allowed)});
    const auto* const found = find(key);
    if (found != nullptr)
        in_.lines.emplace(full(key), found->where.line);
    return found;
}

const document_entry* table_reader::find(std::string_view key) const noexcept
{
    if (table_ == nullptr)
        return nullptr;
    const auto& entries = table_->entries;
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.key == key; });
    return found == entries.end() ? nullptr : &*found;
}

std::string table_reader::full(std::string_view key) const
{
    return path_.empty() ? std::string{key} : path_ + "." + std::string{key};
}

void table_reader::fail(const document_entry& at, std::string wrong, std::string_view expected, bool secret)
{
    in_.errors.push_back(
        {in_.file,
         at.where.line,
         at.where.column,
         full(at.key),
         secret ? std::string{} : shown(at.value),
         std::move(wrong),
         std::string{expected}}
    );
}

bool table_reader::failed(std::string_view key) const
{
    const auto name = full(key);
    return std::any_of(in_.errors.begin(), in_.errors.end(), [&](const auto& error) {
        return error.key == name;
    });
}

std::filesystem::path table_reader::from_folder(std::string_view text) const
{
    return text.empty() ? std::filesystem::path{}
                        : (in_.folder / std::filesystem::path{text}).lexically_normal();
}

}  // namespace loa
