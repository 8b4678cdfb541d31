# Functions shared by the scripts in this folder. Source it after setting `root` to the source tree.

# quietly LOG COMMAND...: runs COMMAND with its output in LOG, and shows LOG only if it fails.
quietly() {
  log=$1
  shift
  mkdir -p "$(dirname "$log")"
  if "$@" >"$log" 2>&1 </dev/null; then return 0; else status=$?; fi
  cat "$log" >&2
  printf 'failed: %s (this output is in %s)\n' "$*" "$log" >&2
  return "$status"
}

# All C++ files of the project that git tracks or does not ignore.
our_sources() {
  git -C "$root" ls-files -co --exclude-standard -- 'src/*.cpp' 'src/*.h' 'include/*.h' 'tests/*.cpp' 'tests/*.h' 'bench/*.cpp' \
    'bench/*.h' 'examples/*.cpp' 'cmake/*.cpp' 'scripts/*.h' | sort -u | while read -r file; do
    if [ -f "$root/$file" ]; then printf '%s\n' "$file"; fi
  done
}

# configure PRESET [cmake options]: creates build/PRESET if it does not exist; ninja re-runs cmake when needed.
configure() {
  if [ -f "$root/build/$1/build.ninja" ]; then return 0; fi
  preset=$1
  shift
  (cd "$root" && quietly "build/$preset-configure.log" cmake --preset "$preset" "$@")
}

# configure_torch2 PYTHON: the preset with the PyTorch of this Python.
configure_torch2() {
  configure torch2 -DACTLAB_TORCH_PYTHON="$1" \
    -DCMAKE_PREFIX_PATH="$("$1" -c 'import torch; print(torch.utils.cmake_prefix_path)')"
}

# build PRESET [cmake --build options]: shows ninja's progress on a terminal, otherwise only failures.
build() {
  preset=$1
  shift
  printf 'building in build/%s; the first time takes some minutes\n' "$preset" >&2
  if [ -t 2 ]; then
    cmake --build "$root/build/$preset" "$@" >&2 </dev/null
  else
    quietly "$root/build/$preset-build.log" cmake --build "$root/build/$preset" "$@"
  fi
}

# with_lock COMMAND...: runs one command at a time in this source tree, so that two builds do not conflict.
with_lock() {
  mkdir -p "$root/build"
  (
    flock 9
    "$@" 9>&-
  ) 9>"$root/build/.lock"
}
