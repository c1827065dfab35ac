#pragma once

namespace airut::config {

// What a channel does about a certificate whose revocation cannot be asked.
enum class Revocation { required, when_reachable, off };

}  // namespace airut::config
