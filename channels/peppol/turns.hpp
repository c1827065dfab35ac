#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace airut::channels {

// Lets so many messages at once go to each access point; whoever comes later waits for his turn, in
// the order of coming, and blocks no thread. Thread-safe.
class Turns {
 public:
  explicit Turns(int most);

  // A turn that was taken; ended when it goes.
  class Held {
   public:
    Held(std::shared_ptr<Turns> turns, std::string at)
        : turns_(std::move(turns)), at_(std::move(at)) {}
    ~Held();
    Held(Held&&) = default;
    Held& operator=(Held&& other) noexcept;
    Held(Held const&) = delete;
    Held& operator=(Held const&) = delete;

   private:
    std::shared_ptr<Turns> turns_;
    std::string at_;
  };
  static boost::asio::awaitable<Held> take(std::shared_ptr<Turns> turns, std::string at);

  int under_way(std::string const& at) const;

 private:
  struct Line {
    int under_way = 0;
    std::deque<std::function<void()>> waiting;
  };
  void enter(std::string const& at, std::function<void()> go);
  void leave(std::string const& at);

  int const most_;
  mutable std::mutex mutex_;
  std::map<std::string, Line> lines_;
};

}  // namespace airut::channels
