#include "app/cli_tensors/call_board.h"

#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <new>

#include "core/visible.h"

namespace actlab {
namespace {

std::int64_t now() {
  return std::chrono::steady_clock::now().time_since_epoch().count();  // the same clock in both processes
}

template <std::size_t size> void copy_text(std::string_view text, char (&to)[size]) {
  const std::string_view fitting = shortened_utf8(text, size - 1);
  std::memcpy(to, fitting.data(), fitting.size());
  to[fitting.size()] = '\0';
}

template <std::size_t size> std::string shared_text(const char (&from)[size]) {
  return {from, strnlen(from, size)};
}

}  // namespace

struct CallBoard::Shared {
  std::atomic<std::int64_t> calls{0};
  std::atomic<std::int64_t> passes{0};
  std::atomic<std::int64_t> changed{now()};
  std::atomic<bool> in_call{false};
  std::atomic<int> exit_status{-1};
  char stage[128] = {};
  char inputs[4096] = {};
};

CallBoard::CallBoard() {
  void* memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  shared_ = new (memory) Shared;
}

CallBoard::~CallBoard() {
  munmap(shared_, sizeof(Shared));
}

void CallBoard::begin_stage(std::string_view stage) {
  copy_text(stage, shared_->stage);
  shared_->changed = now();
}

void CallBoard::begin_call(std::string_view inputs) {
  copy_text(inputs, shared_->inputs);
  ++shared_->calls;
  shared_->changed = now();
  shared_->in_call = true;
}

void CallBoard::end_call() {
  shared_->in_call = false;
  shared_->changed = now();
}

void CallBoard::begin_backward() {
  ++shared_->passes;
  shared_->changed = now();
}

void CallBoard::note_exit(int status) {
  shared_->exit_status = status;
}

Activity CallBoard::activity() const {
  const std::chrono::steady_clock::duration since(now() - shared_->changed);
  return {.stage = shared_text(shared_->stage),
          .inputs = shared_text(shared_->inputs),
          .calls = shared_->calls,
          .passes = shared_->passes,
          .in_call = shared_->in_call,
          .seconds = std::chrono::duration<double>(since).count()};
}

int CallBoard::exit_status() const {
  return shared_->exit_status;
}

}  // namespace actlab
