#include "gateway/core/meter.hpp"

namespace loa {
namespace {

class idle_meter final : public meter {
public:
    void moved(std::string_view, const std::array<std::int64_t, delivery_state_count>&) noexcept override {}
    void retried(std::string_view, std::uint64_t) noexcept override {}
    void committed(std::chrono::duration<double>, std::size_t) noexcept override {}
    void commit_failed() noexcept override {}
    void taken_in(std::chrono::duration<double>, std::string_view) noexcept override {}
    void refused() noexcept override {}
    void first_sent(std::string_view, std::chrono::duration<double>) noexcept override {}
    void finished(std::string_view, std::chrono::duration<double>) noexcept override {}
    void receipts(std::string_view, std::uint64_t) noexcept override {}
    void unsubscribed(bool) noexcept override {}
};

}  // namespace

meter& no_meter() noexcept
{
    static idle_meter nothing;
    return nothing;
}

}  // namespace loa
