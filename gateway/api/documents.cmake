# Makes documents.cpp: the files, byte by byte.
function(bytes_of file out)
    file(READ "${file}" text HEX)
    string(REGEX REPLACE "(..)" "0x\\1," text "${text}")
    set(${out} "${text}" PARENT_SCOPE)
endfunction()
bytes_of("${SOURCE_DIR}/openapi.yaml" openapi)
bytes_of("${SOURCE_DIR}/api_page.html" api_page)
file(WRITE "${OUTPUT}" "#include \"gateway/api/documents.hpp\"

namespace loa::documents {
namespace {
constexpr unsigned char openapi_bytes[] = {${openapi}};
constexpr unsigned char api_page_bytes[] = {${api_page}};
}  // namespace

const std::string_view openapi{reinterpret_cast<const char*>(openapi_bytes), sizeof openapi_bytes};
const std::string_view api_page{reinterpret_cast<const char*>(api_page_bytes), sizeof api_page_bytes};

}  // namespace loa::documents
")
