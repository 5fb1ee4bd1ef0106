#pragma once
/// \file
/// The built console, read whole at the start: what a browser is sent of it.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// Never changes after it was made, so any thread may read it.
class console_files {
public:
    /// \param folder  with index.html, in which __CSP_NONCE__ stands where a nonce belongs, and assets/ with
    /// names that change with their content. Hidden files and source maps are left out. Throws
    /// std::runtime_error with a sentence for people.
    explicit console_files(const std::filesystem::path& folder);

    struct file {
        std::string media, content;
        std::string gzipped;        ///< empty: no smaller that way
        std::string tag;            ///< hash of the content
        bool is_immutable = false;  ///< below assets/
    };
    /// \param path  as in a request: "/assets/index-4f2a.js". index.html is none of them
    const file* find(std::string_view path) const noexcept;

    /// index.html with the nonce in it.
    std::string page(std::string_view nonce) const;

private:
    std::map<std::string, file, std::less<>> files_;
    std::vector<std::string> page_;  ///< what stands between the nonces
};

}  // namespace loa
