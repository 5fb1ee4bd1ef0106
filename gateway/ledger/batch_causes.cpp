#include "gateway/ledger/batch_causes.hpp"

#include "gateway/ledger/varint.hpp"

#include <string_view>
#include <unordered_map>

namespace loa {
namespace {

constexpr std::size_t longest_cause = 300;

std::string_view cut(std::string_view words)
{
    if (words.size() <= longest_cause)
        return words;
    auto end = longest_cause;
    while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xc0) == 0x80)  // not inside a character
        --end;
    return words.substr(0, end);
}

std::uint32_t number_cause(database& where, broadcast_id broadcast, std::string_view words)
{
    statement known{where, "SELECT id FROM cause WHERE broadcast = ?1 AND words = ?2", broadcast, words};
    if (known.step())
        return known.number<std::uint32_t>(0);

    statement count{where, "SELECT coalesce(max(id), 0) FROM cause WHERE broadcast = ?1", broadcast};
    count.step();
    const auto next = count.number<std::uint32_t>(0) + 1;
    if (next > most_causes + 1)
        return most_causes + 1;
    statement{
        where,
        "INSERT INTO cause (broadcast, id, words) VALUES (?1, ?2, ?3)",
        broadcast,
        next,
        next > most_causes ? other_cause : words}
        .run();
    return next;
}

}  // namespace

bytes encode_causes(const cause_numbers& what)
{
    bytes out;
    std::uint64_t next = 0;
    for (const auto& [index, cause] : what) {
        put_varint(out, index - next);
        put_varint(out, cause);
        next = std::uint64_t{index} + 1;
    }
    return out;
}

std::optional<cause_numbers> decode_causes(std::span<const std::uint8_t> stored)
{
    cause_numbers out;
    std::uint64_t next = 0;
    while (!stored.empty()) {
        const auto skipped = take_varint(stored);
        const auto cause = skipped ? take_varint(stored) : std::nullopt;
        if (!cause || *cause > most_causes + 1 || *skipped > UINT16_MAX || next + *skipped > UINT16_MAX)
            return std::nullopt;
        next += *skipped;
        out.emplace_back(static_cast<std::uint16_t>(next), static_cast<std::uint32_t>(*cause));
        ++next;
    }
    return out;
}

cause_numbers number_causes(database& where, broadcast_id broadcast, const causes& what)
{
    cause_numbers out;
    out.reserve(what.size());
    std::unordered_map<std::string_view, std::uint32_t> seen;  // most of a batch share one cause
    for (const auto& [index, words] : what) {
        if (words.empty() || (!out.empty() && index <= out.back().first))
            continue;
        const auto [at, is_new] = seen.try_emplace(words, 0);
        if (is_new)
            at->second = number_cause(where, broadcast, cut(words));
        out.emplace_back(index, at->second);
    }
    return out;
}

std::map<std::uint32_t, std::string> cause_words(database& where, broadcast_id broadcast)
{
    std::map<std::uint32_t, std::string> out;
    statement all{where, "SELECT id, words FROM cause WHERE broadcast = ?1", broadcast};
    while (all.step()) out.emplace(all.number<std::uint32_t>(0), all.text(1));
    return out;
}

}  // namespace loa
