#include "gateway/core/base64.hpp"

#include <openssl/evp.h>

namespace loa {

std::string to_base64(std::span<const std::uint8_t> raw)
{
    std::string out(4 * ((raw.size() + 2) / 3) + 1, '\0');  // it ends the text with a zero
    const auto length = EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(out.data()), raw.data(), static_cast<int>(raw.size())
    );
    out.resize(static_cast<std::size_t>(length));
    return out;
}

}  // namespace loa
