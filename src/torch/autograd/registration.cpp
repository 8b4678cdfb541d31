#include "torch/autograd/registration.h"

#include <torch/library.h>

#include <algorithm>
#include <memory>

#include "torch/autograd/autocast.h"
#include "torch/autograd/autograd_kernel.h"
#include "torch/autograd/batching.h"
#include "torch/autograd/composites.h"
#include "torch/autograd/operators.h"
#include "torch/autograd/torch_version.h"

namespace actlab {
namespace {

using c10::DispatchKey;

void check_floating(const Operator& of, const Arguments& arguments) {
  const torch::ScalarType type = arguments[0].scalar_type();
  TORCH_CHECK(torch::isFloatingType(type), of.name(), ": expected a floating-point tensor, got ", type,
              ". Convert it first, e.g. x.to(torch::kFloat).");
}

// A kernel that calls a member of Operator.
template <torch::Tensor (Operator::*result)(const Arguments&) const>
class OperatorMember final : public c10::OperatorKernel {
 public:
  explicit OperatorMember(const Operator& of) : operator_(of) {}
  void operator()(const c10::OperatorHandle& handle, c10::DispatchKeySet, torch::jit::Stack* stack) const {
    const std::size_t count = handle.schema().arguments().size();
    const Arguments arguments(torch::jit::last(*stack, count), operator_.tensors());
    check_floating(operator_, arguments);
    operator_.check(arguments);
    torch::Tensor y = (operator_.*result)(arguments);
    torch::jit::drop(*stack, count);
    torch::jit::push(*stack, std::move(y));
  }

 private:
  const Operator& operator_;
};

// The kernel for autograd of an operator whose result is a constant.
class ConstantKernel final : public c10::OperatorKernel {
 public:
  void operator()(const c10::OperatorHandle& handle, c10::DispatchKeySet keys, torch::jit::Stack* stack) const {
    const at::AutoDispatchBelowADInplaceOrView below;
    handle.redispatchBoxed(keys & c10::after_autograd_keyset, stack);
  }
};

std::vector<at::Tag> tags_of(bool is_random, [[maybe_unused]] bool is_pointwise) {
  std::vector<at::Tag> tags;
  if (is_random) tags.push_back(at::Tag::nondeterministic_seeded);
#if ACTLAB_HAS_COMPILER_TAGS
  tags.push_back(at::Tag::pt2_compliant_tag);
  if (is_pointwise && !is_random) tags.push_back(at::Tag::pointwise);
#endif
  return tags;
}

class Registration {
 public:
  Registration() : library_(torch::Library::FRAGMENT, "actlab", c10::nullopt, __FILE__, __LINE__) {}

  void add(const Operator& of) {
    define(of.schema(), of.is_random(), !of.has_dimension());
    implement<OperatorMember<&Operator::compute>>(of.name(), DispatchKey::CPU, of);
    implement<OperatorMember<&Operator::define>>(of.name(), DispatchKey::CompositeExplicitAutograd, of);
    implement<OperatorMember<&Operator::allocate>>(of.name(), DispatchKey::Meta, of);
    if (of.is_random()) {
      implement<ConstantKernel>(of.name(), DispatchKey::Autograd);
      for (const DispatchKey key : {DispatchKey::FuncTorchBatched, DispatchKey::FuncTorchVmapMode})
        implement<RandomBatchingKernel>(of.name(), key, of);
    } else {
      implement<AutogradKernel>(of.name(), DispatchKey::Autograd, of);
      implement<BatchingKernel>(of.name(), DispatchKey::FuncTorchBatched, of);
    }
  }

  void add_autocast(const AutocastRule& rule) { implement<AutocastKernel>(rule.name, rule.key, rule); }

  template <class Composite> void add_composite(std::size_t index, bool is_random) {
    const std::string schema = Composite::schema(index);
    define(schema, is_random, true);
    const std::string name = schema.substr(0, schema.find('('));
    // Under vmap as well the composition is what has rules.
    for (const DispatchKey key : {DispatchKey::CompositeImplicitAutograd, DispatchKey::FuncTorchBatched})
      implement<Composite>(name, key, index);
    if (is_random) implement<Composite>(name, DispatchKey::FuncTorchVmapMode, index);
  }

 private:
  // LibTorch 1.13 does not look for the tag where TorchScript merges equal calls; it does look for side effects.
  void define(const std::string& schema, bool is_random, bool is_pointwise) {
    const auto kind = is_random ? c10::AliasAnalysisKind::CONSERVATIVE : c10::AliasAnalysisKind::FROM_SCHEMA;
    const std::vector<at::Tag> tags = tags_of(is_random, is_pointwise);
    library_.def(torch::schema(schema.c_str(), kind), tags);
  }
  template <class Kernel, class... Arguments>
  void implement(const std::string& name, DispatchKey key, Arguments&&... arguments) {
    library_.impl(name.c_str(), torch::dispatch(key, torch::CppFunction::makeFromBoxedFunctor(std::make_unique<Kernel>(
                                                         std::forward<Arguments>(arguments)...))));
  }

  torch::Library library_;
};

auto find(const Operator& of) {
  const std::size_t dot = of.name().find('.');
  const std::string overload = dot == std::string::npos ? "" : of.name().substr(dot + 1);
  return c10::Dispatcher::singleton().findSchema({"actlab::" + of.name().substr(0, dot), overload});
}

// The parameter as a tensor comes before the one as a number: without a parameter, the first one is tried first.
void register_all(const Operators& all) {
  static Registration* const registration = new Registration;  // never undone, not even when the process ends
  for (std::size_t index = 0; index < catalogue().size(); ++index) {
    if (all.learnable[index].forward) registration->add_composite<LearnableComposite>(index, false);
    if (all.random_slopes[index]) registration->add_composite<RandomComposite>(index, true);
  }
  for (const Operator* const each : all.all()) registration->add(*each);
  for (const AutocastRule& rule : autocast_rules()) registration->add_autocast(rule);
}

bool register_once() {
  const Operators& all = operators();
  const std::vector<const Operator*> list = all.all();
  const bool by_another_copy =
      std::any_of(list.begin(), list.end(), [](const Operator* each) { return find(*each).has_value(); });
  if (!by_another_copy) register_all(all);
  for (const Operator* const each : list) {
    if (const auto handle = find(*each)) each->set_handle(*handle);
  }
  return true;
}

}  // namespace

void register_operators() {
  static const bool registered = register_once();
  static_cast<void>(registered);
}

}  // namespace actlab
