#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

namespace airut::bench {

// An operator on loopback that takes every document: answers 201, keeps nothing but counts. While
// closed it answers 503.
class Sink {
 public:
  explicit Sink(bool open = true);
  ~Sink();
  Sink(Sink const&) = delete;
  Sink& operator=(Sink const&) = delete;

  int port() const { return port_; }
  void open() { open_ = true; }
  std::uint64_t taken() const { return taken_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  void run();

  int listener_, poll_, port_ = 0;
  std::atomic<bool> open_, ending_ = false;
  std::atomic<std::uint64_t> taken_ = 0, bytes_ = 0;
  std::thread thread_;
};

}  // namespace airut::bench
