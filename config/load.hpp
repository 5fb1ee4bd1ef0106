#pragma once
/// \file
/// From a TOML file to settings.

#include "config/config_error.hpp"
#include "config/settings.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace loa {

/// What stands for a secret that is given and was not read, so that rules over several keys see that it is there.
inline constexpr const char* unread_secret = "(not read)";

/// Which of the secret files are read. Only the service may read them all.
enum class secret_files : std::uint8_t { all, of_redis, none };

/// Reads and checks the file and the secret files it names. Says everything that is wrong, in the order of
/// the lines; only a file that is not TOML has a single error. Relative paths start at the folder of the
/// file. Credentials are looked for in $CREDENTIALS_DIRECTORY (systemd.exec(5)).
boost::system::result<settings, std::vector<config_error>> load_settings(
    const std::filesystem::path& file, secret_files which = secret_files::all
);

/// The same with the folder of the credentials given; empty: there are none.
boost::system::result<settings, std::vector<config_error>> load_settings(
    const std::filesystem::path& file,
    const std::filesystem::path& credentials,
    secret_files which = secret_files::all
);

/// One key as config/loa.example.toml documents it.
struct setting {
    std::string table;    ///< "email.dispatch"; empty: before the first table
    std::string key;      ///< "port"
    std::string value;    ///< as TOML; empty for secrets
    std::string allowed;  ///< "a whole number from 1 to 65535"
};

/// Every key there is, with its value in `what`, in the order of the example file. Secrets are left out.
std::vector<setting> list_settings(const settings& what);

}  // namespace loa
