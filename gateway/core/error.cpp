#include "gateway/core/error.hpp"

namespace loa {
namespace {

class category final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "loa"; }

    std::string message(int value) const override
    {
        switch (static_cast<errc>(value)) {
            case errc::deadline_exceeded: return "deadline exceeded";
            case errc::not_found: return "not found";
            case errc::ledger_unavailable: return "ledger unavailable";
            case errc::lease_lost: return "lease lost to another worker";
            case errc::redis_reply: return "unexpected Redis reply";
        }
        return "unknown error";
    }
};

}  // namespace

const boost::system::error_category& loa_category() noexcept
{
    static const category instance;
    return instance;
}

std::string to_string(const problems& list)
{
    std::string out;
    for (const auto& each : list) {
        if (!out.empty())
            out += "; ";
        if (!each.field.empty())
            out += each.field + ": ";
        out += each.text;
    }
    return out;
}

}  // namespace loa
