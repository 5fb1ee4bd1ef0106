#include "gateway/accounts/password.hpp"

#include <sodium.h>

#include <array>
#include <new>
#include <semaphore>

namespace loa {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory = std::size_t{19} * 1024 * 1024;
constexpr std::ptrdiff_t at_once = 2, with_waiting = 3;

std::counting_semaphore<with_waiting> places{with_waiting};
std::counting_semaphore<at_once> hashing{at_once};

/// A turn to hash.
class turn {
public:
    turn()
    {
        if (!places.try_acquire())
            throw passwords_busy{};
        hashing.acquire();
    }
    ~turn()
    {
        hashing.release();
        places.release();
    }
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;
};

void start_library()
{
    static const bool is_ready = sodium_init() >= 0;
    if (!is_ready)
        throw std::runtime_error{"libsodium cannot be used: the system gives no random bytes"};
}

std::string hash_now(std::string_view password)
{
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str_alg(
            out.data(), password.data(), password.size(), passes, memory, crypto_pwhash_ALG_ARGON2ID13
        ) != 0)
        throw std::bad_alloc{};
    return out.data();
}

/// Of no password that anybody knows.
const std::string& decoy()
{
    static const std::string hash = [] {
        std::array<char, 32> nobody_knows{};
        randombytes_buf(nobody_knows.data(), nobody_knows.size());
        return hash_now({nobody_knows.data(), nobody_knows.size()});
    }();
    return hash;
}

}  // namespace

std::string hash_password(std::string_view password)
{
    start_library();
    const turn mine;
    return hash_now(password);
}

bool password_matches(const std::string& hash, std::string_view password)
{
    start_library();
    const turn mine;
    const auto& against = hash.empty() ? decoy() : hash;
    const bool is_same = crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
    return is_same && !hash.empty();
}

}  // namespace loa
