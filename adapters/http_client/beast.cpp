// The one translation unit of Beast's separate compilation.
#include <boost/beast/src.hpp>
