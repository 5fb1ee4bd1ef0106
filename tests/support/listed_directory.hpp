#pragma once
/// \file
/// A directory that is a list in memory: unit "all" is everybody, unit "first" are numbers 1 to 10.

#include "gateway/core/directory.hpp"

#include <map>
#include <string>

namespace loa::testing {

class listed_directory final : public directory {
public:
    /// People 1 to count, each with the address "<no>@example.vn".
    explicit listed_directory(std::uint32_t count)
    {
        for (std::uint32_t no = 1; no <= count; ++no)
            address_of[no] = std::to_string(no) + "@example.vn";
    }

    task<result<problems>> check(audience who) override
    {
        problems out;
        for (std::size_t i = 0; i != who.include.size(); ++i)
            if (who.include[i].unit != "all" && who.include[i].unit != "first")
                out.push_back({"audience.include[" + std::to_string(i) + "].unit", "unknown_unit", "is not in the directory"});
        co_return out;
    }

    task<result<audience_members>> members(audience who, contact, wall_time) override
    {
        audience_members out;
        for (const auto& [no, address] : address_of) {
            if (who.include.front().unit == "first" && no > 10)
                continue;
            out.numbers.insert(no);
            if (address.empty())
                out.without_address.insert(no);
        }
        co_return out;
    }

    /// Their references are their numbers.
    task<result<number_set>> people(std::vector<std::string> references) override
    {
        number_set out;
        for (const auto& reference : references)
            out.insert(static_cast<std::uint32_t>(std::stoul(reference)));
        co_return out;
    }

    task<result<address_page>> addresses(contact, std::vector<std::uint32_t> numbers) override
    {
        address_page out;
        for (const auto no : numbers) {
            const auto at = address_of.find(no);
            out.add(no, at == address_of.end() ? "" : at->second, "Người nhận " + std::to_string(no));
        }
        co_return out;
    }

    std::map<std::uint32_t, std::string> address_of;
};

}  // namespace loa::testing
