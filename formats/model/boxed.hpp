#pragma once

#include <memory>
#include <utility>

namespace airut::model {

// An optional value that lives on the heap and copies and compares as a value: for groups that few
// documents have and that would make every row larger, and for types that contain themselves.
template <class T>
class Boxed {
 public:
  Boxed() = default;
  Boxed(T value) : held_(std::make_unique<T>(std::move(value))) {}
  Boxed(Boxed const& other) : held_(other.held_ ? std::make_unique<T>(*other.held_) : nullptr) {}
  Boxed(Boxed&&) noexcept = default;
  Boxed& operator=(Boxed const& other) {
    if (this != &other) held_ = other.held_ ? std::make_unique<T>(*other.held_) : nullptr;
    return *this;
  }
  Boxed& operator=(Boxed&&) noexcept = default;
  ~Boxed() = default;

  explicit operator bool() const { return held_ != nullptr; }
  T const& operator*() const { return *held_; }
  T& operator*() { return *held_; }
  T const* operator->() const { return held_.get(); }
  T* operator->() { return held_.get(); }

  // The value, made empty when there was none.
  T& made() {
    if (!held_) held_ = std::make_unique<T>();
    return *held_;
  }
  void reset() { held_.reset(); }

  friend bool operator==(Boxed const& a, Boxed const& b) {
    return a.held_ && b.held_ ? *a.held_ == *b.held_ : !a.held_ && !b.held_;
  }

 private:
  std::unique_ptr<T> held_;
};

}  // namespace airut::model
