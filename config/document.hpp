#pragma once
/// \file
/// A TOML file as a tree that knows where everything stands. Only document.cpp sees the TOML library.

#include "config/config_error.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

struct document_position {
    std::uint32_t line = 0, column = 0;
};

struct document_entry;

struct document_value {
    enum class kind : std::uint8_t { table, array, text, number, real, flag, date };

    kind what = kind::table;
    document_position where;
    std::string text;                     ///< of a text: its content; of others: as TOML
    std::int64_t number = 0;              ///< of a number
    bool flag = false;                    ///< of a flag
    std::vector<document_value> items;    ///< of an array
    std::vector<document_entry> entries;  ///< of a table, in the order of the keys
};

struct document_entry {
    std::string key;
    document_position where;  ///< of the key
    document_value value;
};

/// `file` is only for messages. Duplicate keys and invalid UTF-8 are errors as the syntax is.
boost::system::result<document_value, config_error> parse_document(
    std::string_view text, const std::string& file
);

/// As TOML writes it: in quotes, with escapes.
std::string toml_quoted(std::string_view text);

/// The value as TOML on one line, not longer than what reads well in a message.
std::string shown(const document_value& value);

}  // namespace loa
