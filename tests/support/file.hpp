#pragma once
/// \file
/// Files of the tests.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace loa::testing {

inline std::string read_file(const std::filesystem::path& path)
{
    std::ifstream in{path, std::ios::binary};
    if (!in)
        throw std::runtime_error{"cannot read " + path.string()};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// A file of the repository, e.g. "tests/data/bulletins/01-plan.json".
inline std::string read_source(const std::string& path)
{
    return read_file(std::filesystem::path{LOA_SOURCE_DIR} / path);
}

}  // namespace loa::testing
