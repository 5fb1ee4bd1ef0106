#include "gateway/ledger/ledger_secret.hpp"

#include <openssl/rand.h>

namespace loa {

std::vector<std::uint8_t> ensure_secret(database& where)
{
    std::vector<std::uint8_t> fresh(32);
    if (RAND_bytes(fresh.data(), static_cast<int>(fresh.size())) != 1)
        throw store_error{"the system gives no random bytes for the ledger's secret"};
    transaction all{where};
    statement{
        where, "INSERT INTO setting (name, value) VALUES ('secret', ?1) ON CONFLICT DO NOTHING", bytes{fresh}}
        .run();
    all.commit();
    return read_secret(where);
}

std::vector<std::uint8_t> read_secret(database& where)
{
    statement row{where, "SELECT value FROM setting WHERE name = 'secret'"};
    if (!row.step() || row.blob(0).size() != 32)
        throw store_error{"the ledger has lost its secret; restore it from a backup"};
    return {row.blob(0).begin(), row.blob(0).end()};
}

}  // namespace loa
