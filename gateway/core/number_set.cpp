#include "gateway/core/number_set.hpp"

#include <algorithm>
#include <bit>

namespace loa {
namespace {

void put_varint(bytes& out, std::uint32_t value)
{
    while (value >= 0x80) {
        out.push_back(static_cast<std::uint8_t>(value | 0x80));
        value >>= 7;
    }
    out.push_back(static_cast<std::uint8_t>(value));
}

/// Takes one varint off the front. Nothing if there is none that fits 32 bits.
std::optional<std::uint32_t> take_varint(std::span<const std::uint8_t>& left)
{
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        if (left.empty())
            return std::nullopt;
        const auto byte = left.front();
        left = left.subspan(1);
        value |= std::uint64_t{byte & 0x7fu} << shift;
        if (byte < 0x80)
            return value <= UINT32_MAX ? std::optional{static_cast<std::uint32_t>(value)} : std::nullopt;
    }
    return std::nullopt;
}

// First byte of stored marks.
constexpr std::uint8_t as_they_stand = 0;
constexpr std::uint8_t as_runs = 1;

}  // namespace

void number_set::insert(std::uint32_t no)
{
    const std::size_t word = no / 64;
    if (word >= words_.size())
        words_.resize(std::max(word + 1, words_.size() + words_.size() / 8));
    words_[word] |= std::uint64_t{1} << (no % 64);
}

bool number_set::contains(std::uint32_t no) const noexcept
{
    const std::size_t word = no / 64;
    return word < words_.size() && (words_[word] >> (no % 64) & 1) != 0;
}

std::size_t number_set::size() const noexcept
{
    std::size_t sum = 0;
    for (const auto word : words_)
        sum += static_cast<std::size_t>(std::popcount(word));
    return sum;
}

number_set& number_set::operator|=(const number_set& other)
{
    if (other.words_.size() > words_.size())
        words_.resize(other.words_.size());
    for (std::size_t i = 0; i != other.words_.size(); ++i)
        words_[i] |= other.words_[i];
    return *this;
}

number_set& number_set::operator-=(const number_set& other)
{
    for (std::size_t i = 0; i != std::min(words_.size(), other.words_.size()); ++i)
        words_[i] &= ~other.words_[i];
    return *this;
}

number_set& number_set::operator&=(const number_set& other)
{
    for (std::size_t i = 0; i != words_.size(); ++i)
        words_[i] &= i < other.words_.size() ? other.words_[i] : 0;
    return *this;
}

bool operator==(const number_set& a, const number_set& b) noexcept
{
    for (std::size_t i = 0; i != std::max(a.words_.size(), b.words_.size()); ++i)
        if ((i < a.words_.size() ? a.words_[i] : 0) != (i < b.words_.size() ? b.words_[i] : 0))
            return false;
    return true;
}

bytes encode_members(std::span<const std::uint32_t> ascending)
{
    bytes out;
    std::uint32_t next = 0;  // the smallest number not yet spoken of
    for (std::size_t i = 0; i != ascending.size();) {
        std::size_t end = i + 1;
        while (end != ascending.size() && ascending[end] == ascending[end - 1] + 1)
            ++end;
        put_varint(out, ascending[i] - next);
        put_varint(out, static_cast<std::uint32_t>(end - i));
        next = ascending[end - 1] + 1;
        i = end;
    }
    return out;
}

std::optional<std::vector<std::uint32_t>> decode_members(std::span<const std::uint8_t> stored)
{
    constexpr std::size_t most = 1u << 20;  // far more than a batch holds: damaged bytes must not eat the memory
    std::vector<std::uint32_t> out;
    std::uint64_t next = 0;
    while (!stored.empty()) {
        const auto skipped = take_varint(stored);
        const auto run = skipped ? take_varint(stored) : std::nullopt;
        if (!run || *run == 0 || *run > most - out.size() || next + *skipped + *run > std::uint64_t{UINT32_MAX} + 1)
            return std::nullopt;
        next += *skipped;
        for (std::uint32_t i = 0; i != *run; ++i)
            out.push_back(static_cast<std::uint32_t>(next++));
    }
    return out;
}

bytes encode_marks(std::span<const delivery_mark> marks)
{
    bytes out{as_runs};
    for (std::size_t i = 0; i != marks.size() && out.size() <= marks.size();) {
        std::size_t end = i + 1;
        while (end != marks.size() && marks[end] == marks[i])
            ++end;
        put_varint(out, static_cast<std::uint32_t>(end - i));
        out.push_back(marks[i].byte());
        i = end;
    }
    if (out.size() <= marks.size())
        return out;

    out.assign({as_they_stand});
    for (const auto mark : marks)
        out.push_back(mark.byte());
    return out;
}

std::optional<std::vector<delivery_mark>> decode_marks(std::span<const std::uint8_t> stored, std::size_t count)
{
    if (stored.empty())
        return std::nullopt;
    const auto form = stored.front();
    stored = stored.subspan(1);

    std::vector<delivery_mark> out;
    out.reserve(count);
    while (!stored.empty()) {
        const auto run = form == as_runs ? take_varint(stored) : std::optional<std::uint32_t>{1};
        if (!run || stored.empty() || *run > count - out.size())
            return std::nullopt;
        const auto mark = delivery_mark::from_byte(stored.front());
        stored = stored.subspan(1);
        if (static_cast<std::size_t>(mark.state()) >= delivery_state_count)
            return std::nullopt;
        out.insert(out.end(), *run, mark);
    }
    if (out.size() != count || form > as_runs)
        return std::nullopt;
    return out;
}

}  // namespace loa
