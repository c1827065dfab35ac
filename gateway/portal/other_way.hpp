#pragma once

#include "gateway/api/house.hpp"

namespace airut::gateway {

// Where the recipient of a mail says that he wants invoices another way. GET /u/{token} asks him,
// POST does it, for the button and for his mail provider's one click (RFC 8058) alike: the biller
// sends no more mail to the address, and the next document goes by its next channel. Said twice it
// is the same. Only the link of a mail opens it, and no link of an invoice's page.
void add_other_way_routes(api::House& house, http::Routes& routes);

}  // namespace airut::gateway
