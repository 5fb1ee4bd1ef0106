#pragma once
/// \file
/// A file of the directory on its way in.

#include "gateway/core/directory_imports.hpp"
#include "gateway/core/sha256.hpp"
#include "gateway/ledger/import_folder.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace loa {

/// Holds the turn for as long as it comes.
class import_upload final : public incoming_file {
public:
    /// \param spare  bytes of the disk that are not for it: whoever sends it need not say how long it is.
    /// Throws std::system_error.
    import_upload(import_turn turn, std::int64_t number, std::filesystem::path at, std::uint64_t spare);
    ~import_upload() override;
    import_upload(const import_upload&) = delete;
    import_upload& operator=(const import_upload&) = delete;

    std::error_code write(std::string_view some) override;

    std::int64_t id() const noexcept { return id_; }
    std::uint64_t size() const noexcept { return size_; }
    /// Call once, when all is there.
    std::string sha256_hex() { return to_hex(hash_.finish()); }
    /// From then on the file is the caller's to take away. Call once.
    import_turn hand_over();

private:
    const std::int64_t id_;
    const std::filesystem::path path_;
    const std::uint64_t spare_;
    int file_ = -1;
    std::uint64_t size_ = 0, looks_at_ = 0;  ///< bytes so far; at which it looks how much room there is
    std::optional<import_turn> turn_;
    sha256 hash_;
};

}  // namespace loa
