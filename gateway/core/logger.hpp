#pragma once
/// \file
/// The port through which everything says what it does. Core itself decides and does not log.

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace loa {

enum class log_level : std::uint8_t { debug, info, warn, error };

constexpr std::string_view to_string(log_level what) noexcept
{
    switch (what) {
        case log_level::debug: return "debug";
        case log_level::info: return "info";
        case log_level::warn: return "warn";
        case log_level::error: return "error";
    }
    return "unknown";
}

/// One named value of a line: a member of its own in JSON, `key=value` for people. Never secrets; addresses
/// only masked (gateway/core/mask.hpp).
struct log_field {
    std::string_view key;  ///< a literal, e.g. "broadcast"
    std::variant<std::int64_t, std::string> value;

    log_field(std::string_view k, std::integral auto v) : key{k}, value{static_cast<std::int64_t>(v)} {}
    log_field(std::string_view k, std::string_view v) : key{k}, value{std::string{v}} {}
    log_field(std::string_view k, const char* v) : key{k}, value{std::string{v}} {}
    log_field(std::string_view k, std::string v) : key{k}, value{std::move(v)} {}

    friend bool operator==(const log_field&, const log_field&) = default;
};

/// Takes finished lines. A message is one short English sentence for an operator without an end stop;
/// whatever a program might want to search for is a field:
///
///     log_.warn("the partner asks us to slow down", {{"channel", "enetviet"}, {"wait_ms", 5000}});
///
/// Thread-safe. Never throws: a log that cannot be written is not a reason to stop sending.
class logger {
public:
    virtual ~logger() = default;

    /// Whether lines of the level are kept: ask before composing something costly.
    virtual bool wants(log_level level) const noexcept = 0;

    virtual void write(
        log_level level, std::string_view message, std::span<const log_field> fields
    ) noexcept = 0;

    void debug(std::string_view message, std::initializer_list<log_field> fields = {}) noexcept
    {
        write(log_level::debug, message, {fields.begin(), fields.size()});
    }
    void info(std::string_view message, std::initializer_list<log_field> fields = {}) noexcept
    {
        write(log_level::info, message, {fields.begin(), fields.size()});
    }
    void warn(std::string_view message, std::initializer_list<log_field> fields = {}) noexcept
    {
        write(log_level::warn, message, {fields.begin(), fields.size()});
    }
    void error(std::string_view message, std::initializer_list<log_field> fields = {}) noexcept
    {
        write(log_level::error, message, {fields.begin(), fields.size()});
    }
};

/// Puts the same fields (which broadcast, channel, batch this is about) before those of every line. `to` must
/// outlive it.
class correlated_logger final : public logger {
public:
    correlated_logger(logger& to, std::initializer_list<log_field> fields) : to_{to}, fields_{fields} {}

    bool wants(log_level level) const noexcept override { return to_.wants(level); }

    void write(log_level level, std::string_view message, std::span<const log_field> fields) noexcept override
    {
        if (!wants(level))
            return;
        try {
            auto all = fields_;
            all.insert(all.end(), fields.begin(), fields.end());
            to_.write(level, message, all);
        } catch (...) {  // out of memory
            to_.write(level, message, fields_);
        }
    }

private:
    logger& to_;
    std::vector<log_field> fields_;
};

}  // namespace loa
