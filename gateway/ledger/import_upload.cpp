#include "gateway/ledger/import_upload.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace loa {
namespace {

constexpr std::uint64_t between_looks = 4 << 20;

}  // namespace

import_upload::import_upload(
    import_turn turn, std::int64_t number, std::filesystem::path at, std::uint64_t spare
)
    : id_{number}, path_{std::move(at)}, spare_{spare}, turn_{std::move(turn)}
{
    file_ = ::open(path_.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (file_ < 0)
        throw std::system_error{errno, std::generic_category(), path_.string()};
}

import_upload::~import_upload()
{
    ::close(file_);
    std::error_code ignored;
    if (turn_)
        std::filesystem::remove(path_, ignored);
}

std::error_code import_upload::write(std::string_view some)
{
    if (size_ >= looks_at_) {
        looks_at_ = size_ + between_looks;
        std::error_code error;
        const auto room = std::filesystem::space(path_.parent_path(), error).available;
        if (error || room < spare_)
            return error ? error : std::make_error_code(std::errc::no_space_on_device);
    }
    hash_.add(some);
    size_ += some.size();
    while (!some.empty()) {
        const auto count = ::write(file_, some.data(), some.size());
        if (count < 0)
            return {errno, std::generic_category()};
        some.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

import_turn import_upload::hand_over()
{
    import_turn out = std::move(turn_.value());
    turn_.reset();
    return out;
}

}  // namespace loa
