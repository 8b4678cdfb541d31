#include "show/tensorboard/boundary_image.h"

#include <png.h>

#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace actlab {
namespace {

constexpr int pixels_per_point = 4;

// The palette of Okabe and Ito, which colour-blind people can tell apart. It repeats after eight classes.
constexpr std::array<std::array<unsigned char, 3>, 8> palette{{{0, 114, 178},
                                                               {230, 159, 0},
                                                               {0, 158, 115},
                                                               {204, 121, 167},
                                                               {86, 180, 233},
                                                               {213, 94, 0},
                                                               {240, 228, 66},
                                                               {0, 0, 0}}};

unsigned char mixed(const float* probabilities, std::size_t classes, std::size_t channel) {
  float value = 0;
  for (std::size_t c = 0; c < classes; ++c) value += probabilities[c] * palette[c % palette.size()][channel];
  return static_cast<unsigned char>(std::lround(std::min(value, 255.0f)));
}

std::string encode(const std::vector<unsigned char>& rgb, int width, int height) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = PNG_FORMAT_RGB;
  png_alloc_size_t size = 0;
  std::string png;
  for (int pass = 0; pass < 2; ++pass) {  // the first pass computes the size
    png.resize(size);
    if (!png_image_write_to_memory(&image, pass == 0 ? nullptr : png.data(), &size, 0, rgb.data(), 0, nullptr))
      throw std::runtime_error(std::string("libpng: ") + image.message);
  }
  png.resize(size);
  return png;
}

}  // namespace

BoundaryImage boundary_image(const SceneRecord& scene, const std::vector<float>& outputs) {
  const std::size_t classes = scene.outputs.size();
  const int columns = scene.axes[0].points, rows = scene.axes[1].points;
  BoundaryImage image{columns * pixels_per_point, rows * pixels_per_point, {}};
  std::vector<unsigned char> rgb;
  rgb.reserve(static_cast<std::size_t>(image.width * image.height * 3));
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const int column = x / pixels_per_point, row = rows - 1 - y / pixels_per_point;
      const float* probabilities = outputs.data() + static_cast<std::size_t>(column * rows + row) * classes;
      for (std::size_t channel = 0; channel < 3; ++channel) rgb.push_back(mixed(probabilities, classes, channel));
    }
  }
  image.png = encode(rgb, image.width, image.height);
  return image;
}

}  // namespace actlab
