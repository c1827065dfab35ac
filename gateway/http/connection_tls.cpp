#include "gateway/http/connection.hpp"

namespace airut::gateway::http {

template class Connection<TlsStream>;

}  // namespace airut::gateway::http
