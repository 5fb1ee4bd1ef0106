#include "gateway/http/http_service.hpp"

namespace loa {
namespace {

/// What is smaller is always taken, so that large bodies shut out nobody else.
constexpr std::size_t small_bytes = 64 * 1024;

}  // namespace

void memory_share::resize(std::size_t bytes) noexcept
{
    of_.memory += bytes - mine_;
    mine_ = bytes;
}

bool memory_share::is_too_much() const noexcept
{
    return mine_ > small_bytes && of_.memory > of_.params.memory_bytes;
}

}  // namespace loa
