#include "core/other_names.h"

namespace actlab {
namespace {

constexpr OtherName names[] = {
    // activations
    {"none", "identity"},
    {"null", "identity"},
    {"linear", "identity"},
    {"noactivation", "identity"},
    {"id", "identity"},
    {"rectifier", "relu"},
    {"rectifiedlinearunit", "relu"},
    {"rectifiedlinear", "relu"},
    {"lrelu", "leaky_relu"},
    {"leaky", "leaky_relu"},
    {"randomizedleakyrelu", "rrelu"},
    {"parametricrelu", "prelu"},
    {"relu2", "relu_squared"},
    {"squaredrelu", "relu_squared"},
    {"logistic", "sigmoid"},
    {"sigm", "sigmoid"},
    {"expit", "sigmoid"},
    {"hardsilu", "hardswish"},
    {"htanh", "hardtanh"},
    {"hyperbolictangent", "tanh"},
    {"geluexact", "gelu"},
    {"gelutanh", "gelu"},
    {"gelunew", "gelu"},
    {"gelufast", "quick_gelu"},
    {"sin", "sine"},
    {"siren", "sine"},
    {"rbf", "gaussian"},
    {"gauss", "gaussian"},
    {"heaviside", "step"},
    {"binarystep", "step"},
    {"softmax2d", "softmax"},
    {"ste", "straight_through_step"},
    // optimizers
    {"gd", "sgd"},
    {"gradientdescent", "sgd"},
    {"stochasticgradientdescent", "sgd"},
    {"momentum", "sgd"},
    {"nesterov", "sgd"},
    {"adamoptimizer", "adam"},
    // losses
    {"crossentropyloss", "cross_entropy"},
    {"nllloss", "cross_entropy"},
    {"categoricalcrossentropy", "cross_entropy"},
    {"sparsecategoricalcrossentropy", "cross_entropy"},
    {"softmaxcrossentropy", "cross_entropy"},
    {"logloss", "cross_entropy"},
    {"bceloss", "bce"},
    {"bcewithlogitsloss", "bce"},
    {"bcewithlogits", "bce"},
    {"binarycrossentropy", "bce"},
    {"mseloss", "mse"},
    {"meansquarederror", "mse"},
    {"l2loss", "mse"},
    // initialisations
    {"kaiming", "he"},
    {"kaiminguniform", "he"},
    {"kaimingnormal", "he"},
    {"heuniform", "he"},
    {"henormal", "he"},
    {"glorot", "xavier"},
    {"glorotuniform", "xavier"},
    {"glorotnormal", "xavier"},
    {"xavieruniform", "xavier"},
    {"xaviernormal", "xavier"},
    {"randomnormal", "normal"},
    {"default", "torch"},
    // engines
    {"torch", "eager"},
    {"pytorch", "eager"},
    {"libtorch", "eager"},
    // data
    {"makemoons", "moons"},
    {"twomoons", "moons"},
    {"makecircles", "rings"},
    {"mnist", "fashion_mnist"},
    // keys
    {"learningrate", "lr"},
    {"eta", "lr"},
    {"stepsize", "lr"},
    {"epsilon", "eps"},
    {"betas", "beta1"},
    {"l2", "weight_decay"},
    {"numepochs", "epochs"},
    {"nepochs", "epochs"},
    {"iterations", "epochs"},
    {"maxiter", "epochs"},
    {"batch", "batch_size"},
    {"minibatch", "batch_size"},
    {"criterion", "loss"},
    {"lossfunction", "loss"},
    {"objective", "loss"},
    {"optim", "optimizer"},
    {"solver", "optimizer"},
    {"randomseed", "seeds"},
    {"randomstate", "seeds"},
    {"numseeds", "seeds"},
    {"nseeds", "seeds"},
    {"dataset", "data"},
    {"network", "models"},
    {"networks", "models"},
    {"layers", "hidden"},
    {"hiddenlayers", "hidden"},
    {"hiddensize", "hidden"},
    {"hiddensizes", "hidden"},
    {"hiddenlayersizes", "hidden"},
    {"units", "hidden"},
    {"widths", "hidden"},
    {"act", "activation"},
    {"activationfunction", "activation"},
    {"nonlinearity", "activation"},
    {"initializer", "init"},
    {"initialization", "init"},
    {"kernelinitializer", "init"},
    {"nsamples", "samples"},
    {"numsamples", "samples"},
    {"testsize", "test_fraction"},
    {"filename", "file"},
    {"path", "file"},
    {"target", "label"},
};

}  // namespace

std::span<const OtherName> other_names() {
  return names;
}

std::string fold_name(std::string_view name) {
  std::string folded;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') folded += static_cast<char>(c - 'A' + 'a');
    // Bytes of other alphabets are kept.
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) folded += c;
  }
  return folded;
}

}  // namespace actlab
