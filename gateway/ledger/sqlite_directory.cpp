#include "gateway/ledger/sqlite_directory.hpp"

#include "gateway/ledger/directory_rows.hpp"
#include "gateway/ledger/directory_schema.hpp"
#include "gateway/ledger/store_worker.hpp"

namespace loa {
namespace {

class sqlite_directory final : public directory {
public:
    sqlite_directory(
        boost::asio::io_context& loop,
        std::unique_ptr<database> plan,
        std::unique_ptr<database> send,
        logger& log
    )
        : planning_{loop, std::move(plan), store_worker::mode::read, log},
          sending_{loop, std::move(send), store_worker::mode::read, log}
    {
    }

    task<result<problems>> check(audience who) override
    {
        return planning_.call<problems>([who = std::move(who)](database& where) {
            return check_audience(where, who);
        });
    }

    task<result<audience_members>> members(audience who, contact by, wall_time when) override
    {
        return planning_.call<audience_members>([who = std::move(who), by, when](database& where) {
            return audience_of(where, who, by, when);
        });
    }

    task<result<number_set>> people(std::vector<std::string> references) override
    {
        return planning_.call<number_set>([references = std::move(references)](database& where) {
            return numbers_of(where, references);
        });
    }

    task<result<address_page>> addresses(contact by, std::vector<std::uint32_t> numbers) override
    {
        return sending_.call<address_page>([by, numbers = std::move(numbers)](database& where) {
            return addresses_of(where, by, numbers);
        });
    }

private:
    // Apart, so that the audience of a whole city being counted does not hold up what is being sent.
    store_worker planning_;
    store_worker sending_;
};

}  // namespace

std::unique_ptr<directory> make_sqlite_directory(
    boost::asio::io_context& loop, sqlite_params params, logger& log
)
{
    const auto file = params.folder / "directory.db";
    auto plan = std::make_unique<database>(file, directory_schema(), store_access::create);
    auto send = std::make_unique<database>(file, directory_schema(), store_access::existing);
    return std::make_unique<sqlite_directory>(loop, std::move(plan), std::move(send), log);
}

}  // namespace loa
