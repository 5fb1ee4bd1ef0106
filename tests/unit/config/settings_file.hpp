#pragma once
/// \file
/// Settings files made by a test.

#include "config/load.hpp"
#include "tests/support/temp_folder.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace loa::testing {

/// A folder with loa.toml and what it names.
class settings_file {
public:
    std::filesystem::path write(std::string_view name, std::string_view content, int mode = 0600) const
    {
        const auto path = folder_ / name;
        std::ofstream{path, std::ios::binary} << content;
        std::filesystem::permissions(path, static_cast<std::filesystem::perms>(mode));
        return path;
    }

    auto load(std::string_view toml) const { return load_settings(write("loa.toml", toml), credentials()); }

    /// What is said about the file, without the folder; empty if it is right.
    std::string problems(std::string_view toml) const
    {
        const auto loaded = load(toml);
        auto text = loaded ? std::string{} : to_string(loaded.error());
        const auto prefix = folder_.path().string() + "/";
        for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at))
            text.erase(at, prefix.size());
        return text;
    }

    std::filesystem::path credentials() const { return folder_.path(); }
    const std::filesystem::path& folder() const { return folder_.path(); }

private:
    temp_folder folder_;
};

}  // namespace loa::testing
