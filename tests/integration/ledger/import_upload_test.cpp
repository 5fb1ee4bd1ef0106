#include "gateway/ledger/import_upload.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include <limits>

using namespace loa;
using namespace loa::testing;

TEST_CASE(
    "a file whose length nobody told takes no room that the ledger needs, and leaves nothing", "[imports]"
)
{
    const temp_folder folder;
    const import_folder imports{folder / "imports"};
    const auto all = std::numeric_limits<std::uint64_t>::max();
    {
        import_upload coming{imports.take_turn().value(), 1, imports.upload(1), all};
        CHECK(coming.write("ref,name,kind\n") == std::errc::no_space_on_device);
        CHECK(std::filesystem::file_size(imports.upload(1)) == 0);
        CHECK_FALSE(imports.take_turn().has_value());
    }
    CHECK_FALSE(std::filesystem::exists(imports.upload(1)));
    import_upload coming{imports.take_turn().value(), 1, imports.upload(1), 0};
    const std::string piece(1 << 20, 'x');
    for (int i = 0; i != 9; ++i) REQUIRE(coming.write(piece) == std::error_code{});
    CHECK(std::filesystem::file_size(imports.upload(1)) == 9 * piece.size());
    CHECK(std::filesystem::status(imports.upload(1)).permissions() == std::filesystem::perms{0600});
}
