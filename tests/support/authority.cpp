#include "tests/support/authority.hpp"

#include <cstdlib>
#include <stdexcept>

namespace loa::testing {
namespace {

certificate run_openssl(const std::filesystem::path& folder, const std::string& name, const std::string& more)
{
    const certificate out{folder / (name + ".pem"), folder / (name + ".key")};
    const auto command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 1 -subj '/CN=" + name +
        "' -out '" + out.pem.string() + "' -keyout '" + out.key.string() + "' " + more + " >/dev/null 2>&1";
    if (std::system(command.c_str()) != 0)  // NOLINT(concurrency-mt-unsafe): tests only
        throw std::runtime_error{"cannot make a certificate: " + command};
    return out;
}

}  // namespace

certificate make_authority(const std::filesystem::path& folder, const std::string& name)
{
    return run_openssl(folder, name, "");
}

certificate make_certificate(
    const std::filesystem::path& folder,
    const std::string& name,
    const std::string& subject,
    const certificate& issuer
)
{
    return run_openssl(
        folder,
        name,
        "-addext 'subjectAltName=" + subject + "' -addext 'basicConstraints=critical,CA:FALSE' -CA '" +
            issuer.pem.string() + "' -CAkey '" + issuer.key.string() + "'"
    );
}

}  // namespace loa::testing
