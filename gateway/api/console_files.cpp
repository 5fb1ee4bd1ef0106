#include "gateway/api/console_files.hpp"

#include "gateway/core/sha256.hpp"
#include "gateway/http/gzip.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace loa {
namespace {

constexpr std::string_view nonce_mark = "__CSP_NONCE__";
constexpr std::string_view page_name = "index.html";
/// A console has a few megabytes; more is some other folder.
constexpr std::uintmax_t most_bytes = 64 << 20;
constexpr int best_gzip = 9;

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> medias{{
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".html", "text/html; charset=utf-8"},
    {".txt", "text/plain; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".wasm", "application/wasm"},
    {".pdf", "application/pdf"},
}};

std::string_view media_of(const std::string& extension) noexcept
{
    for (const auto& [ending, media] : medias)
        if (ending == extension)
            return media;
    return "application/octet-stream";
}

[[noreturn]] void refuse(const std::filesystem::path& what, const std::string& why)
{
    throw std::runtime_error{std::string{"the console in "}.append(what.string()).append(" ").append(why)};
}

std::string read(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::string out{std::istreambuf_iterator<char>{in}, {}};
    if (!in.is_open() || in.bad())
        refuse(file, "cannot be read");
    return out;
}

std::string tag_of(std::string_view content)
{
    sha256 hash;
    hash.add(content);
    const auto digest = hash.finish();
    return to_hex(std::span{digest}.first(8));
}

std::vector<std::string> split_at_nonces(std::string_view text)
{
    std::vector<std::string> out;
    for (;;) {
        const auto at = text.find(nonce_mark);
        out.emplace_back(text.substr(0, at));
        if (at == std::string_view::npos)
            return out;
        text.remove_prefix(at + nonce_mark.size());
    }
}

console_files::file file_of(const std::filesystem::path& from, bool is_immutable)
{
    console_files::file out;
    out.media = media_of(from.extension().string());
    out.content = read(from);
    out.tag = tag_of(out.content);
    out.is_immutable = is_immutable;
    if (auto smaller = gzip(out.content, best_gzip); smaller && smaller->size() < out.content.size() * 9 / 10)
        out.gzipped = std::move(*smaller);
    return out;
}

/// Relative to the folder.
std::vector<std::filesystem::path> list(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> out;
    std::uintmax_t bytes = 0;
    for (std::filesystem::recursive_directory_iterator each{folder}, end; each != end; ++each) {
        const auto name = each->path().filename().string();
        if (name.starts_with('.') || name.ends_with(".map")) {
            each.disable_recursion_pending();
            continue;
        }
        if (!each->is_regular_file())
            continue;
        bytes += each->file_size();
        if (bytes > most_bytes)
            refuse(folder, "holds more than 64 MB: it is none");
        out.push_back(each->path().lexically_relative(folder));
    }
    return out;
}

}  // namespace

console_files::console_files(const std::filesystem::path& folder)
try {
    page_ = split_at_nonces(read(folder / page_name));
    for (const auto& each : list(folder))
        if (each != page_name)
            files_.emplace(std::string{"/"}.append(each.generic_string()), file_of(folder / each, *each.begin() == "assets"));
} catch (const std::filesystem::filesystem_error& e) {
    refuse(folder, "cannot be read: " + e.code().message());
}

const console_files::file* console_files::find(std::string_view path) const noexcept
{
    const auto at = files_.find(path);
    return at == files_.end() ? nullptr : &at->second;
}

std::string console_files::page(std::string_view nonce) const
{
    auto out = page_.front();
    for (const auto& each : std::span{page_}.subspan(1)) out.append(nonce).append(each);
    return out;
}

}  // namespace loa
