#include "gateway/http/connection.hpp"

namespace airut::gateway::http {

template class Connection<PlainStream>;

}  // namespace airut::gateway::http
