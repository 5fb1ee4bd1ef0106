#pragma once
/// \file
/// Counts exactly what the sandbox partner accepted, millions of deliveries in little memory.

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace loa {

/// A set of values that are as good as random, in one flat table. All-zero bits mean "free" inside.
template <class Bits>
class flat_set {
public:
    /// False if it was there.
    bool insert(const Bits& value)
    {
        if ((size_ + 1) * 4 > slots_.size() * 3)
            grow();
        auto& slot = slots_[place(value)];
        if (slot == value)
            return false;
        slot = value;
        ++size_;
        return true;
    }
    bool contains(const Bits& value) const { return !slots_.empty() && slots_[place(value)] == value; }
    std::size_t size() const noexcept { return size_; }

private:
    static std::uint64_t low_bits(std::uint64_t value) noexcept { return value; }
    static std::uint64_t low_bits(const std::array<std::uint64_t, 2>& value) noexcept
    {
        return value[0] ^ value[1];
    }

    /// Where the value is, or the free slot where it would be.
    std::size_t place(const Bits& value) const
    {
        auto at = low_bits(value) & (slots_.size() - 1);
        while (slots_[at] != Bits{} && slots_[at] != value) at = (at + 1) & (slots_.size() - 1);
        return at;
    }
    void grow()
    {
        auto old = std::move(slots_);
        slots_.assign(old.empty() ? 1024 : old.size() * 2, Bits{});
        for (const auto& value : old)
            if (value != Bits{})
                slots_[place(value)] = value;
    }

    std::vector<Bits> slots_;
    std::size_t size_ = 0;
};

/// The name of a content, and what came of it.
struct tallied_content {
    std::uint64_t hash = 0;
    std::size_t number = 0;  ///< from 1, in the order of arrival
    std::string url, title;
    std::uint64_t accepted = 0, doubled = 0;
};

class sandbox_tally {
public:
    enum class verdict : std::uint8_t { accepted, repeated };

    /// The content of a post (its own link and title), new or known. Valid as long as the tally.
    tallied_content& content(std::string_view url, std::string_view title);

    /// A delivery that the partner takes, unless it has taken the key already.
    verdict accept(tallied_content& content, std::string_view key, std::string_view account);
    bool has(std::string_view key) const;

    std::string to_json() const;

    std::uint64_t requests = 0, look_ups = 0, repeated = 0, rejected = 0, transient = 0, content_refused = 0,
                  no_result = 0;
    std::uint64_t throttled = 0, resets = 0, unavailable = 0, pages = 0, stalls = 0, unauthorized = 0,
                  too_large = 0;

private:
    friend class expected_accounts;

    flat_set<std::array<std::uint64_t, 2>> keys_;  ///< what was accepted, by idempotency key
    flat_set<std::uint64_t> deliveries_;           ///< the same by content and account
    std::deque<tallied_content> contents_;
    std::unordered_map<std::uint64_t, tallied_content*> by_hash_;
};

/// Compares what was accepted for one bulletin with who should have got it: accounts, one a line, in pieces
/// as they come. Memory: 16 bytes for each account.
class expected_accounts {
public:
    expected_accounts(const sandbox_tally& tally, std::string_view url);
    void feed(std::string_view piece);
    /// Ends the last line.
    std::string to_json();

private:
    void line(std::string_view account);

    const sandbox_tally& tally_;
    std::vector<const tallied_content*> contents_;
    flat_set<std::uint64_t> seen_;
    std::string rest_;  ///< of a line whose end has not come
    std::uint64_t found_ = 0, found_contents_ = 0;
    std::vector<std::string> missing_;  ///< the first few
};

}  // namespace loa
