#pragma once

namespace airut::gateway::cli {

// What `airut` ends with; the last three are those of sysexits.h.
enum ExitCode : int {
  ok = 0,
  findings = 1,  // something is wrong with what was given, or was refused
  usage = 2,
  unavailable = 69,  // the daemon or a file cannot be reached
  internal = 70,
  configuration = 78,
};

}  // namespace airut::gateway::cli
