#pragma once
/// \file
/// One thing wrong with the settings file, said so that it can be mended without looking anything up.

#include <cstdint>
#include <string>
#include <vector>

namespace loa {

struct config_error {
    std::string file;
    std::uint32_t line = 0;  ///< from 1; 0: the file as a whole
    std::uint32_t column = 0;
    std::string key;       ///< with its tables, "email.port"; empty: none in particular
    std::string value;     ///< as TOML; empty: missing, or a secret
    std::string wrong;     ///< what is wrong, where the value alone does not show it
    std::string expected;  ///< what would be right, e.g. "a whole number from 1 to 65535"; may be empty when
                           ///< `wrong` says it all
};

/// "loa.toml:12: email.port = 99999: expected a whole number from 1 to 65535"
std::string to_string(const config_error& what);

/// One a line, without a line end after the last.
std::string to_string(const std::vector<config_error>& list);

}  // namespace loa
