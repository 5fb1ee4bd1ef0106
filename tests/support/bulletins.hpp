#pragma once
/// \file
/// The bulletins in tests/data/bulletins.

#include "gateway/core/bulletin.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace loa::testing {

/// In the order of their file names.
inline std::vector<bulletin> sample_bulletins()
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{LOA_SOURCE_DIR "/tests/data/bulletins"})
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<bulletin> out;
    for (const auto& file : files) {
        std::ifstream in{file};
        const std::string json{std::istreambuf_iterator<char>{in}, {}};
        auto parsed = parse_bulletin(json, {});
        INFO(file << (parsed ? "" : ": " + to_string(parsed.error())));
        REQUIRE(parsed.has_value());
        out.push_back(std::move(*parsed));
    }
    REQUIRE(!out.empty());
    return out;
}

}  // namespace loa::testing
