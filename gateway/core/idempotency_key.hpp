#pragma once
/// \file
/// The name of a delivery for the outside world: the same for every attempt, unguessable, and telling nothing about a person.

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace loa {

/// 32 lower-case hex digits: the first 128 bits of HMAC-SHA256(secret, "broadcast|channel|no").
class idempotency_key {
public:
    constexpr idempotency_key() = default;
    explicit constexpr idempotency_key(std::array<char, 32> digits) noexcept : digits_{digits} {}
    std::string_view view() const noexcept { return {digits_.data(), digits_.size()}; }
    friend bool operator==(const idempotency_key&, const idempotency_key&) = default;

private:
    std::array<char, 32> digits_{};
};

/// Makes the keys of one broadcast on one channel. The keyed hash state of the common prefix is computed once and copied for
/// each number. Not thread-safe.
class key_maker {
public:
    key_maker(std::span<const std::uint8_t> secret, std::int64_t broadcast, std::string_view channel);
    ~key_maker();
    key_maker(key_maker&&) noexcept;
    key_maker& operator=(key_maker&&) noexcept;

    idempotency_key operator()(std::uint32_t no);

private:
    struct hash_states;
    std::unique_ptr<hash_states> states_;
};

}  // namespace loa
