#pragma once
/// \file
/// Reads JSON objects against a contract and gathers everything that is wrong, each with its path.

#include "gateway/core/error.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace loa {

/// Parses at most `most_bytes` of UTF-8 JSON, nested at most 32 deep, in which no object has a key twice (RFC 8259 section 4 leaves open
/// what that means, so nobody can know which one was meant).
boost::system::result<boost::json::value, problems> parse_json(std::string_view text, std::size_t most_bytes);

/// Limits of one text. Lengths are in bytes of UTF-8 after normalisation.
struct text_rule {
    std::size_t least = 1;
    std::size_t most = 1'000;
    bool one_line = true;  ///< white space is squeezed, control characters are a problem; false: kept as it is
};

/// One object of the text. Remembers which keys were asked for, so that the others can be refused.
class object_reader {
public:
    /// `path` is put before each key in problems: "" or "attachments[0]". `object` and `out` must outlive the reader.
    object_reader(const boost::json::object& object, std::string path, problems& out) : object_{object}, path_{std::move(path)}, out_{out} {}

    /// Text in NFC. A missing or null value is a problem only when `required`.
    std::string text(std::string_view key, text_rule rule, bool required = true);
    std::optional<std::int64_t> number(std::string_view key, std::int64_t least, std::int64_t most, bool required);
    const boost::json::array* array(std::string_view key, std::size_t most_items);
    const boost::json::object* object(std::string_view key);
    bool has(std::string_view key) const;

    /// Adds a problem for each key that nobody asked for.
    void refuse_others();
    void add(std::string_view key, std::string code, std::string text);
    std::string path_of(std::string_view key) const;

private:
    const boost::json::value* find(std::string_view key, bool required);

    const boost::json::object& object_;
    std::string path_;
    problems& out_;
    std::vector<std::string> asked_;
};

}  // namespace loa
