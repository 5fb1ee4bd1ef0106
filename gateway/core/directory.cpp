#include "gateway/core/directory.hpp"

namespace loa {

std::string_view to_string(contact what) noexcept
{
    switch (what) {
        case contact::account: return "account";
        case contact::mailbox: return "mailbox";
        case contact::unit: return "unit";
    }
    return "?";
}

void address_page::reserve(std::size_t count, std::size_t text_bytes)
{
    entries_.reserve(count);
    text_.reserve(text_bytes);
}

void address_page::add(std::uint32_t no, std::string_view address, std::string_view name)
{
    entry e{};
    e.no = no;
    e.start = static_cast<std::uint32_t>(text_.size());
    text_ += address;
    e.address_end = static_cast<std::uint32_t>(text_.size());
    text_ += name;
    e.name_end = static_cast<std::uint32_t>(text_.size());
    entries_.push_back(e);
}

std::string_view address_page::address(std::size_t i) const noexcept
{
    const auto& e = entries_[i];
    return std::string_view{text_}.substr(e.start, e.address_end - e.start);
}

std::string_view address_page::name(std::size_t i) const noexcept
{
    const auto& e = entries_[i];
    return std::string_view{text_}.substr(e.address_end, e.name_end - e.address_end);
}

}  // namespace loa
